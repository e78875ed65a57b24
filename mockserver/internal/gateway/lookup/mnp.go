package lookup

import (
	"strconv"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// mnpAnswer is the network that a number is in.
type mnpAnswer struct {
	Success bool         `json:"success"`
	Code    int          `json:"code"`
	Price   money.Amount `json:"price"`
	MNP     *mnpFacts    `json:"mnp"`
}

type mnpFacts struct {
	Country                string  `json:"country"`
	Number                 string  `json:"number"`
	NationalFormat         string  `json:"national_format"`
	InternationalFormatted string  `json:"international_formatted"`
	Network                *string `json:"network"`
	MCCMNC                 string  `json:"mccmnc"`
	IsPorted               *bool   `json:"isPorted"`     // null, as the next one, where the network is unknown
	NetworkType            *string `json:"network_type"` // of the number at that network
}

func answerMNP(f Finding) any {
	if f.failed() {
		return mnpAnswer{Code: f.Code}
	}
	facts := &mnpFacts{
		Country:                f.Number.CountryISO(),
		Number:                 f.Number.International(),
		NationalFormat:         f.Number.National(),
		InternationalFormatted: f.Number.InternationalFormatted(),
		Network:                phpwire.OrNull(f.Carrier.Name),
		MCCMNC:                 f.Carrier.MCCMNC,
	}
	if facts.Network != nil {
		ported := f.Subscriber.Ported == fixtures.Ported
		facts.IsPorted, facts.NetworkType = &ported, phpwire.OrNull(f.networkType(f.Carrier))
	}
	return mnpAnswer{Success: true, Code: codes.Accepted, Price: f.Price, MNP: facts}
}

// textMNP returns the network in one word, or the code that the lookup failed
// with.
func textMNP(f Finding) string {
	switch {
	case f.failed():
		return strconv.Itoa(f.Code)
	case f.Carrier.Provider != "":
		return string(f.Carrier.Provider)
	case f.Number.CountryISO() != "DE":
		return string(fixtures.ProviderInternational)
	}
	return string(fixtures.ProviderNone)
}
