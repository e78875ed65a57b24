package fault

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// member is one member of a JSON object, its value as it was written.
type member struct {
	name  string
	value json.RawMessage
}

// object reads the JSON object in body, keeping order and spelling.
func object(body []byte) ([]member, bool) {
	d := json.NewDecoder(bytes.NewReader(body))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	var members []member
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		m := member{name: name.(string)}
		if d.Decode(&m.value) != nil {
			return nil, false
		}
		members = append(members, m)
	}
	return members, true
}

func write(members []member) []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + m.name + `":`)
		b.Write(m.value)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// editMember returns an edit of the named member of a JSON body. The change
// returns the members that take its place.
func editMember(name string, change func(member) []member) func(*Answer) bool {
	return func(a *Answer) bool {
		members, ok := object(a.Body)
		if !ok {
			return false
		}
		var edited []member
		found := false
		for _, m := range members {
			if m.name != name {
				edited = append(edited, m)
				continue
			}
			found = true
			edited = append(edited, change(m)...)
		}
		if found {
			a.Body = write(edited)
		}
		return found
	}
}

func without(name string) func(*Answer) bool {
	return editMember(name, func(member) []member { return nil })
}

func with(name, value string) func(*Answer) bool {
	return editMember(name, func(m member) []member { return []member{{name, json.RawMessage(value)}} })
}

func quoted(name string) func(*Answer) bool {
	return editMember(name, func(m member) []member {
		return []member{{name, json.RawMessage(`"` + string(m.value) + `"`)}}
	})
}

// scopeAsArray writes "a b" as ["a","b"].
func scopeAsArray(a *Answer) bool {
	return editMember("scope", func(m member) []member {
		list := `["` + strings.Join(scopesIn(m), `","`) + `"]`
		return []member{{"scope", json.RawMessage(list)}}
	})(a)
}

// narrowScope leaves the first scope of several.
func narrowScope(a *Answer) bool {
	several := false
	narrowed := *a
	editMember("scope", func(m member) []member {
		scopes := scopesIn(m)
		several = len(scopes) > 1
		return []member{{"scope", json.RawMessage(`"` + scopes[0] + `"`)}}
	})(&narrowed)
	if several {
		*a = narrowed
	}
	return several
}

// scopesIn returns the scopes in a member; a scope needs no escaping in JSON.
func scopesIn(m member) []string {
	return strings.Split(strings.Trim(strings.Trim(string(m.value), `"`), " "), " ")
}

// unknownFields adds members to a token answer, behind the access token.
func unknownFields(a *Answer) bool {
	return editMember("access_token", func(m member) []member {
		return []member{m,
			{"ext_expires_in", json.RawMessage(`7200`)},
			{"session_state", json.RawMessage(`{"id":"5d2b6c1e","features":["a","b"],"parent":null}`)},
		}
	})(a)
}

// good limits an edit to answers that grant what was asked for.
func good(edit func(*Answer) bool) func(*Answer) bool {
	return func(a *Answer) bool { return a.Status == http.StatusOK && edit(a) }
}

// asHTML calls the body what it is not.
func asHTML(a *Answer) bool {
	a.Header.Set("Content-Type", "text/html; charset=UTF-8")
	return true
}

// markBody puts a UTF-8 byte order mark before the body.
func markBody(a *Answer) bool {
	a.Body = append([]byte("\uFEFF"), a.Body...)
	return true
}

// cutBody leaves the first half of a JSON object or list, as a whole HTTP answer.
// Half of a number, such as a code of the gateway, would be a number.
func cutBody(a *Answer) bool {
	body := bytes.TrimLeft(a.Body, " \t\r\n")
	if !bytes.HasPrefix(body, []byte("{")) && !bytes.HasPrefix(body, []byte("[")) || !json.Valid(body) {
		return false
	}
	a.Body = a.Body[:len(a.Body)/2]
	return true
}

// tamperState puts another state into a redirect that carries one.
func tamperState(a *Answer) bool {
	return editRedirect(a, "state", func(pair string) []string { return []string{pair + "-tampered"} })
}

// dropFromRedirect takes a parameter out of a redirect that carries it.
func dropFromRedirect(name string) func(*Answer) bool {
	return func(a *Answer) bool {
		return editRedirect(a, name, func(string) []string { return nil })
	}
}

// editRedirect changes one name=value pair in the query of Location and leaves
// every other byte alone.
func editRedirect(a *Answer, name string, change func(pair string) []string) bool {
	target, query, ok := strings.Cut(a.Header.Get("Location"), "?")
	if !ok {
		return false
	}
	query, fragment, hasFragment := strings.Cut(query, "#")
	var edited []string
	found := false
	for pair := range strings.SplitSeq(query, "&") {
		key, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(key); err == nil && plain == name {
			found = true
			edited = append(edited, change(pair)...)
			continue
		}
		edited = append(edited, pair)
	}
	if !found {
		return false
	}
	location := target + "?" + strings.Join(edited, "&")
	if hasFragment {
		location += "#" + fragment
	}
	a.Header.Set("Location", location)
	return true
}
