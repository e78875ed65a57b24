package journal

// What an entry takes besides its text, about, in bytes.
const (
	entryOverhead = 600 // the entry itself
	nameOverhead  = 100 // a header or a parameter in a map
	valueOverhead = 16  // one of its values
)

// weight is about how many bytes an entry takes, with everything that it keeps.
func (k *weighed) weight() int {
	return entryOverhead + k.request +
		len(k.ClientID) + len(k.GrantType) + len(k.Account) + len(k.Method) + len(k.Host) + len(k.Path) +
		len(k.RawQuery) + len(k.Body) + len(k.ResponseBody) + len(k.Reason) + weightOf(k.ResponseHeader)
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
