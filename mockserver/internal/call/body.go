package call

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// MaxBody is the most of a request's body that is read, in bytes, where nothing
// else is said.
const MaxBody = 1 << 20

// ReadBody reads the whole body of r, and refuses one of more than limit bytes. What
// arrived of a body that was broken off is returned with the refusal.
func ReadBody(r *http.Request, limit int64) (string, *Refusal) {
	if r.Body == nil || r.Body == http.NoBody {
		return "", nil
	}
	if r.ContentLength > limit {
		return "", tooLarge(limit)
	}
	read := readLong
	if r.ContentLength > 0 && r.ContentLength <= smallBody {
		read = readSmall
	}
	body, err := read(http.MaxBytesReader(nil, r.Body, limit), r.ContentLength, visitorOf(r))
	if err == nil && int64(len(body)) < r.ContentLength {
		err = io.ErrUnexpectedEOF
	}
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return "", tooLarge(limit)
	}
	if errors.Is(err, errCrowded) {
		return "", &Refusal{Status: http.StatusServiceUnavailable, Reason: "the body was not read: " + err.Error() + "; send fewer large ones at once"}
	}
	if err != nil {
		return body, brokenOff(r, len(body), err)
	}
	return body, nil
}

// readSmall reads a body of an announced length.
func readSmall(body io.Reader, announced int64, v *visitor) (string, error) {
	if announced > tinyBody {
		if err := v.enter(smallBodies, announced); err != nil {
			return "", err
		}
	}
	read := make([]byte, announced)
	n, err := io.ReadFull(body, read)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return string(read[:n]), err
}

// readLong reads a body of an announced length, -1 for unknown. A length that is only
// announced costs nothing: memory and room for all of it are taken when [smallBody]
// bytes have come. They are not copied again in the end.
func readLong(body io.Reader, announced int64, v *visitor) (string, error) {
	var text strings.Builder
	piece := make([]byte, 512)
	for {
		n, err := body.Read(piece)
		text.Write(piece[:n])
		switch came := text.Len(); {
		case err == io.EOF:
			return text.String(), nil
		case err != nil:
			return text.String(), err
		case came >= smallBody:
			if err := v.enter(largeBodies, cmp.Or(max(announced, 0), unknownBody)); err != nil {
				return text.String(), err
			}
			text.Grow(max(int(announced)-came, 0))
		case came >= tinyBody:
			if err := v.enter(smallBodies, smallBody); err != nil {
				return text.String(), err
			}
			if len(piece) < tinyBody {
				piece = make([]byte, 8*tinyBody)
			}
		}
	}
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
	came := plural.Of(got, "bytes of the body") + " came"
	if r.ContentLength >= 0 {
		came = fmt.Sprintf("%d of %s came", got, plural.Of(int(r.ContentLength), "bytes of the body"))
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
