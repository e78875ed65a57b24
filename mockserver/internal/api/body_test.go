package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/api"
)

// A body that is compressed is refused in words, not as broken JSON or YAML.
func TestCompressedBody(t *testing.T) {
	t.Parallel()
	for _, route := range []string{"POST /_mock/faults", "POST /_mock/reset", "PUT /_mock/world", "PATCH /_mock/world"} {
		method, path, _ := strings.Cut(route, " ")
		r := httptest.NewRequest(method, path, strings.NewReader("\x1f\x8b"))
		r.Header.Set("Content-Encoding", "gzip")
		w := httptest.NewRecorder()
		api.New(double{}).ServeHTTP(w, r)
		if want := `Content-Encoding: \"gzip\": want the body as it is, not compressed`; w.Code != http.StatusUnsupportedMediaType || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: got %d %s, want %s", route, w.Code, w.Body, want)
		}
	}
}
