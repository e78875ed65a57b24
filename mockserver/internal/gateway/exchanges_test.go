package gateway_test

import (
	"bufio"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

var update = flag.Bool("update", false, "write the answers into testdata/exchanges")

// TestExchanges plays the files in testdata/exchanges, each against a gateway of
// its own, and compares every answer byte by byte, the reason included. A file
// consists of sections:
//
//	== world         optional; a world file
//	== advance 2s    moves the clock
//	== receive FROM TEXT   lets an SMS come in
//	== TITLE         an exchange: the request line, headers, an empty line and
//	                 the body; then "-- STATUS CONTENT-TYPE" and the answer,
//	                 with a leading "|" on every line; then "? REASON"
//
// Without Authorization, X-Api-Key or Without-Token, a request has the token
// "all".
func TestExchanges(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/exchanges/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no exchanges", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			played := play(t, string(data))
			if *update {
				if err := os.WriteFile(file, []byte(played), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			compare(t, string(data), played)
		})
	}
}

// compare reports the first line in which two transcripts differ, with the
// title of its section.
func compare(t *testing.T, want, got string) {
	t.Helper()
	title := ""
	gotLines := strings.Split(got, "\n")
	for i, line := range strings.Split(want, "\n") {
		if strings.HasPrefix(line, "== ") {
			title = line
		}
		if i >= len(gotLines) || gotLines[i] != line {
			t.Fatalf("%s\nline %d: got\n%s\nwant\n%s", title, i+1, strings.Join(gotLines[min(i, len(gotLines)):min(i+1, len(gotLines))], ""), line)
		}
	}
}

// play carries out a file and returns it with the answers that came.
func play(t *testing.T, file string) string {
	t.Helper()
	head, rest, _ := strings.Cut("\n"+file, "\n== ")
	out := strings.TrimPrefix(head, "\n")
	var w *world
	var from fixtures.World
	for section := range strings.SplitSeq(rest, "\n== ") {
		title, text, _ := strings.Cut(section, "\n")
		verb, argument, _ := strings.Cut(title, " ")
		if verb == "world" {
			var err error
			if from, err = fixtures.Parse("world", []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if w == nil && verb != "world" {
			w = newWorld(t, from)
		}
		if out != "" {
			out += "\n"
		}
		out += "== " + title + "\n"
		switch verb {
		case "world":
			out += text
		case "advance":
			d, err := time.ParseDuration(argument)
			if err != nil {
				t.Fatal(err)
			}
			w.clock.Advance(d)
			out += text
		case "receive":
			sender, said, _ := strings.Cut(argument, " ")
			if _, err := w.Receive(control.Inbound{From: sender, Text: said}); err != nil {
				t.Fatal(err)
			}
			out += text
		default:
			request, _, _ := strings.Cut(text, "\n-- ")
			out += strings.TrimRight(request, "\n") + "\n" + exchange(t, w, request)
		}
	}
	return strings.TrimRight(out, "\n") + "\n"
}

// exchange sends a request and writes down the answer.
func exchange(t *testing.T, w *world, text string) string {
	t.Helper()
	head, body, _ := strings.Cut(text, "\n\n")
	line, headers, _ := strings.Cut(head, "\n")
	method, target, _ := strings.Cut(line, " ")
	r := httptest.NewRequest(method, target, strings.NewReader(strings.TrimRight(body, "\n")))
	header, err := textproto.NewReader(bufio.NewReader(strings.NewReader(headers + "\n\n"))).ReadMIMEHeader()
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	r.Header = http.Header(header)
	if r.Header.Get("Authorization") == "" && r.Header.Get("X-Api-Key") == "" && r.Header.Get("Without-Token") == "" {
		r.Header.Set("Authorization", "Bearer all")
	}
	a := w.do(r)
	out := fmt.Sprintf("-- %d %s\n", a.status, a.contentType)
	if challenge := a.header.Get("WWW-Authenticate"); challenge != "" {
		out += "WWW-Authenticate: " + challenge + "\n"
	}
	for line := range strings.SplitSeq(a.body, "\n") {
		out += "|" + line + "\n"
	}
	if a.call.Reason != "" {
		out += "? " + a.call.Reason + "\n"
	}
	if refused := a.call.Refused; refused != (a.call.Reason != "") {
		out += fmt.Sprintf("refused: %t\n", refused)
	}
	return out
}
