package lookup

import (
	"cmp"
	"strings"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// formatAnswer is what a number's digits and its prefix tell.
type formatAnswer struct {
	Success                bool    `json:"success"`
	National               string  `json:"national"`
	International          string  `json:"international"`
	InternationalFormatted string  `json:"international_formatted"`
	CountryName            *string `json:"country_name"`
	CountryCode            any     `json:"country_code" types:"string,boolean"` // the prefix, or false
	CountryISO             *string `json:"country_iso"`
	Carrier                *string `json:"carrier"`
	NetworkType            *string `json:"network_type"`
}

func answerFormat(f Finding) any { return f.format() }

func (f Finding) format() formatAnswer {
	if f.failed() {
		return formatAnswer{International: "+" + strings.TrimLeft(digitsOf(f.Written), "0"), CountryCode: false}
	}
	return formatAnswer{
		Success:                true,
		National:               f.Number.National(),
		International:          f.Number.International(),
		InternationalFormatted: f.Number.InternationalFormatted(),
		CountryName:            phpwire.OrNull(f.Number.CountryName()),
		CountryCode:            f.Number.CountryPrefix(),
		CountryISO:             phpwire.OrNull(f.Number.CountryISO()),
		Carrier:                phpwire.OrNull(cmp.Or(f.Carrier.Brand, f.Carrier.Name)),
		NetworkType:            phpwire.OrNull(f.networkType(f.Carrier)),
	}
}

// rcsAnswer is the format of a number and what its phone can do with RCS.
type rcsAnswer struct {
	formatAnswer
	Capabilities []string `json:"rcs_capabilities"`
}

func answerRCS(f Finding) any {
	return rcsAnswer{f.format(), append([]string{}, f.Subscriber.RCS...)}
}

// digitsOf returns the digits of s.
func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
