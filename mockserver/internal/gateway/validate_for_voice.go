package gateway

import (
	"fmt"
	"net/http"
	"strconv"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

func validateForVoiceEndpoints() []served {
	return []served{serve(endpoint.Endpoint{
		Methods: "GET POST", Path: "validate_for_voice", Name: "validateForVoice",
		Summary: "Have a number confirmed, so that calls may come from it.",
		Answers: answers(validationStarted{}, validationAnswer{}, validationTried{}),
	}, (*state).serveValidateForVoice)}
}

type validation struct {
	Number   string `yaml:"number" required:"true" doc:"The number."`
	Callback string `yaml:"callback" doc:"URL that is told of the outcome."`
}

// validationTried is the answer to a sandbox key, for which nobody is called.
type validationTried struct {
	Success bool `json:"success"`
}

// validationStarted is the answer when the number is being called.
type validationStarted struct {
	Success bool    `json:"success"`
	Code    string  `json:"code"` // what the person called has to enter
	Error   *string `json:"error"`
}

// validationAnswer is the answer when nobody has to be called.
type validationAnswer struct {
	ID        *int    `json:"id"`
	Sender    string  `json:"sender"`
	Formatted *string `json:"formatted_output"`
	Success   bool    `json:"success"`
	Error     string  `json:"error"`
	Voice     bool    `json:"voice"`
}

// serveValidateForVoice calls a number, so that somebody there confirms that the
// account may call from it. Whoever answers enters the right code; the magic numbers
// say who does not answer.
func (st *state) serveValidateForVoice(q *request, in *validation) (reply, error) {
	written, callback := in.Number, in.Callback
	n, ok := number.Parse(written)
	if !ok || st.world.Magic(n.E164()).Code == codes.Recipient {
		return reply{}, refuseWith(validationAnswer{Sender: written, Error: "Reception number invalid"},
			"%s; want a number such as 491716992343 that is not, by the world's magic numbers, an invalid one", q.wrong("number", written))
	}
	if c := q.account.caller(n); c != nil {
		return reply{json: validationAnswer{
			ID: &c.id, Sender: n.E164(), Formatted: phpwire.OrNull(n.InternationalFormatted()),
			Success: true, Error: "The sender ID is already saved.", Voice: true,
		}}, nil
	}
	if q.sandbox {
		return reply{json: validationTried{true}}, nil
	}
	if callback != "" {
		if err := st.mayReach(callback); err != nil {
			q.call.Reason = "the callback will not be called: " + err.Error()
		}
	}
	v := &validating{id: ids.Take(&st.ids.Validation), number: n, callback: callback, due: q.now.Add(max(st.world.Voice.Ringing, 0))}
	st.validate(q.account, v)
	return reply{json: validationStarted{Success: true, Code: fmt.Sprintf("%06d", v.id%1_000_000)}}, nil
}

// endValidation saves the number, if somebody has answered there, and returns the
// request that tells the callback of it. None is made if the account has been reset.
func (st *state) endValidation(a *account, v *validating) []webhook.Request {
	n, callback := v.number, v.callback
	if a.validations.Remove(func(other *validating) bool { return other == v }) == 0 {
		return nil // it was taken back
	}
	result := validationAnswer{Sender: n.E164(), Error: "The code was not entered."} // a guess
	if call := st.world.Magic(n.E164()).Call; call == "" || call == fixtures.Completed {
		c := a.caller(n)
		if c == nil {
			c = &caller{id: ids.Take(&st.ids.Caller), number: n}
			a.callers.Add(c, maxEntries)
		}
		result = validationAnswer{ID: &c.id, Sender: n.E164(), Formatted: phpwire.OrNull(n.InternationalFormatted()), Success: true, Voice: true}
	}
	if callback == "" {
		return nil
	}
	return []webhook.Request{{
		Account: a.Name, Event: "validate_for_voice", Method: http.MethodGet, URL: withQuery(callback, result.query()),
	}}
}

// query returns the result as the parameters of the callback.
func (v validationAnswer) query() string {
	var id, formatted string
	success := "0"
	if v.Success {
		id, formatted, success = strconv.Itoa(*v.ID), *v.Formatted, "1"
	}
	return phpwire.EncodeQuery(
		phpwire.Pair{Name: "error", Value: v.Error},
		phpwire.Pair{Name: "formatted_output", Value: formatted},
		phpwire.Pair{Name: "id", Value: id},
		phpwire.Pair{Name: "sender", Value: v.Sender},
		phpwire.Pair{Name: "success", Value: success},
		phpwire.Pair{Name: "voice", Value: success},
	)
}
