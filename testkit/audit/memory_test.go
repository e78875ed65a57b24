package audit_test

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// An audit of an application whose pages are large, and never the same, keeps few
// of them. It still finds what stood in the first ones.
func TestLargePagesAreNotKept(t *testing.T) { // alone, since it measures
	const large = 900 << 10
	padding := strings.Repeat("x", large)
	var pages, most atomic.Int64
	before := heap()
	report, err := play(t, func(s *site) {
		s.page = func(w http.ResponseWriter, status int, text string) {
			n := pages.Add(1)
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
			if n == 3 {
				text += " shop-secret"
			}
			fmt.Fprintf(w, "<p>%s</p><!-- %d %s -->", text, n, padding)
		}
	}, audit.Only("secret-stays-home", "state-tampered", "state-missing", "callback-bare", "error-text-escaped"),
		audit.Watch(func(audit.Result) { most.Store(max(most.Load(), heap()-before)) }))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := pages.Load()*large, int64(24<<20); got < want {
		t.Fatalf("the pages have %d bytes in all, want %d or more to tell something", got, want)
	}
	t.Logf("the pages have %d bytes, the audit holds %d", pages.Load()*large, most.Load())
	if got, want := most.Load(), int64(16<<20); got > want {
		t.Errorf("the audit holds %d bytes, want %d or less", got, want)
	}
	if got, want := report.Results[0].Why, "the client_secret stands in the page of GET "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want it to begin with %q", got, want)
	}
}

// heap is what is in use, in bytes.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
