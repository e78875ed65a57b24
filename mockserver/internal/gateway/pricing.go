package gateway

import (
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

func pricingEndpoints() []served {
	return []served{serve(endpoint.Endpoint{
		Methods: "GET POST", Path: "pricing", Name: "pricing", ReadOnly: true,
		Summary: "What an SMS costs, by country and network.", Answers: answers(priceList{}),
	}, (*state).servePricing)}
}

type pricingQuery struct {
	Country string `yaml:"country" doc:"ISO 3166-1 alpha-2 code; all countries unless given."`
	Format  string `yaml:"format" doc:"csv for text; json unless given."`
}

// priceList is the price list in JSON, in the order of 2023.
type priceList struct {
	CountCountries int            `json:"countCountries"`
	CountNetworks  int            `json:"countNetworks"`
	Countries      []priceCountry `json:"countries"`
}

type priceCountry struct {
	Code     string         `json:"countryCode"`
	Name     string         `json:"countryName"`
	Prefix   string         `json:"countryPrefix"`
	Networks []priceNetwork `json:"networks"`
}

type priceNetwork struct {
	MCC      string             `json:"mcc"`
	MNCs     []string           `json:"mncs" nullable:"true"` // null if there are none
	Name     *string            `json:"networkName"`
	Features []fixtures.Feature `json:"features"`
	Comment  string             `json:"comment"`
	Price    money.Amount       `json:"price"`
}

// servePricing tells what an SMS costs, in one country or in all.
func (st *state) servePricing(_ *request, in *pricingQuery) (reply, error) {
	var countries []fixtures.Country
	for _, c := range st.world.Countries {
		if in.Country == "" || strings.EqualFold(c.Code, in.Country) {
			countries = append(countries, c)
		}
	}
	if in.Format == "csv" {
		return reply{text: st.priceCSV(countries)}, nil
	}
	return reply{json: newPriceList(countries)}, nil
}

func newPriceList(countries []fixtures.Country) priceList {
	list := priceList{CountCountries: len(countries), Countries: []priceCountry{}}
	for _, c := range countries {
		country := priceCountry{Code: c.Code, Name: c.Name, Prefix: c.Prefix, Networks: []priceNetwork{}}
		for _, n := range c.Networks {
			country.Networks = append(country.Networks, priceNetwork{
				MCC: n.MCC, MNCs: n.MNCs, Name: phpwire.OrNull(n.Name),
				Features: append([]fixtures.Feature{}, n.Features...), Comment: n.Comment, Price: money.Configured(n.Price),
			})
		}
		list.CountNetworks += len(c.Networks)
		list.Countries = append(list.Countries, country)
	}
	return list
}

// priceCSV returns the price list with a line for each network. The header is
// the documented one; in recordings of the real server the price stands last all
// the same.
func (st *state) priceCSV(countries []fixtures.Country) string {
	var csv strings.Builder
	line := func(values ...string) {
		for i, v := range values {
			values[i] = quoted(v)
		}
		csv.WriteString(strings.Join(values, ";") + "\n")
	}
	line("countryCode", "countryName", "countryPrefix", "mcc", "mnc", "networkName", "price", "features", "comment")
	for _, c := range countries {
		for _, n := range c.Networks {
			var features []string
			for _, f := range n.Features {
				features = append(features, string(f))
			}
			network := []string{c.Code, c.Name, c.Prefix, n.MCC, strings.Join(n.MNCs, ","), n.Name}
			price, rest := money.Configured(n.Price).String(), []string{strings.Join(features, ","), n.Comment}
			if st.world.PricingCSV == fixtures.PricingDocumented {
				line(slices.Concat(network, []string{price}, rest)...)
			} else {
				line(slices.Concat(network, rest, []string{price})...)
			}
		}
	}
	return csv.String()
}
