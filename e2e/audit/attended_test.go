package audit_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit/audit"
)

// sitter plays the human being of an attended audit: does what is asked with a
// browser of its own, and says what a person would see.
type sitter struct {
	base    string
	browser *http.Client
	sent    int
}

func (s *sitter) answer(_ context.Context, q control.AuditQuestion) (control.AuditAnswer, error) {
	switch q.Kind {
	case control.TaskLogin:
		jar, err := cookiejar.New(nil)
		if err != nil {
			return "", err
		}
		s.browser = &http.Client{Jar: jar, Timeout: 6 * time.Second}
		return s.saw(s.browser.Get(s.base + "/login"))
	case control.TaskAct:
		s.sent++
		return s.saw(s.submit("/send", url.Values{"to": {fmt.Sprintf("49171%07d", s.sent)}, "text": {"hi"}}))
	case control.TaskLogout:
		return s.saw(s.submit("/logout", url.Values{}))
	}
	return s.inside(), nil
}

var csrf = regexp.MustCompile(`name="csrf" value="([^"]*)"`)

// submit sends a form of the account's page.
func (s *sitter) submit(action string, fields url.Values) (*http.Response, error) {
	response, err := s.browser.Get(s.base + "/account")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if token := csrf.FindSubmatch(page); token != nil {
		fields.Set("csrf", string(token[1]))
	}
	if err != nil {
		return nil, err
	}
	return s.browser.PostForm(s.base+action, fields)
}

// saw is what a page says to a person.
func (s *sitter) saw(response *http.Response, err error) (control.AuditAnswer, error) {
	var late interface{ Timeout() bool }
	switch {
	case errors.As(err, &late) && late.Timeout():
		return control.SawNothing, nil
	case err != nil:
		return control.SawError, nil
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	switch text := string(page); {
	case err != nil || response.StatusCode == http.StatusInternalServerError:
		return control.SawError, nil
	case strings.Contains(text, "Message sent."):
		return control.SawDone, nil
	case strings.Contains(text, "The message was not sent."):
		return control.SawRefused, nil
	}
	return s.inside(), nil
}

func (s *sitter) inside() control.AuditAnswer {
	response, err := s.browser.Get(s.base + "/account")
	if err != nil {
		return control.SawOutside
	}
	response.Body.Close()
	if response.Request.URL.Path == "/account" {
		return control.SawInside
	}
	return control.SawOutside
}

// TestAttended has the scenarios judge what a person says as they judge what the
// audit's own browser sees: what is found is what the table has, but for what a
// person cannot play.
func TestAttended(t *testing.T) {
	t.Parallel()
	for _, flaw := range []string{"", "no-pkce", "denied-500", "empty-token", "old-refresh-token", "refused-refresh", "500-500", "status-is-enough", "no-revoke"} {
		t.Run(flaw, func(t *testing.T) {
			t.Parallel()
			double, site, closeBoth := serve(t, flaw)
			defer closeBoth()
			before := state(t, double)
			human := &sitter{base: site.URL}
			report, err := audit.Run(t.Context(), double, audit.App{
				Login: audit.Request{Line: site.URL + "/login"}, Act: audit.Request{Line: "/account#send"}, Logout: audit.Request{Line: "/account#logout"},
				Client: "shop", Patience: 6 * time.Second,
			}, audit.Attended(human.answer))
			if err != nil {
				t.Fatal(err)
			}
			playable := map[string]bool{}
			for i, r := range report.Results {
				played, why := r.Attended()
				playable[r.Name] = played
				if skipped := r.Verdict == audit.Skip && strings.HasSuffix(r.Why, why); !played && !skipped {
					t.Errorf("%s: got %s %s, want it skipped because %s", r.Name, r.Verdict, r.Why, why)
				} else if skipped {
					report.Results[i].Verdict = audit.Pass
				}
			}
			if got, want := found(report), inTable(t, flaw, playable); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			if after := state(t, double); after != before {
				t.Errorf("the double was left as\n%s\nand was\n%s", after, before)
			}
		})
	}
}

// inTable is what the table has of an application, as far as it is playable.
func inTable(t *testing.T, flaw string, playable map[string]bool) string {
	t.Helper()
	table, err := os.ReadFile("testdata/found.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(table)) {
		name, row, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name != flaw {
			continue
		}
		for _, one := range strings.Split(strings.TrimSpace(row), ", ") {
			if _, scenario, _ := strings.Cut(one, " "); playable[scenario] {
				list = append(list, one)
			}
		}
	}
	return strings.Join(list, ", ")
}
