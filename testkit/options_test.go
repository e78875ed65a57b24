package testkit_test

import (
	"net/http"
	"testing"
	"testing/synctest"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestOptionsThatDoNotGoTogether fail the test, and say why.
func TestOptionsThatDoNotGoTogether(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		opts []testkit.Option
		want string
	}{
		"two worlds":                           {[]testkit.Option{testkit.WithWorld(fixtures.World{}), testkit.WithWorldFile("../fixtures/deny.yaml")}, "WithWorld and WithWorldFile"},
		"TLS in memory":                        {[]testkit.Option{testkit.TLS(), testkit.InMemory()}, "InMemory"},
		"a world with mistakes":                {[]testkit.Option{testkit.WithWorld(fixtures.World{PKCE: "maybe"})}, `"maybe"`},
		"an application nowhere":               {[]testkit.Option{testkit.WithApp("shop.example", http.NotFoundHandler())}, `"shop.example"`},
		"an application twice":                 {[]testkit.Option{testkit.WithApp("https://shop.example", http.NotFoundHandler()), testkit.WithApp("https://shop.example/shop", http.NotFoundHandler())}, "twice"},
		"an application in the double's place": {[]testkit.Option{testkit.WithApp("https://oauth.sms77.io", http.NotFoundHandler())}, "a host of its own"},
		"a URL for a host":                     {[]testkit.Option{testkit.AllowHosts("api.example.com", "https://api.example.com")}, `AllowHosts: "https://api.example.com"`},
		"a port with a host":                   {[]testkit.Option{testkit.AllowHosts("api.example.com:443")}, "without scheme, port and path"},
		"a way to a double elsewhere":          {[]testkit.Option{testkit.WithDial(control.WithToken("secret"))}, "WithDial: is for a double elsewhere: see Connect"},
		"an application of nobody":             {[]testkit.Option{testkit.WithApp("https://shop.example", nil)}, "handler is nil"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			tb.try(func() { testkit.New(tb, test.opts...) })
			tb.want(t, "testkit: ", test.want)
		})
	}
}

// TestASocketInABubbleIsRefused instead of hanging.
func TestASocketInABubbleIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tb := new(recordingT)
		tb.try(func() { testkit.New(tb) })
		tb.want(t, "testkit.InMemory()")
		if _, err := testkit.Start(); err == nil {
			t.Error("Start opens a socket in a bubble")
		}
	})
}

// TestStrictFailsForWhatLeadsNowhere has a typing error in a path.
func TestStrictFailsForWhatLeadsNowhere(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		opts []testkit.Option
		want bool
	}{
		"strict": {[]testkit.Option{testkit.InMemory(), testkit.Strict()}, true},
		"not":    {[]testkit.Option{testkit.InMemory()}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			srv := testkit.New(tb, test.opts...)
			response, err := srv.Client().Get(srv.URL + "/tokne")
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			tb.end()
			if tb.failed != test.want {
				t.Errorf("failed: got %t, want %t: %s", tb.failed, test.want, tb.said())
			}
		})
	}
}

// An option says the same each time that it is used.
func TestOptionsCanBeUsedAgain(t *testing.T) {
	world := testkit.WithWorld(fixtures.World{PKCE: fixtures.PKCERequire})
	for _, opts := range [][]testkit.Option{{world, testkit.WithDecision(fixtures.Deny)}, {world}} {
		srv := testkit.New(t, append(opts, testkit.InMemory())...)
		want := fixtures.Approve
		if len(opts) > 1 {
			want = fixtures.Deny
		}
		if got := srv.World(); got.Authorize.Decision != want || got.PKCE != fixtures.PKCERequire {
			t.Errorf("%d options: got decision %s and pkce %s, want %s and require", len(opts), got.Authorize.Decision, got.PKCE, want)
		}
	}
}

// WithDecision stands for what a world leaves out that is loaded later.
func TestDecisionOutlivesLoad(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory(), testkit.WithDecision(fixtures.Prompt))
	for _, test := range []struct{ loaded, want fixtures.Decision }{{"", fixtures.Prompt}, {fixtures.Deny, fixtures.Deny}} {
		srv.Load(fixtures.World{Authorize: fixtures.Authorize{Decision: test.loaded}})
		if got := srv.World().Authorize.Decision; got != test.want {
			t.Errorf("loaded %q: got %s, want %s", test.loaded, got, test.want)
		}
	}
}
