package phpwire_test

import (
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// Every way of sending many parameters is told from one that only looks like it.
func TestTooMany(t *testing.T) {
	t.Parallel()
	const form, multipart, object = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json"
	for name, test := range map[string]struct {
		contentType, body string
		want              bool
	}{
		"as many as may be": {form, strings.Repeat("a&", phpwire.MaxParameters-1) + "a", false},
		"one more":          {form, strings.Repeat("a&", phpwire.MaxParameters) + "a", true},
		"a form for PUT":    {form + "x", strings.Repeat("a&", phpwire.MaxParameters) + "a", true},
		"a long value":      {form, "text=" + strings.Repeat("a,", 1<<19), false},
		"JSON members":      {object, "{" + strings.Repeat(`"a":1,`, phpwire.MaxParameters) + `"b":1}`, true},
		"a JSON list":       {object, `{"to":[` + strings.Repeat("1,", phpwire.MaxParameters) + "1]}", true},
		"JSON lists":        {object, `{"to":[` + strings.Repeat("[1],", phpwire.MaxParameters) + "1]}", true},
		"nested JSON":       {object, `{"to":` + strings.Repeat("[", phpwire.MaxParameters), true},
		"a long JSON text":  {object, `{"text":"` + strings.Repeat(`a,\"[{`, 1<<17) + `"}`, false},
		"JSON in capitals":  {"Application/JSON", `{"to":[` + strings.Repeat("1,", phpwire.MaxParameters) + "1]}", true},
		"many parts":        {multipart, strings.Repeat("--b\r\n\r\n", phpwire.MaxParts+1), true},
		"after a backslash": {object, `{"text":"\\","to":[` + strings.Repeat("1,", phpwire.MaxParameters) + "1]}", true},
		"as many parts":     {multipart, strings.Repeat("--b\r\n\r\n", phpwire.MaxParts), false},
		"a few parts":       {multipart, strings.Repeat("--b\r\n\r\n", 9) + strings.Repeat("&", 1<<20), false},
		"no type":           {"", strings.Repeat("a&", 1<<19), false},
	} {
		if got := phpwire.TooManyInBody(test.contentType, test.body); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
	}
	if phpwire.TooManyInQuery(strings.Repeat("a&", phpwire.MaxParameters-1)) || !phpwire.TooManyInQuery(strings.Repeat("a&", phpwire.MaxParameters)) {
		t.Error("the query's limit is another")
	}
}
