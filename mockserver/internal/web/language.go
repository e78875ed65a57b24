package web

import (
	"net/http"
	"strconv"
	"strings"
)

// language is a language that a page is written in, as an HTML lang attribute
// names it.
type language string

const (
	english language = "en"
	german  language = "de"
)

// languageOf returns the language of a page for the browser that asks for it, and
// says that the answer depends on that.
func languageOf(w http.ResponseWriter, r *http.Request) language {
	w.Header().Add("Vary", "Accept-Language")
	return preferredLanguage(r.Header.Values("Accept-Language"))
}

// preferredLanguage returns the language that an Accept-Language header likes
// best (RFC 9110, section 12.5.4), English unless German is preferred.
func preferredLanguage(accept []string) language {
	best, weight := english, 0.0
	for range_ := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		tag, parameters, _ := strings.Cut(range_, ";")
		primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if q := quality(parameters); q > weight && (primary == string(english) || primary == string(german)) {
			best, weight = language(primary), q
		}
	}
	return best
}

// quality reads the weight of a language: 1 unless given, 0 if it makes no sense.
func quality(parameters string) float64 {
	value, given := strings.CutPrefix(strings.TrimSpace(parameters), "q=")
	if !given {
		return 1
	}
	q, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return 0
	}
	return q
}
