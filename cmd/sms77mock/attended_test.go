package main

import (
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/control"
)

// TestAsking asks until one of the numbers comes that it offers.
func TestAsking(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	ask := asking(strings.NewReader("yes\n3\n0\n 2 \n1\n"), &out)
	q := control.AuditQuestion{Scenario: "denied", Text: "Log in.", Request: "/login", Answers: []control.AuditAnswer{control.SawInside, control.SawOutside}}
	for _, want := range []control.AuditAnswer{control.SawOutside, control.SawInside} {
		if got, err := ask(t.Context(), q); err != nil || got != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
	if got, want := out.String(), "\ndenied: Log in.\n  /login\n  1  I am logged in\n  2  I am not logged in, and a page says so or asks me to\n> > > > "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want it to begin with %q", got, want)
	}
}
