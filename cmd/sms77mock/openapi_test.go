package main

import (
	"encoding/json"
	"testing"
)

// The document is printed without a server, with the URL that it will have.
func TestOpenAPI(t *testing.T) {
	t.Parallel()
	code, stdout, stderr := call(t, "openapi", "--url", "https://double.example/")
	var document struct {
		OpenAPI string
		Servers []struct{ URL string }
		Paths   map[string]any
	}
	if err := json.Unmarshal([]byte(stdout), &document); err != nil || code != 0 {
		t.Fatalf("got exit code %d, %v, %s", code, err, stderr)
	}
	if document.OpenAPI != "3.1.0" || len(document.Servers) != 1 || document.Servers[0].URL != "https://double.example" {
		t.Errorf("got openapi %q of %v", document.OpenAPI, document.Servers)
	}
	for _, path := range []string{"/token", "/api/sms", "/_mock/faults"} {
		if document.Paths[path] == nil {
			t.Errorf("the document has no %s", path)
		}
	}
}
