package web

import "testing"

// FuzzLanguage prefers a language by any header: it is one that there is.
func FuzzLanguage(f *testing.F) {
	f.Add("de-DE,de;q=0.9,en;q=0.8")
	f.Add("en;q=nan, DE;q=1e309")
	f.Add(";q=,*;,,-")
	f.Fuzz(func(t *testing.T, accept string) {
		if got := preferredLanguage([]string{accept}); got != english && got != german {
			t.Errorf("got %q", got)
		}
	})
}
