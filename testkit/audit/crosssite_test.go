package audit_test

import (
	"net/http"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// A stranger's page can lead a browser to an act that is made by GET, with its Lax
// cookies, and can only send a form to one that is made by POST, without them.
func TestActsOfStrangers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ act, endpoint, want string }{
		"sends by POST": {"POST /act to={number}", "sms", "pass act-cross-site: "},
		"sends by GET":  {"/act to={number}", "sms", "warn act-cross-site: the gateway was asked once"},
		"reads by GET":  {"/act", "balance", "pass act-cross-site: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := play(t, func(s *site) {
				s.app.Act.Line = test.act
				s.acts(t, test.endpoint, func(http.ResponseWriter, *http.Request) {})
			}, audit.Only("act-cross-site"))
			if err != nil {
				t.Fatal(err)
			}
			if got := verdicts(report); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
