package lookup

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// hlrAnswer is what the number's home location register tells.
type hlrAnswer struct {
	Status                    bool        `json:"status"`
	StatusMessage             string      `json:"status_message"`
	LookupOutcome             bool        `json:"lookup_outcome"`
	LookupOutcomeMessage      string      `json:"lookup_outcome_message"`
	InternationalFormatNumber string      `json:"international_format_number"`
	InternationalFormatted    string      `json:"international_formatted"`
	NationalFormatNumber      string      `json:"national_format_number"`
	CountryCode               string      `json:"country_code"`
	CountryName               *string     `json:"country_name"`
	CountryPrefix             any         `json:"country_prefix" types:"string,boolean"` // the prefix, or false
	CurrentCarrier            *hlrCarrier `json:"current_carrier"`
	OriginalCarrier           *hlrCarrier `json:"original_carrier"`
	ValidNumber               string      `json:"valid_number"`
	Reachable                 string      `json:"reachable"`
	Ported                    string      `json:"ported"`
	Roaming                   roaming     `json:"roaming"`
	GSMCode                   *int        `json:"gsm_code"`    // null if nothing was heard from the network
	GSMMessage                *string     `json:"gsm_message"` // likewise
}

type hlrCarrier struct {
	NetworkCode string  `json:"network_code"`
	Name        *string `json:"name"`
	Country     string  `json:"country"`
	NetworkType *string `json:"network_type"`
}

// roaming is where the number is at the moment.
type roaming struct{ fixtures.Roaming }

// Alternatives returns both ways in which it is written.
func (roaming) Alternatives() []any { return []any{notRoaming(""), hlrRoaming{}} }

// AppendJSON writes it in one of them.
func (r roaming) AppendJSON(dst []byte) ([]byte, error) {
	if r.Roaming == (fixtures.Roaming{}) {
		return phpwire.AppendJSON(dst, notRoaming("not_roaming"))
	}
	return phpwire.AppendJSON(dst, hlrRoaming{Status: "roaming", CountryCode: r.Country, NetworkCode: r.Network, NetworkName: r.Name})
}

type notRoaming string

// Values lists the one word.
func (notRoaming) Values() []string { return []string{"not_roaming"} }

type hlrRoaming struct {
	Status      string `json:"status"`
	CountryCode string `json:"roaming_country_code"`
	NetworkCode string `json:"roaming_network_code"`
	NetworkName string `json:"roaming_network_name"`
}

func answerHLR(f Finding) any {
	if f.failed() {
		valid := "unknown"
		if f.Code == codes.Recipient {
			valid = "not_valid"
		}
		return hlrAnswer{
			Status: true, StatusMessage: "success", LookupOutcomeMessage: "error", CountryPrefix: false,
			CurrentCarrier: &hlrCarrier{}, OriginalCarrier: &hlrCarrier{},
			ValidNumber: valid, Reachable: "unknown", Ported: "unknown",
		}
	}
	code, message := gsmError(f.Subscriber.Reachable)
	return hlrAnswer{
		Status: true, StatusMessage: "success", LookupOutcome: true, LookupOutcomeMessage: "success",
		InternationalFormatNumber: f.Number.E164(),
		InternationalFormatted:    f.Number.InternationalFormatted(),
		NationalFormatNumber:      f.Number.National(),
		CountryCode:               f.Number.CountryISO(),
		CountryName:               phpwire.OrNull(f.Number.CountryName()),
		CountryPrefix:             f.Number.CountryPrefix(),
		CurrentCarrier:            f.hlrCarrier(f.Carrier),
		OriginalCarrier:           f.hlrCarrier(f.Original),
		ValidNumber:               string(f.Subscriber.Valid),
		Reachable:                 string(f.Subscriber.Reachable),
		Ported:                    string(f.Subscriber.Ported),
		Roaming:                   roaming{f.Subscriber.Roaming},
		GSMCode:                   code,
		GSMMessage:                message,
	}
}

func (f Finding) hlrCarrier(c fixtures.Carrier) *hlrCarrier {
	return &hlrCarrier{NetworkCode: c.MCCMNC, Name: phpwire.OrNull(c.Name), Country: f.Number.CountryISO(), NetworkType: phpwire.OrNull(f.networkType(c))}
}

// gsmError returns the error of the mobile network (3GPP TS 29.002) that goes
// with a number's state; there is none while nothing was heard from it. Only the
// absence of an error and of any word has been seen; the others are a guess.
func gsmError(r fixtures.Reachability) (code *int, message *string) {
	say := func(code int, message string) (*int, *string) { return &code, &message }
	switch r {
	case fixtures.ReachabilityUnknown:
		return nil, nil
	case fixtures.Undeliverable:
		return say(32, "SM delivery failure")
	case fixtures.Absent:
		return say(27, "Absent subscriber")
	case fixtures.BadNumber:
		return say(1, "Unknown subscriber")
	case fixtures.Blacklisted:
		return say(9, "Illegal subscriber")
	}
	return say(0, "No error")
}
