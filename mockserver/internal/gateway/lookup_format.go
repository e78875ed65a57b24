package gateway

import "strings"

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

func answerFormat(f finding) any { return f.format() }

func (f finding) format() formatAnswer {
	if f.failure != nil {
		return formatAnswer{International: "+" + strings.TrimLeft(digitsOf(f.written), "0"), CountryCode: false}
	}
	brand := f.carrier.Brand
	if brand == "" {
		brand = f.carrier.Name
	}
	return formatAnswer{
		Success:                true,
		National:               f.number.National(),
		International:          f.number.International(),
		InternationalFormatted: f.number.InternationalFormatted(),
		CountryName:            orNull(f.number.CountryName()),
		CountryCode:            f.number.CountryPrefix(),
		CountryISO:             orNull(f.number.CountryISO()),
		Carrier:                orNull(brand),
		NetworkType:            orNull(f.networkType(f.carrier)),
	}
}

// rcsAnswer is the format of a number and what its phone can do with RCS.
type rcsAnswer struct {
	formatAnswer
	Capabilities []string `json:"rcs_capabilities"`
}

func answerRCS(f finding) any {
	return rcsAnswer{f.format(), append([]string{}, f.subscriber.RCS...)}
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
