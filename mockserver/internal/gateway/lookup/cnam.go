package lookup

import (
	"strconv"

	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// cnam is what is found out about whom a number belongs to.
type cnam struct{ Finding }

func answerCNAM(f Finding) any { return cnam{f} }

// Alternatives are the two ways in which it is written.
func (cnam) Alternatives() []any { return []any{cnamAnswer{}, noCNAM{}} }

// AppendJSON writes the name, or why there is none.
func (c cnam) AppendJSON(dst []byte) ([]byte, error) {
	if c.failed() {
		return phpwire.AppendJSON(dst, noCNAM{c.Code})
	}
	return phpwire.AppendJSON(dst, cnamAnswer{
		Success: "true", Code: strconv.Itoa(codes.Accepted), Number: c.Number.International(), Name: c.Subscriber.Name,
	})
}

// cnamAnswer is the name that a number's owner is called by. All of it are
// strings.
type cnamAnswer struct {
	Success string `json:"success"`
	Code    string `json:"code"`
	Number  string `json:"number"`
	Name    string `json:"name"`
}

// noCNAM says why there is no name, in a number: clients tell it from a name by
// that type.
type noCNAM struct {
	Code int `json:"code"`
}
