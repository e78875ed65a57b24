package lookup_test

import (
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/lookup"
	"example.com/sms77mock/mockserver/internal/gateway/world"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// known is a number of which the world says something; refused is one whose lookups
// fail, no number is not one.
const known, refused, noNumber = "0171 6992343", "491716992344", "x"

func find(written string) lookup.Finding {
	return lookup.Find(world.New(fixtures.Gateway{
		Carriers: []fixtures.Carrier{{Prefix: "49171", Name: "Telekom", MCCMNC: "26201", Provider: fixtures.Provider("d1")}, {Prefix: "49172", Name: "Vodafone", MCCMNC: "26202", Provider: fixtures.Provider("d2")}},
		Subscribers: []fixtures.Subscriber{
			{Number: "491716992343", Network: "26202", Name: "ROE", RCS: []string{"RICHCARD_STANDALONE"}},
			{Number: refused, Code: 600},
		},
	}), written)
}

// What is known of a number is answered in the form of the kind, and so is that
// nothing is.
func TestAnswers(t *testing.T) {
	t.Parallel()
	const facts = `"success":true,"national":"0171 6992343","international":"+491716992343","international_formatted":"+49 171 6992343","country_name":"Germany","country_code":"49","country_iso":"DE","carrier":"Vodafone","network_type":"mobile"`
	const none = `"success":false,"national":"","international":"+","international_formatted":"","country_name":null,"country_code":false,"country_iso":null,"carrier":null,"network_type":null`
	for _, test := range []struct {
		kind    lookup.Type
		written string
		json    string
		text    string
		answers bool // even if nothing was found
	}{
		{"format", known, "{" + facts + "}", "", true},
		{"format", noNumber, "{" + none + "}", "", true},
		{"format", "00-90", "{" + strings.Replace(none, `"+"`, `"+90"`, 1) + "}", "", true},
		{"rcs", known, "{" + facts + `,"rcs_capabilities":["RICHCARD_STANDALONE"]}`, "", true},
		{"rcs", noNumber, "{" + none + `,"rcs_capabilities":[]}`, "", true},
		{"mnp", known, `{"success":true,"code":100,"price":0,"mnp":{"country":"DE","number":"+491716992343","national_format":"0171 6992343","international_formatted":"+49 171 6992343","network":"Vodafone","mccmnc":"26202","isPorted":true,"network_type":"mobile"}}`, "d2", true},
		{"mnp", refused, `{"success":false,"code":600,"price":0,"mnp":null}`, "600", false},
		{"mnp", noNumber, `{"success":false,"code":202,"price":0,"mnp":null}`, "202", false},
		{"cnam", known, `{"success":"true","code":"100","number":"+491716992343","name":"ROE"}`, "", true},
		{"cnam", refused, `{"code":600}`, "", true},
	} {
		kind, ok := lookup.KindOf(test.kind)
		if !ok {
			t.Errorf("%s: there is no such kind", test.kind)
			continue
		}
		f := find(test.written)
		json, err := phpwire.Marshal(kind.Answer([]lookup.Finding{f}))
		if err != nil || string(json) != test.json {
			t.Errorf("%s of %s: got\n%s (%v), want\n%s", test.kind, test.written, json, err, test.json)
		}
		if text, ok := kind.Text([]lookup.Finding{f, f}); ok != (test.text != "") || ok && text != test.text+"\n"+test.text {
			t.Errorf("%s of %s: got the text %q, %t, want %q twice", test.kind, test.written, text, ok, test.text)
		}
		if got := kind.HasAnswer(f); got != test.answers {
			t.Errorf("%s of %s: has an answer: got %t, want %t", test.kind, test.written, got, test.answers)
		}
	}
}

// A number that is known to its network, but cannot be reached, has an error of the
// network's.
func TestHLR(t *testing.T) {
	t.Parallel()
	kind, _ := lookup.KindOf("hlr")
	for _, test := range []struct {
		written, want string
		answers       bool
	}{
		{known, `{"status":true,"status_message":"success","lookup_outcome":true,"lookup_outcome_message":"success","international_format_number":"491716992343","international_formatted":"+49 171 6992343","national_format_number":"0171 6992343","country_code":"DE","country_name":"Germany","country_prefix":"49","current_carrier":{"network_code":"26202","name":"Vodafone","country":"DE","network_type":"mobile"},"original_carrier":{"network_code":"26201","name":"Telekom","country":"DE","network_type":"mobile"},"valid_number":"valid","reachable":"reachable","ported":"ported","roaming":"not_roaming","gsm_code":0,"gsm_message":"No error"}`, true},
		{noNumber, `{"status":true,"status_message":"success","lookup_outcome":false,"lookup_outcome_message":"error","international_format_number":"","international_formatted":"","national_format_number":"","country_code":"","country_name":null,"country_prefix":false,"current_carrier":{"network_code":"","name":null,"country":"","network_type":null},"original_carrier":{"network_code":"","name":null,"country":"","network_type":null},"valid_number":"not_valid","reachable":"unknown","ported":"unknown","roaming":"not_roaming","gsm_code":null,"gsm_message":null}`, true},
	} {
		f := find(test.written)
		if json, err := phpwire.Marshal(kind.Answer([]lookup.Finding{f})); err != nil || string(json) != test.want {
			t.Errorf("%s: got\n%s (%v), want\n%s", test.written, json, err, test.want)
		}
		if got := kind.HasAnswer(f); got != test.answers {
			t.Errorf("%s: has an answer: got %t, want %t", test.written, got, test.answers)
		}
	}
	if kind.HasAnswer(find(refused)) {
		t.Error("a lookup that fails, of a number, has an answer")
	}
}

// One finding is answered with an object, several are with a list.
func TestSeveral(t *testing.T) {
	t.Parallel()
	kind, _ := lookup.KindOf("cnam")
	json, err := phpwire.Marshal(kind.Answer([]lookup.Finding{find(refused), find(noNumber)}))
	if want := `[{"code":600},{"code":202}]`; err != nil || string(json) != want {
		t.Errorf("got %s (%v), want %s", json, err, want)
	}
	if _, ok := lookup.KindOf("frmat"); ok {
		t.Error("there is a kind that is none")
	}
	prices := fixtures.Prices{Format: "1", MNP: "2", HLR: "3", CNAM: "4"}
	for name, want := range map[lookup.Type]string{"format": "1", "mnp": "2", "hlr": "3", "cnam": "4", "rcs": "0"} {
		if kind, _ := lookup.KindOf(name); kind.Price(prices).String() != want {
			t.Errorf("%s costs %s, want %s", name, kind.Price(prices), want)
		}
	}
	if f := find(known); f.Code != codes.Accepted || f.Original.Name != "Telekom" || f.Carrier.Name != "Vodafone" {
		t.Errorf("got %+v, want what was ported", f)
	}
}
