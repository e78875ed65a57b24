package audit_test

import (
	"os"
	"path/filepath"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// FuzzLoad reads any file of an application: it is refused, or can be checked.
func FuzzLoad(f *testing.F) {
	f.Add("login: http://127.0.0.1:3000/login\naccounts: [john, jane]\npatience: 5s\n")
	f.Add("login: {method: POST, url: /x, body: a=b}\ninside: GET /account\nact: '/a#b c={number}'\n")
	f.Add("login: &a [*a]\nexpected_failures: {x: ''}\n")
	path := filepath.Join(f.TempDir(), "app.yaml")
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if app, err := audit.Load(path); err == nil {
			_ = app.Check() // whether it is sound does not matter
		}
	})
}
