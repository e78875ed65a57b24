package journal

import (
	"example.com/sms77mock/mockserver/control"
)

// What an entry takes besides its text, about, in bytes.
const (
	entryOverhead = 600 // the entry itself
	nameOverhead  = 100 // a header or a parameter in a map
	valueOverhead = 16  // one of its values
)

// weight is about how many bytes an entry takes, with everything that it keeps.
func weight(e *control.Entry) int {
	return entryOverhead +
		len(e.ClientID) + len(e.GrantType) + len(e.Account) + len(e.Method) + len(e.Host) + len(e.Path) +
		len(e.RawQuery) + len(e.Body) + len(e.ResponseBody) + len(e.Reason) +
		weightOf(e.Query) + weightOf(e.Form) + weightOf(e.Header) + weightOf(e.ResponseHeader)
}

func weightOf[M ~map[string][]string](m M) int {
	bytes := 0
	for name, values := range m {
		bytes += nameOverhead + len(name)
		for _, value := range values {
			bytes += valueOverhead + len(value)
		}
	}
	return bytes
}
