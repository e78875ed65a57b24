package gateway

import (
	"fmt"
	"mime"
	"path"
	"strconv"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// fillRCS fills in the recipient and the content of an RCS message that comes in.
func (st *state) fillRCS(m *inbound, in control.Inbound) (err error) {
	if m.to, err = st.agent(in.To); err != nil {
		return fmt.Errorf("to: %q: want the id of one of gateway.agents", in.To)
	}
	if _, _, ok := fixtures.ParseLocation(in.Location); in.Location != "" && !ok {
		return fmt.Errorf("location: %q: want latitude and longitude, such as 54.32,10.13", in.Location)
	}
	m.consistOf(rich{in.Postback, in.Location, in.File})
	return nil
}

// rich is what an RCS message has in place of a text, or beside it.
type rich struct {
	postback string // of the suggestion that was chosen
	location string // a place
	file     string // URL of a file
}

// consistOf fills in what an RCS message consists of: a text, an answer to a
// suggestion, a place or a file.
func (m *inbound) consistOf(r rich) {
	m.rich = r
	switch {
	case r.location != "":
		m.text = r.location
		north, east, _ := fixtures.ParseLocation(r.location)
		m.content = content("location", fields{{"latitude", north}, {"longitude", east}})
	case r.file != "":
		m.text = r.file
		m.content = userFile(r.file)
	case r.postback != "":
		m.content = content("suggestion_response", fields{{"postbackData", r.postback}, {"text", m.text}, {"type", "REPLY"}})
	default:
		m.content = content("text", m.text)
	}
}

// content returns the members of a message's data that tell what it consists of.
func content(kind string, value any) fields {
	return fields{{"content_type", kind}, {kind, value}}
}

// fileSize stands for the size of a file, which is not fetched.
const fileSize = 1024

// userFile returns the content of a message that is a file. A picture has a
// thumbnail, here the picture itself.
func userFile(url string) fields {
	address, _, _ := strings.Cut(requested(url), "?")
	kind, _, _ := strings.Cut(mime.TypeByExtension(path.Ext(address)), ";")
	if kind == "" {
		kind = "application/octet-stream"
	}
	file := fields{{"fileSizeBytes", fileSize}, {"fileUri", url}, {"mimeType", kind}}
	value := fields{{"payload", append(fields{{"fileName", path.Base(address)}}, file...)}}
	if strings.HasPrefix(kind, "image/") {
		value = append(value, field{"thumbnail", file})
	}
	return content("user_file", value)
}

// rcsInbound tells of an RCS message that came in. It has the foreign_id of the
// message that it answers, if there is one.
func rcsInbound(m *inbound) event {
	id, _ := strconv.Atoi(m.id)
	data := fields{{"id", id}, {"sender", m.from}, {"time", m.at.Unix()}, {"message_type", "RCS"}}
	data = append(append(data, m.content...), field{"agent_id", m.to}).withForeignID(m.foreignID)
	return event{kind: fixtures.HookRCS, timestamp: m.at.Format(zonedForm), data: data, own: m.to}
}
