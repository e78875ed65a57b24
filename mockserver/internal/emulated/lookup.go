package emulated

import "example.com/sms77mock/mockserver/internal/openapi"

func lookupRoutes() []openapi.Route {
	answers := types(
		of[formatAnswer](), of[rcsAnswer](), of[mnpAnswer](), of[hlrAnswer](), of[cnamAnswer](),
		of[[]formatAnswer](), of[[]rcsAnswer](), of[[]mnpAnswer](), of[[]hlrAnswer](), of[[]cnamAnswer](),
	)
	lookup := endpoint{path: "lookup", answers: answers}
	lookupOf := endpoint{path: "lookup/{type:format|hlr|mnp|cnam|rcs}", answers: answers}
	return append(
		lookup.both("lookup", "Find out about numbers: an object for one, a list for several.", of[lookupQuery]()),
		lookupOf.both("lookupOf", "Find out about numbers what the path says.", of[lookupQuery]())...,
	)
}

type lookupQuery struct {
	Type       string `yaml:"type" doc:"format, hlr, mnp, cnam or rcs. The path beats it."`
	Number     string `yaml:"number" required:"true" doc:"Numbers, between commas."`
	answerForm `yaml:",inline"`
}

type formatAnswer struct {
	Success                bool    `json:"success"`
	National               string  `json:"national"`
	International          string  `json:"international"`
	InternationalFormatted string  `json:"international_formatted"`
	CountryName            *string `json:"country_name"`
	CountryCode            any     `json:"country_code"` // a string, or false
	CountryISO             *string `json:"country_iso"`
	Carrier                *string `json:"carrier"`
	NetworkType            *string `json:"network_type"`
}

type rcsAnswer struct {
	formatAnswer
	Capabilities []string `json:"rcs_capabilities"`
}

type mnpAnswer struct {
	Success bool      `json:"success"`
	Code    int       `json:"code"`
	Price   float64   `json:"price"`
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

type hlrAnswer struct {
	Status                    bool        `json:"status"`
	StatusMessage             string      `json:"status_message"`
	LookupOutcome             bool        `json:"lookup_outcome"`
	LookupOutcomeMessage      string      `json:"lookup_outcome_message"`
	InternationalFormatNumber string      `json:"international_format_number"`
	InternationalFormatted    string      `json:"international_formatted"`
	NationalFormatNumber      string      `json:"national_format_number"`
	CountryCode               string      `json:"country_code"`
	CountryName               string      `json:"country_name"`
	CountryPrefix             string      `json:"country_prefix"`
	CurrentCarrier            *hlrCarrier `json:"current_carrier"`
	OriginalCarrier           *hlrCarrier `json:"original_carrier"`
	ValidNumber               string      `json:"valid_number"`
	Reachable                 string      `json:"reachable"`
	Ported                    string      `json:"ported"`
	Roaming                   any         `json:"roaming"` // not_roaming, or an object
	GSMCode                   string      `json:"gsm_code"`
	GSMMessage                string      `json:"gsm_message"`
}

type hlrCarrier struct {
	NetworkCode string  `json:"network_code"`
	Name        *string `json:"name"`
	Country     string  `json:"country"`
	NetworkType string  `json:"network_type"`
}

// cnamAnswer has nothing but strings.
type cnamAnswer struct {
	Success string `json:"success"`
	Code    string `json:"code"`
	Number  string `json:"number"`
	Name    string `json:"name"`
}
