package api

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/endpoint"
)

func answerAudit(d Double, r *http.Request, reply control.AuditReply) (control.Audit, error) {
	return d.AnswerAudit(number(r), reply)
}

// reportQuery chooses the format of a report.
type reportQuery struct {
	Format reportFormat `yaml:"format" doc:"json unless given."`
}

// reportFormat is how a report is written.
type reportFormat string

// Values lists the formats.
func (reportFormat) Values() []string { return slices.Sorted(maps.Keys(reportTypes)) }

// reportTypes are the media type and the ending of a file of each format. The map
// is only read.
var reportTypes = map[string]struct{ mediaType, ending string }{
	"json":     {"application/json", "json"},
	"junit":    {"application/xml", "xml"},
	"markdown": {"text/markdown", "md"},
	"text":     {"text/plain", "txt"},
}

// auditReport declares the route of the reports, which are files to download.
func auditReport(at route.Route, summary string) served {
	content := endpoint.Content{}
	for _, as := range reportTypes {
		content[as.mediaType] = nil
	}
	content[endpoint.JSONType] = []reflect.Type{reflect.TypeFor[any]()}
	e := declared(at, summary, content, endpoint.JSON(route.Refusal{}))
	e.Parameters = reflect.TypeFor[reportQuery]()
	return served{Endpoint: e, Serve: func(s *Server, w http.ResponseWriter, r *http.Request) {
		q := reportQuery{Format: "json"}
		var body bytes.Buffer
		if err := readReport(s.double, r, e, &q, &body); err != nil {
			s.answer(w, r, func() (any, error) { return nil, err })
			return
		}
		as := reportTypes[string(q.Format)]
		w.Header().Set("Content-Type", as.mediaType+"; charset=utf-8")
		w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="audit-%d.%s"`, number(r), as.ending))
		w.Header().Set("Cache-Control", "no-store")
		w.Write(body.Bytes())
	}}
}

func readReport(d Double, r *http.Request, e endpoint.Endpoint, q *reportQuery, into io.Writer) error {
	if err := read(r, e, q); err != nil {
		return err
	}
	if _, ok := reportTypes[string(q.Format)]; !ok {
		return errors.New("format: " + strconv.Quote(string(q.Format)) + ": " + choice.Want(string(q.Format), q.Format.Values()))
	}
	return d.AuditReport(number(r), string(q.Format), into)
}
