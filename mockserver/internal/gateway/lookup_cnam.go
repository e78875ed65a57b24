package gateway

import "strconv"

// cnamAnswer is the name that a number's owner is called by. All of it are
// strings.
type cnamAnswer struct {
	Success string `json:"success"`
	Code    string `json:"code"`
	Number  string `json:"number"`
	Name    string `json:"name"`
}

func answerCNAM(f finding) any {
	if f.failure != nil {
		return cnamAnswer{Success: "false", Code: strconv.Itoa(f.code()), Number: "+" + digitsOf(f.written)}
	}
	return cnamAnswer{Success: "true", Code: strconv.Itoa(codeAccepted), Number: f.number.International(), Name: f.subscriber.Name}
}
