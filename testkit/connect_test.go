package testkit_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// elsewhere starts a double that tests can only reach over the network.
func elsewhere(t *testing.T, opts ...mockserver.Option) (url string) {
	t.Helper()
	double, err := mockserver.New(fixtures.Default(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(double)
	t.Cleanup(listener.Close)
	t.Cleanup(double.Close)
	return listener.URL
}

// TestExamplesElsewhere runs each example against a double of its own that is
// elsewhere.
func TestExamplesElsewhere(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile(`(?m)^func (Example\w*)\(\) \{\n(?:.*\n)*?\}`).FindAllStringSubmatch(string(source), -1)
	ran := 0
	for _, example := range examples {
		if !strings.Contains(example[0], "double(t)") {
			continue
		}
		ran++
		t.Run(example[1], func(t *testing.T) {
			t.Parallel()
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^"+example[1]+"$", "-test.v")
			child.Env = append(os.Environ(), "SMS77MOCK_URL="+elsewhere(t))
			said, err := child.CombinedOutput()
			if err != nil || !strings.Contains(string(said), "--- PASS: "+example[1]+" ") {
				t.Errorf("%v:\n%s", err, said)
			}
		})
	}
	if ran < 6 {
		t.Errorf("ran %d examples, want all that can be elsewhere", ran)
	}
}

// TestConnectFailsWhereNoDoubleAnswers names the address.
func TestConnectFailsWhereNoDoubleAnswers(t *testing.T) {
	t.Parallel()
	there := elsewhere(t)
	guarded := elsewhere(t, mockserver.WithToken("secret"))
	for name, test := range map[string]struct {
		url  string
		opts []testkit.Option
		want string
	}{
		"nobody listens":     {"http://127.0.0.1:1", nil, "no double answers at http://127.0.0.1:1: "},
		"no address":         {"sms77mock:8077", nil, "sms77mock:8077"},
		"another path":       {there + "/foo", nil, "no double answers at " + there + "/foo: GET " + there + "/foo/_mock/health is answered with 404: not_found"},
		"no token":           {guarded, nil, "the double does not let this client in: this server was started with a token"},
		"another token":      {guarded, []testkit.Option{testkit.WithDial(control.WithToken("other"))}, "the double does not let this client in"},
		"an option for here": {elsewhere(t), []testkit.Option{testkit.InMemory()}, "InMemory: is for a double that starts in this process"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			tb.try(func() { testkit.Connect(tb, test.url, test.opts...) })
			tb.want(t, "testkit: Connect: ", test.want)
		})
	}
}

// TestConnectShowsATokenToTheDouble that guards its levers.
func TestConnectShowsATokenToTheDouble(t *testing.T) {
	t.Parallel()
	s := testkit.Connect(t, elsewhere(t, mockserver.WithToken("secret")), testkit.WithDial(control.WithToken("secret")))
	if got, want := me(t, s.Client(), s.Token().AccessToken), http.StatusOK; got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}

// TestConnectLeavesNothingBehind but what it was asked to change.
func TestConnectLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	url := elsewhere(t)
	other := testkit.Connect(t, url)
	me(t, other.Client(), "x")
	tb := new(recordingT)
	srv := testkit.Connect(tb, url)
	srv.Inject(control.Fault{Preset: "slow"})
	srv.Deny()
	srv.Script(control.Script{Code: 500})
	tb.end()
	tb.want(t, "fault 1 (slow), ordered at connect_test.go:", "decision 1 (deny), ordered at connect_test.go:", "outcome 1 (code 500), ordered at connect_test.go:")
	if strings.Contains(tb.said(), "GET /me") {
		t.Errorf("got %q, which tells of a request before the test", tb.said())
	}
	if faults, decisions, scripts := other.Faults(), other.Decisions(), other.Outcomes(); len(faults)+len(decisions)+len(scripts) > 0 {
		t.Errorf("left in force: %v, %v, %v", faults, decisions, scripts)
	}
}

// TestALoginElsewhere comes back into an application in this process.
func TestALoginElsewhere(t *testing.T) {
	t.Parallel()
	s := testkit.Connect(t, elsewhere(t)).Tenant(t)
	app := newShop(shopURL)
	s.AddClient(fixtures.Client{ID: "shop", Secrets: []string{"secret"}, RedirectURIs: []string{app.url + "/callback"}})
	s.ServeApp(app.url, app)
	if got, want := body(t, s.Browser().Login(app.url+"/login")), `<p>code true, error ""`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := s.RequireRequest(control.RequestFilter{Endpoint: "authorize"}).Account, s.Account(); got != want {
		t.Errorf("account: got %q, want %q", got, want)
	}
}

// TestTheExamplesRunElsewhere too, against a double that others have asked before.
func TestTheExamplesRunElsewhere(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t)
	me(t, srv.Client(), "x")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^Example", "-test.v")
	child.Env = append(os.Environ(), "SMS77MOCK_URL="+srv.URL)
	said, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if !strings.Contains(string(said), "--- PASS: Example_rotation") {
		t.Errorf("no example was run: %s", said)
	}
}
