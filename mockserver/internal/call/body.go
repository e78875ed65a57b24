package call

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// MaxBody is the most of a request's body that is read, in bytes, where nothing
// else is said.
const MaxBody = 1 << 20

// ReadBody reads the whole body of r, at most limit bytes of it. What arrived of
// a body that was broken off is returned with the error.
func ReadBody(r *http.Request, limit int64) ([]byte, *Refusal) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	if r.ContentLength > limit {
		return nil, tooLarge(limit)
	}
	body, err := readAll(http.MaxBytesReader(nil, r.Body, limit), r.ContentLength)
	if err == nil && int64(len(body)) < r.ContentLength {
		err = io.ErrUnexpectedEOF
	}
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return nil, tooLarge(limit)
	}
	if errors.Is(err, errCrowded) {
		return nil, &Refusal{Status: http.StatusServiceUnavailable, Reason: "the body was not read: " + err.Error() + "; send fewer large ones at once"}
	}
	if err != nil {
		return body, brokenOff(r, len(body), err)
	}
	return body, nil
}

// readAll reads a body whose length was announced; -1 stands for unknown.
func readAll(body io.Reader, announced int64) ([]byte, error) {
	const believed = 64 << 10 // room that is made for bytes which have not come
	if announced <= 0 || announced > believed {
		return io.ReadAll(body)
	}
	room := make([]byte, announced)
	n, err := io.ReadFull(body, room)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return room[:n], err
}

func tooLarge(limit int64) *Refusal {
	return &Refusal{
		Status: http.StatusRequestEntityTooLarge,
		Reason: fmt.Sprintf("the body is larger than %d MiB, which is all the double reads here", limit>>20),
	}
}

// brokenOff is the error of a body that did not arrive whole.
func brokenOff(r *http.Request, got int, err error) *Refusal {
	status := http.StatusBadRequest
	if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
		status = http.StatusRequestTimeout
	}
	came := fmt.Sprintf("%d bytes of the body came", got)
	if r.ContentLength >= 0 {
		came = fmt.Sprintf("%d of %d bytes of the body came", got, r.ContentLength)
	}
	return &Refusal{
		Status: status,
		Reason: fmt.Sprintf("the request was broken off: %s, then: %v", came, err),
	}
}

// ContentType returns what a request's Content-Type says to PHP, which joins
// several.
func ContentType(r *http.Request) string {
	return strings.Join(r.Header.Values("Content-Type"), ", ")
}

// ReadParameters reads the parameters of the URL and of the body, which has been
// read already, into c. They stay nil where there is nothing to read.
func ReadParameters(r *http.Request, c *Call) *Refusal {
	// A fragment has no place in a request. PHP's server drops it, Go's takes it for a part of the query.
	if query, _, _ := strings.Cut(r.URL.RawQuery, "#"); query != "" {
		if phpwire.TooManyInQuery(query) {
			return tooMany(http.StatusRequestURITooLong, "query")
		}
		c.Query = phpwire.ParseQuery(query)
	}
	if len(c.Raw) > 0 {
		contentType := ContentType(r)
		if phpwire.TooManyInBody(contentType, c.Raw) {
			return tooMany(http.StatusRequestEntityTooLarge, "body")
		}
		c.Body = phpwire.ParseBody(r.Method, contentType, c.Raw)
	}
	return nil
}

func tooMany(status int, place string) *Refusal {
	return &Refusal{
		Status: status,
		Reason: fmt.Sprintf("the %s has more than %d parameters, or a form more than %d parts, which is all the double reads", place, phpwire.MaxParameters, phpwire.MaxParts),
	}
}
