package gateway

import (
	"strconv"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/money"
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

func answerMNP(f finding) any {
	if f.failure != nil {
		return mnpAnswer{Code: f.code()}
	}
	facts := &mnpFacts{
		Country:                f.number.CountryISO(),
		Number:                 f.number.International(),
		NationalFormat:         f.number.National(),
		InternationalFormatted: f.number.InternationalFormatted(),
		Network:                orNull(f.carrier.Name),
		MCCMNC:                 f.carrier.MCCMNC,
	}
	if facts.Network != nil {
		ported := f.subscriber.Ported == fixtures.Ported
		facts.IsPorted, facts.NetworkType = &ported, orNull(f.networkType(f.carrier))
	}
	return mnpAnswer{Success: true, Code: codes.Accepted, Price: f.price, MNP: facts}
}

// textMNP returns the network in one word, or the code that the lookup failed
// with.
func textMNP(f finding) string {
	switch {
	case f.failure != nil:
		return strconv.Itoa(f.code())
	case f.carrier.Provider != "":
		return string(f.carrier.Provider)
	case f.number.CountryISO() != "DE":
		return string(fixtures.ProviderInternational)
	}
	return string(fixtures.ProviderNone)
}
