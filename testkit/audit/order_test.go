package audit_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit/audit"
)

// What a file says of an application, an order on the dashboard can say too, under
// the same keys.
func TestOrderHasTheKeysOfAFile(t *testing.T) {
	t.Parallel()
	want := append(keys(reflect.TypeFor[audit.App]()), "attended", "only", "skip")
	got := keys(reflect.TypeFor[control.AuditOrder]())
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("an order has the keys %v, want %v", got, want)
	}
}

// Each key of an order reaches the audit. Attended is for who plays it.
func TestOrderReachesTheAudit(t *testing.T) {
	t.Parallel()
	for _, field := range reflect.VisibleFields(reflect.TypeFor[control.AuditOrder]()) {
		if field.Name == "Attended" {
			continue
		}
		var order control.AuditOrder
		value := reflect.ValueOf(&order).Elem().FieldByIndex(field.Index)
		switch value.Kind() {
		case reflect.String:
			value.SetString("pkce")
		case reflect.Int64:
			value.SetInt(1)
		case reflect.Slice:
			value.Set(reflect.ValueOf([]string{"pkce"}))
		case reflect.Map:
			value.Set(reflect.ValueOf(map[string]string{"pkce": "later"}))
		default:
			t.Fatalf("%s is a %s, for which the test has no value", field.Name, value.Kind())
		}
		app, opts := audit.FromOrder(order)
		if reflect.ValueOf(app).IsZero() && len(audit.Chosen(opts...)) == len(audit.Scenarios()) {
			t.Errorf("%s changes nothing", field.Name)
		}
	}
}

func keys(of reflect.Type) (keys []string) {
	for _, field := range reflect.VisibleFields(of) {
		if key := field.Tag.Get("yaml"); key != "-" {
			keys = append(keys, strings.ReplaceAll(key, ".", "_"))
		}
	}
	return keys
}
