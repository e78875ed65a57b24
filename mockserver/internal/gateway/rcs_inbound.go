package gateway

import (
	"fmt"
	"mime"
	"path"
	"strconv"
	"strings"

	"example.com/sms77mock/mockserver/control"
)

// fillRCS fills in the recipient and the content of an RCS message that comes in:
// a text, an answer to a suggestion, a place or a file.
func (st *state) fillRCS(m *inbound, in control.Inbound) (err error) {
	if m.to, err = st.agent(in.To); err != nil {
		return fmt.Errorf("to: %q: want the id of one of gateway.agents", in.To)
	}
	switch {
	case in.Location != "":
		m.text = in.Location
		m.content, err = location(in.Location)
	case in.File != "":
		m.text = in.File
		m.content = userFile(in.File)
	case in.Postback != "":
		m.content = content("suggestion_response", fields{{"postbackData", in.Postback}, {"text", in.Text}, {"type", "REPLY"}})
	default:
		m.content = content("text", in.Text)
	}
	return err
}

// content returns the members of a message's data that tell what it consists of.
func content(kind string, value any) fields {
	return fields{{"content_type", kind}, {kind, value}}
}

func location(place string) (fields, error) {
	latitude, longitude, _ := strings.Cut(place, ",")
	north, err := strconv.ParseFloat(strings.TrimSpace(latitude), 64)
	east, err2 := strconv.ParseFloat(strings.TrimSpace(longitude), 64)
	if err != nil || err2 != nil {
		return nil, fmt.Errorf("location: %q: want latitude and longitude, such as 54.32,10.13", place)
	}
	return content("location", fields{{"latitude", north}, {"longitude", east}}), nil
}

// fileSize stands for the size of a file, which is not fetched.
const fileSize = 1024

// userFile returns the content of a message that is a file. A picture has a
// thumbnail, here the picture itself.
func userFile(url string) fields {
	kind, _, _ := strings.Cut(mime.TypeByExtension(path.Ext(url)), ";")
	if kind == "" {
		kind = "application/octet-stream"
	}
	file := fields{{"fileSizeBytes", fileSize}, {"fileUri", url}, {"mimeType", kind}}
	value := fields{{"payload", append(fields{{"fileName", path.Base(url)}}, file...)}}
	if strings.HasPrefix(kind, "image/") {
		value = append(value, field{"thumbnail", file})
	}
	return content("user_file", value)
}

// rcsInbound tells of an RCS message that came in.
func rcsInbound(m *inbound) event {
	id, _ := strconv.Atoi(m.id)
	data := fields{{"id", id}, {"sender", m.from}, {"time", m.at.Unix()}, {"message_type", "RCS"}}
	data = append(append(data, m.content...), field{"agent_id", m.to})
	return event{kind: eventRCS, timestamp: m.at.Format(zonedForm), data: data, numbers: []string{m.to}}
}
