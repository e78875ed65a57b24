package oauth

import (
	"strconv"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// sheet is a few records that were entered one after the other. Who keeps them
// elsewhere keeps a sheet at a time: most of what changes at once stands together.
type sheet [8]*record

// place returns the number of the sheet that a record stands on, and where.
func (r *record) place() (number uint64, line int) {
	const lines = uint64(len(sheet{}))
	return r.serial / lines, int(r.serial % lines)
}

// keep notes a record that is new or has changed. The lock is held.
func (b *book) keep(r *record) {
	b.recent.Note(&r.mark, r)
	number, line := r.place()
	s := b.sheets[number]
	if s == nil {
		s = new(sheet)
		b.sheets[number] = s
	}
	s[line] = r
	b.changes.Note(number, s)
}

// drop notes that a record is gone. The lock is held.
func (b *book) drop(r *record) {
	b.recent.Drop(&r.mark)
	number, line := r.place()
	s := b.sheets[number]
	if s[line] = nil; *s == (sheet{}) {
		delete(b.sheets, number)
		s = nil
	}
	b.changes.Note(number, s)
}

// writtenRecord is a record as JSON has it.
type writtenRecord struct {
	Serial   uint64            `json:"serial"`
	Kind     control.TokenKind `json:"kind"`
	Value    string            `json:"value"`
	Client   string            `json:"client"`
	Account  string            `json:"account"`
	Scope    string            `json:"scope"`
	Issued   int64             `json:"issued"` // Unix time in nanoseconds
	IssuedBy uint64            `json:"issued_by"`
	Expires  int64             `json:"expires"` // Unix time in seconds
	Preview  bool              `json:"preview"`
	Lasting  bool              `json:"lasting"` // whether it never makes room
	Reused   int               `json:"reused"`
	Ended    *struct {
		How control.TokenState `json:"how"`
		At  int64              `json:"at"` // Unix time in nanoseconds
		By  uint64             `json:"by"`
	} `json:"ended"`
	Terms *codeTerms `json:"terms"`
}

// encode writes the sheet as a list of [writtenRecord]. It is done for thousands in a
// second, which takes encoding/json five times as long.
func (s *sheet) encode() []byte {
	b := make([]byte, 0, 4096)
	for _, r := range s {
		if r != nil {
			b = r.append(append(b, ','))
		}
	}
	b[0] = '['
	return append(b, ']')
}

func (r *record) append(b []byte) []byte {
	text := func(name, value string) { b = phpwire.AppendString(append(b, name...), value) }
	number := func(name string, value int64) {
		if value != 0 {
			b = strconv.AppendInt(append(b, name...), value, 10)
		}
	}
	flag := func(name string, value bool) {
		if value {
			b = append(append(b, name...), "true"...)
		}
	}
	number(`{"serial":`, int64(r.serial))
	text(`,"kind":`, string(r.kind))
	text(`,"value":`, r.value)
	text(`,"client":`, r.clientID)
	text(`,"account":`, r.account)
	text(`,"scope":`, r.scope)
	number(`,"issued":`, r.issued.UnixNano())
	number(`,"issued_by":`, int64(r.issuedBy))
	number(`,"expires":`, r.expires)
	flag(`,"preview":`, r.preview)
	flag(`,"lasting":`, r.in == nil)
	number(`,"reused":`, int64(r.reused))
	if r.end != nil {
		text(`,"ended":{"how":`, string(r.end.how))
		number(`,"at":`, r.end.at.UnixNano())
		number(`,"by":`, int64(r.end.by))
		b = append(b, '}')
	}
	if r.code != nil {
		text(`,"terms":{"redirect_uri":`, r.code.RedirectURI)
		text(`,"code_challenge":`, r.code.Challenge)
		text(`,"code_challenge_method":`, r.code.Method)
		b = append(b, '}')
	}
	return append(b, '}')
}

// record returns the record that was written.
func (w *writtenRecord) record() *record {
	r := &record{
		serial: w.Serial, kind: w.Kind, value: w.Value, clientID: w.Client, account: w.Account, scope: w.Scope, issued: time.Unix(0, w.Issued),
		issuedBy: w.IssuedBy, expires: w.Expires, preview: w.Preview, reused: w.Reused, code: w.Terms,
	}
	if e := w.Ended; e != nil {
		r.end = &end{e.How, time.Unix(0, e.At), e.By}
	}
	return r
}
