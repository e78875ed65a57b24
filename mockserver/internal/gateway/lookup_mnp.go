package gateway

import (
	"strconv"

	"example.com/sms77mock/fixtures"
)

// mnpAnswer is the network that a number is in.
type mnpAnswer struct {
	Success bool      `json:"success"`
	Code    int       `json:"code"`
	Price   money     `json:"price"`
	MNP     *mnpFacts `json:"mnp"`
}

type mnpFacts struct {
	Country                string  `json:"country"`
	Number                 string  `json:"number"`
	NationalFormat         string  `json:"national_format"`
	InternationalFormatted string  `json:"international_formatted"`
	Network                *string `json:"network"`
	MCCMNC                 string  `json:"mccmnc"`
	IsPorted               bool    `json:"isPorted"`
	NetworkType            string  `json:"network_type"`
}

func answerMNP(f finding) any {
	if f.failure != nil {
		return mnpAnswer{Code: f.code()}
	}
	return mnpAnswer{Success: true, Code: codeAccepted, Price: f.price, MNP: &mnpFacts{
		Country:                f.number.CountryISO(),
		Number:                 f.number.International(),
		NationalFormat:         f.number.National(),
		InternationalFormatted: f.number.InternationalFormatted(),
		Network:                orNull(f.carrier.Name),
		MCCMNC:                 f.carrier.MCCMNC,
		IsPorted:               f.subscriber.Ported == fixtures.Ported,
		NetworkType:            f.networkType(f.carrier),
	}}
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
