package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/api"
)

// cleared is a double whose journal is cleared once after a request has come.
type cleared struct {
	double
	waits int
}

func (c *cleared) WaitForRequest(context.Context, control.RequestFilter) (control.Entry, error) {
	c.waits++
	return control.Entry{}, nil
}

func (c *cleared) Requests(control.RequestFilter) ([]control.Entry, error) {
	return entries(c.waits-1, 1), nil
}

// A wait goes on if what came has been cleared before anybody could see it.
func TestWaitOverClearing(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	api.New(&cleared{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_mock/requests/wait", http.NoBody))
	if got := w.Body.String(); w.Code != http.StatusOK || !strings.HasPrefix(got, `[{"id":1,`) {
		t.Errorf("got %d %s, want the request that came later", w.Code, got)
	}
}
