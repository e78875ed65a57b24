package testkit

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"example.com/sms77mock/mockserver/control"
)

// HAR returns the journal as an HTTP archive (HAR 1.2), which browsers' network
// panels open. It has everything as it was sent, secrets and tokens too; the
// reason for an answer is the entry's comment.
func (s *Server) HAR() []byte {
	s.tb.Helper()
	archive := harFile{Log: harLog{Version: "1.2", Creator: harCreator{"sms77mock", s.Health().Version}, Entries: []harEntry{}}}
	for _, e := range s.Requests(control.RequestFilter{}) {
		archive.Log.Entries = append(archive.Log.Entries, newHAREntry(e))
	}
	data, err := json.MarshalIndent(archive, "", "  ")
	s.check("HAR", err)
	return data
}

type harFile struct {
	Log harLog `json:"log"`
}

type harLog struct {
	Version string     `json:"version"`
	Creator harCreator `json:"creator"`
	Entries []harEntry `json:"entries"`
}

type harCreator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type harEntry struct {
	Started  string      `json:"startedDateTime"`
	Time     float64     `json:"time"` // milliseconds
	Request  harRequest  `json:"request"`
	Response harResponse `json:"response"`
	Cache    struct{}    `json:"cache"`
	Timings  harTimings  `json:"timings"`
	Comment  string      `json:"comment,omitempty"`
}

type harRequest struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []harPair `json:"cookies"`
	Headers     []harPair `json:"headers"`
	Query       []harPair `json:"queryString"`
	Body        *harPost  `json:"postData,omitempty"`
	HeadersSize int       `json:"headersSize"` // -1: not known
	BodySize    int       `json:"bodySize"`
}

type harResponse struct {
	Status      int       `json:"status"` // 0: there was no answer
	StatusText  string    `json:"statusText"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []harPair `json:"cookies"`
	Headers     []harPair `json:"headers"`
	Content     harAnswer `json:"content"`
	RedirectURL string    `json:"redirectURL"`
	HeadersSize int       `json:"headersSize"`
	BodySize    int       `json:"bodySize"`
}

type harPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type harPost struct {
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
}

type harAnswer struct {
	Size     int    `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
}

type harTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

func newHAREntry(e control.Entry) harEntry {
	took := float64(e.Duration) / float64(time.Millisecond)
	u := url.URL{Scheme: e.Scheme, Host: e.Host, Path: e.Path, RawQuery: e.RawQuery}
	entry := harEntry{
		Started: e.Time.Format(time.RFC3339Nano), Time: took, Timings: harTimings{Wait: took}, Comment: e.Reason,
		Request: harRequest{
			Method: e.Method, URL: u.String(), HTTPVersion: "HTTP/1.1", Cookies: []harPair{},
			Headers: harPairs(e.Header), Query: harPairs(e.Query), HeadersSize: -1, BodySize: len(e.Body),
		},
		Response: harResponse{
			Status: e.Status, StatusText: http.StatusText(e.Status), HTTPVersion: "HTTP/1.1", Cookies: []harPair{},
			Headers: harPairs(e.ResponseHeader), RedirectURL: e.ResponseHeader.Get("Location"), HeadersSize: -1, BodySize: len(e.ResponseBody),
			Content: harAnswer{len(e.ResponseBody), e.ResponseHeader.Get("Content-Type"), e.ResponseBody},
		},
	}
	if e.Body != "" {
		entry.Request.Body = &harPost{MimeType: e.Header.Get("Content-Type"), Text: e.Body}
	}
	return entry
}

// harPairs lists names and values, the names in alphabetical order.
func harPairs[M ~map[string][]string](values M) []harPair {
	pairs := []harPair{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			pairs = append(pairs, harPair{name, value})
		}
	}
	return pairs
}
