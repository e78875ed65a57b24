package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"

	"example.com/sms77mock/internal/route"
)

// writeJSON writes an answer. If it cannot be written as JSON, the answer is 500 and
// says so. That has to be known before the first byte is sent, so an answer that is
// too long to keep is encoded twice. Once the context of the request is over, the
// client has gone, or has but closed its side of the connection and reads on: it is
// encoded as it is written, which ends at the first write that fails.
func writeJSON(ctx context.Context, w http.ResponseWriter, status int, value any) {
	body := beginning{ctx: ctx}
	err := encode(&body, value)
	over := ctx.Err() != nil
	if err != nil && !over {
		status, value, body = http.StatusInternalServerError, route.Refusal{Error: "the answer cannot be written as JSON: " + err.Error()}, beginning{ctx: ctx}
		encode(&body, value) // one string
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if body.more || over {
		encode(w, value) // an error is the client's, who has gone
		return
	}
	w.Write(body.Bytes()) // likewise
}

// maxKept is how much of an answer is kept as a whole, in bytes.
const maxKept = 1 << 20

// beginning keeps what is written to it, unless that is too much.
type beginning struct {
	bytes.Buffer
	ctx  context.Context // nothing is kept once it is over
	more bool            // whether it was too much, and nothing is kept
}

func (b *beginning) Write(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	if b.more = b.more || b.Len()+len(p) > maxKept; b.more {
		b.Buffer = bytes.Buffer{}
		return len(p), nil
	}
	return b.Buffer.Write(p)
}

// encode writes a value as JSON, a list entry by entry.
func encode(w io.Writer, value any) error {
	var entry bytes.Buffer
	encoder := json.NewEncoder(&entry)
	encoder.SetEscapeHTML(false)
	list := reflect.ValueOf(value)
	_, written := value.(json.Marshaler) // by itself
	if written || list.Kind() != reflect.Slice || list.Len() == 0 {
		if err := encoder.Encode(value); err != nil {
			return err
		}
		_, err := w.Write(entry.Bytes())
		return err
	}
	between := "["
	for i := range list.Len() {
		entry.Reset()
		entry.WriteString(between)
		if err := encoder.Encode(list.Index(i).Addr().Interface()); err != nil {
			return err
		}
		entry.Truncate(entry.Len() - 1) // the encoder ends a line
		if _, err := w.Write(entry.Bytes()); err != nil {
			return err
		}
		between = ","
	}
	_, err := io.WriteString(w, "]\n")
	return err
}
