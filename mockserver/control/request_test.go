package control_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"example.com/sms77mock/mockserver/control"
)

func TestEntryMarshalJSON(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		entry control.Entry
		want  string
	}{
		{control.Entry{}, `{
  "id": 0,
  "time": "0001-01-01T00:00:00Z",
  "endpoint": "",
  "client_id": "",
  "grant_type": "",
  "account": "",
  "method": "",
  "scheme": "",
  "host": "",
  "path": "",
  "query": {},
  "headers": {},
  "form": {},
  "status": 0,
  "response_headers": {},
  "response_body": "",
  "outcome": "",
  "reason": "",
  "duration": "0s"
}`},
		{control.Entry{
			ID: 1, Time: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC), Endpoint: "token", ClientID: "app", GrantType: "refresh_token",
			Account: "john", Method: "POST", Host: "oauth.sms77.io", Path: "/token", RawQuery: "a=1", Query: url.Values{"a": {"1"}},
			Header: http.Header{"Accept": {"*/*"}}, Form: url.Values{"b": {"2", "3"}}, Body: "b=2&b=3",
			Status: 400, ResponseHeader: http.Header{"X": {"y"}}, ResponseBody: "{}",
			Outcome: control.Refused, Duration: 1200 * time.Microsecond, Reason: "why",
		}, `{
  "id": 1,
  "time": "2026-01-31T12:00:00Z",
  "endpoint": "token",
  "client_id": "app",
  "grant_type": "refresh_token",
  "account": "john",
  "method": "POST",
  "scheme": "",
  "host": "oauth.sms77.io",
  "path": "/token",
  "raw_query": "a=1",
  "query": {
    "a": [
      "1"
    ]
  },
  "headers": {
    "Accept": [
      "*/*"
    ]
  },
  "form": {
    "b": [
      "2",
      "3"
    ]
  },
  "body": "b=2\u0026b=3",
  "status": 400,
  "response_headers": {
    "X": [
      "y"
    ]
  },
  "response_body": "{}",
  "outcome": "refused",
  "reason": "why",
  "duration": "1.2ms"
}`},
	} {
		written, err := json.Marshal(test.entry)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := json.Indent(&got, written, "", "  "); err != nil {
			t.Fatal(err)
		}
		if got.String() != test.want {
			t.Errorf("got\n%s\nwant\n%s", got.String(), test.want)
		}
	}
}

func TestEntryString(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		entry control.Entry
		want  string
	}{
		{
			control.Entry{ID: 17, Method: "GET", Path: "/nowhere", Status: 404, Outcome: control.Refused},
			"request 17: GET /nowhere: 404 refused",
		},
		{
			control.Entry{
				ID: 3, Method: "POST", Path: "/token", RawQuery: "secret=1", Body: "secret=2", ResponseBody: "secret",
				ClientID: "app", GrantType: "refresh_token", Account: "john", Status: 200, Outcome: control.Faulted, Reason: "fault slow",
				Duration: time.Second,
			},
			"request 3: POST /token: 200 faulted, client: app, grant: refresh_token, account: john, reason: fault slow",
		},
	} {
		if got := test.entry.String(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
