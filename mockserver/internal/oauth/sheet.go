package oauth

import (
	"encoding/json"
	"time"

	"example.com/sms77mock/mockserver/control"
)

// sheet is a few records that were entered one after the other. Where the state is
// kept, a sheet is written at a time: things that change together mostly came together.
type sheet [8]*record

// place returns the number of the sheet that a record stands on, and where.
func (r *record) place() (number uint64, line int) {
	const lines = uint64(len(sheet{}))
	return r.serial / lines, int(r.serial % lines)
}

// keepLocked notes a record that is new or has changed.
func (b *book) keepLocked(r *record) {
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

// dropLocked notes that a record is gone.
func (b *book) dropLocked(r *record) {
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
	IssuedBy uint64            `json:"issued_by,omitempty"`
	Expires  int64             `json:"expires,omitempty"` // Unix time in seconds
	Preview  bool              `json:"preview,omitempty"`
	Lasting  bool              `json:"lasting,omitempty"` // whether it never makes room
	Reused   int               `json:"reused,omitempty"`
	Ended    *writtenEnd       `json:"ended,omitempty"`
	Terms    *codeTerms        `json:"terms,omitempty"`
}

type writtenEnd struct {
	How control.TokenState `json:"how"`
	At  int64              `json:"at"` // Unix time in nanoseconds
	By  uint64             `json:"by,omitempty"`
}

// encode writes the sheet as a list of [writtenRecord].
func (s *sheet) encode() []byte {
	lines := make([]writtenRecord, 0, len(s))
	for _, r := range s {
		if r != nil {
			lines = append(lines, r.written())
		}
	}
	list, _ := json.Marshal(lines) // plain structs
	return list
}

func (r *record) written() writtenRecord {
	w := writtenRecord{
		Serial: r.serial, Kind: r.kind, Value: r.value, Client: r.clientID, Account: r.account, Scope: r.scope, Issued: r.issued.UnixNano(),
		IssuedBy: r.issuedBy, Expires: r.expires, Preview: r.preview, Lasting: r.in == nil, Reused: r.reused, Terms: r.code,
	}
	if e := r.end; e != nil {
		w.Ended = &writtenEnd{e.how, e.at.UnixNano(), e.by}
	}
	return w
}

// record returns the record that was written.
func (w *writtenRecord) record() *record {
	r := &record{
		serial: w.Serial, kind: w.Kind, value: w.Value, clientID: w.Client, account: w.Account, scope: w.Scope, issued: time.Unix(0, w.Issued).UTC(),
		issuedBy: w.IssuedBy, expires: w.Expires, preview: w.Preview, reused: w.Reused, code: w.Terms,
	}
	if e := w.Ended; e != nil {
		r.end = &end{e.How, time.Unix(0, e.At).UTC(), e.By}
	}
	return r
}
