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

func keys(of reflect.Type) (keys []string) {
	for _, field := range reflect.VisibleFields(of) {
		if key := field.Tag.Get("yaml"); key != "-" {
			keys = append(keys, strings.ReplaceAll(key, ".", "_"))
		}
	}
	return keys
}
