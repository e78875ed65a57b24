package phpwire

import "strings"

const (
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
	jsonType      = "application/json"
)

// ParseBody returns the parameters that the OAuth server sees in a request body: what PHP puts into $_POST, extended
// by Request::createFromGlobals of bshaffer/oauth2-server-php.
//
//   - POST: forms, urlencoded or multipart, without uploaded files. The media type ends at ";", "," or a space, and
//     its case does not matter.
//   - PUT and DELETE: urlencoded forms only, up to the first NUL byte.
//   - POST, PUT and DELETE: JSON objects; see [ParseBodyAny] for their parameters.
//
// Where the library itself looks at Content-Type, that is for JSON and for the forms of PUT and DELETE, the type must
// be spelt in lower case, and anything may follow it; the method may be in any case there, while a form is PHP's to
// read, which wants POST. Other methods, other types and broken bodies give no parameters. ParseBody never fails and
// never returns nil.
func ParseBody(method, contentType, body string) Values {
	isJSON := strings.HasPrefix(contentType, jsonType)
	if method == "POST" && !isJSON {
		return parseForm(contentType, body)
	}
	method = strings.ToUpper(method)
	switch changes := method == "PUT" || method == "DELETE"; {
	case isJSON && (changes || method == "POST"):
		return parseJSON(body)
	case changes && strings.HasPrefix(contentType, formType):
		form, _, _ := strings.Cut(body, "\x00") // where a text ends for parse_str
		return ParseQuery(form)
	}
	return Values{}
}

// ParseBodyAny returns the parameters of a form, urlencoded or multipart, or of a JSON object, whatever the request's
// method is and however its media type is capitalised. It is the reader for the gateway, whose clients send bodies
// with every method.
//
// Of JSON, only an object gives parameters. Strings are taken as they are, true is "1" and false is "", null is
// absent, numbers are printed as PHP prints them (1.50 is "1.5", 1e25 is "1.0E+25"). An array of scalars under "to"
// is the list "to[]"; the members of an object under "data" are "data[key]"; an array that holds objects or arrays is
// numbered, "data[0][key]". Nested names longer than 256 bytes are ignored.
func ParseBodyAny(contentType, body string) Values {
	if mediaType(contentType) == jsonType {
		return parseJSON(body)
	}
	return parseForm(contentType, body)
}

// ReadAlike reports whether [ParseBody] and [ParseBodyAny] read the same from a body.
func ReadAlike(method, contentType string) bool {
	return method == "POST" && strings.HasPrefix(contentType, jsonType) == (mediaType(contentType) == jsonType)
}

func parseForm(contentType, body string) Values {
	switch mediaType(contentType) {
	case formType:
		return ParseQuery(body)
	case multipartType:
		return parseMultipart(contentType, body)
	}
	return Values{}
}

// mediaType returns the part of a Content-Type that PHP compares, in lower case.
func mediaType(contentType string) string {
	if end := strings.IndexAny(contentType, ";, "); end >= 0 {
		contentType = contentType[:end]
	}
	return strings.ToLower(contentType)
}
