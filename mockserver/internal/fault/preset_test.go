package fault_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/fault"
)

var update = flag.Bool("update", false, "rewrite testdata")

// proper is what the server answers at an endpoint when nothing is wrong.
func proper(endpoint string) fault.Answer {
	if endpoint == "authorize" {
		return redirect("https://acme.inc/oauth_redirect?code=9ccb478a7cbe043c1df211f1d52a6437f8756cf8&state=x%20y%26z")
	}
	return goodToken()
}

// What each preset does to a good answer is in testdata/presets.txt. After a
// change, run go test ./mockserver/internal/fault -run TestPresets -update.
func TestPresets(t *testing.T) {
	t.Parallel()
	golden := filepath.Join("testdata", "presets.txt")
	var got bytes.Buffer
	for _, endpoint := range []string{"token", "authorize"} {
		fmt.Fprintf(&got, "=== the proper answer of %s\n%s\n", endpoint, text(proper(endpoint)))
	}
	for _, p := range fixtures.Presets() {
		fmt.Fprintf(&got, "=== %s at %s\n", p.Name, p.Endpoint)
		writeEffect(t, &got, p)
	}
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	wanted := sections(string(want))
	for name, section := range sections(got.String()) {
		if section != wanted[name] {
			t.Errorf("%s: got\n%s\nwant\n%s", name, section, wanted[name])
		}
		delete(wanted, name)
	}
	for name := range wanted {
		t.Errorf("%s is in %s and nowhere else", name, golden)
	}
}

// writeEffect writes down what a preset does, and checks that it does anything.
func writeEffect(t *testing.T, w *bytes.Buffer, p fixtures.Preset) {
	t.Helper()
	_, e := take(t, control.Fault{Preset: p.Name})
	var handled fault.Answer
	if e.RunsHandler {
		handled = proper(string(p.Endpoint))
		fmt.Fprintln(w, "the request is carried out")
	}
	if e.Delay > 0 {
		fmt.Fprintln(w, "delay", e.Delay)
	}
	if e.Connection != "" {
		fmt.Fprintln(w, "connection", e.Connection)
	}
	if e.Redirects() {
		fmt.Fprintf(w, "redirect from /authorize with %q: %q\n", e.Error, e.ErrorDescription)
	}
	answer, broke := e.Apply(handled)
	if !broke {
		t.Errorf("%s finds nothing to break", p.Name)
	}
	if e.Delay == 0 && e.Connection == "" && reflect.DeepEqual(answer, proper(string(p.Endpoint))) {
		t.Errorf("%s does nothing", p.Name)
	}
	fmt.Fprintln(w, text(answer))
}

// text is an answer as it stands in testdata.
func text(a fault.Answer) string {
	if a.Status == 0 {
		return "no answer\n"
	}
	return fmt.Sprintf("%s\n%#q\n", strings.Join(head(a), "\n"), a.Body)
}

// head is the status and the headers of an answer in a fixed order.
func head(a fault.Answer) []string {
	lines := []string{strconv.Itoa(a.Status)}
	for _, name := range slices.Sorted(maps.Keys(a.Header)) {
		lines = append(lines, name+": "+strings.Join(a.Header[name], ", "))
	}
	return lines
}

func sections(golden string) map[string]string {
	found := map[string]string{}
	for section := range strings.SplitSeq(golden, "=== ") {
		if name, rest, ok := strings.Cut(section, "\n"); ok {
			found[name] = rest
		}
	}
	return found
}
