package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/internal/endpoint"
)

// maxWorld is the most of a world that is read.
const maxWorld = 64 << 20

// worldDoc is how messages call a world that came in a body.
const worldDoc = "world.yaml"

// world declares a route that answers with a world: in YAML if the client prefers
// that, else in JSON.
func world(at route.Route, summary string, pull func(Double, *http.Request) (fixtures.World, error)) served {
	e := declared(at, summary, endpoint.Content{endpoint.JSONType: {reflect.TypeFor[fixtures.World]()}, route.YAML: nil}, endpoint.JSON(route.Refusal{}))
	if at.InQuery() {
		e.Parameters = reflect.TypeFor[route.StateQuery]()
	} else {
		e.Parameters, e.Required, e.AlsoText = reflect.TypeFor[fixtures.World](), true, route.YAML
	}
	return served{Endpoint: e, Serve: func(s *Server, w http.ResponseWriter, r *http.Request) {
		world, err := pull(s.double, r)
		if err != nil || !prefersYAML(r.Header.Values("Accept")) {
			s.answer(w, r, func() (any, error) { return world, err })
			return
		}
		text, err := yaml.Marshal(world)
		if err != nil {
			s.answer(w, r, func() (any, error) { return nil, &failure{http.StatusInternalServerError, err} })
			return
		}
		w.Header().Set("Content-Type", route.YAML)
		w.Header().Set("Cache-Control", "no-store")
		w.Write(text)
	}}
}

// prefersYAML reports whether a client would rather have YAML than JSON, by the
// qualities that it gives them (RFC 9110, section 12.5.1). Of equal ones JSON wins,
// unless YAML alone is named, beside a wildcard.
func prefersYAML(accept []string) bool {
	var yaml, json, others float64
	named := false // whether JSON is
	for entry := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		mediaType, parameters, _ := mime.ParseMediaType(entry)
		quality, err := strconv.ParseFloat(parameters["q"], 64)
		if err != nil {
			quality = 1 // unless given
		}
		switch {
		case strings.HasSuffix(mediaType, "yaml"):
			yaml = max(yaml, quality)
		case strings.HasSuffix(mediaType, "json"):
			json, named = max(json, quality), true
		case strings.HasSuffix(mediaType, "/*"):
			others = max(others, quality)
		}
	}
	if !named {
		json = others
	}
	return yaml > json || yaml > 0 && yaml == json && !named
}

func readWorld(d Double, r *http.Request) (fixtures.World, error) {
	var q route.StateQuery
	if r.ContentLength != 0 {
		return fixtures.World{}, errors.New("GET /_mock/world takes no body; put it into the query")
	}
	if err := readQuery(r, &q); err != nil {
		return fixtures.World{}, err
	}
	if q.State == route.Now {
		return d.State()
	}
	return d.World()
}

func loadWorld(d Double, r *http.Request) (fixtures.World, error) {
	document, isJSON, err := worldIn(r)
	if err != nil {
		return fixtures.World{}, err
	}
	if len(bytes.TrimSpace(document)) == 0 {
		return fixtures.World{}, errors.New("the body is empty: want a world in YAML or JSON; {} is that of the documentation")
	}
	var w fixtures.World
	if isJSON {
		w, err = fixtures.ParseJSON(document)
	} else {
		w, err = fixtures.Parse(worldDoc, document)
	}
	if err != nil {
		return fixtures.World{}, err
	}
	if err := d.Load(w.WithDocumented()); err != nil {
		return fixtures.World{}, err
	}
	return d.World()
}

func mergeWorld(d Double, r *http.Request) (fixtures.World, error) {
	document, _, err := worldIn(r)
	if err != nil {
		return fixtures.World{}, err
	}
	return d.Merge(string(document)) // JSON is YAML
}

// worldIn returns the document in the body of a request, and whether it is JSON.
func worldIn(r *http.Request) (document []byte, isJSON bool, err error) {
	if r.URL.RawQuery != "" {
		return nil, false, errors.New(r.Method + " /_mock/world takes no parameters in the query; put them into the body")
	}
	text, err := bodyOf(r, maxWorld)
	if err != nil {
		return nil, false, err
	}
	document = []byte(text)
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return document, strings.HasSuffix(mediaType, "json") || json.Valid(document), nil
}
