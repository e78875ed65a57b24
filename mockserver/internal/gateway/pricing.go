package gateway

import (
	"strings"

	"example.com/sms77mock/fixtures"
)

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
	MNCs     []string           `json:"mncs"` // null if there are none
	Name     *string            `json:"networkName"`
	Features []fixtures.Feature `json:"features"`
	Comment  string             `json:"comment"`
	Price    money              `json:"price"`
}

// servePricing tells what an SMS costs, in one country or in all.
func (g *Gateway) servePricing(q *request) (reply, error) {
	var countries []fixtures.Country
	for _, c := range g.world.Countries {
		if want := q.get("country"); want == "" || strings.EqualFold(c.Code, want) {
			countries = append(countries, c)
		}
	}
	if q.get("format") == "csv" {
		return reply{text: priceCSV(countries)}, nil
	}
	return reply{json: newPriceList(countries)}, nil
}

func newPriceList(countries []fixtures.Country) priceList {
	list := priceList{CountCountries: len(countries), Countries: []priceCountry{}}
	for _, c := range countries {
		country := priceCountry{Code: c.Code, Name: c.Name, Prefix: c.Prefix, Networks: []priceNetwork{}}
		for _, n := range c.Networks {
			country.Networks = append(country.Networks, priceNetwork{
				MCC: n.MCC, MNCs: n.MNCs, Name: orNull(n.Name),
				Features: append([]fixtures.Feature{}, n.Features...), Comment: n.Comment, Price: configured(n.Price),
			})
		}
		list.CountNetworks += len(c.Networks)
		list.Countries = append(list.Countries, country)
	}
	return list
}

// priceCSV returns the price list with a line for each network. Its columns are
// those of the header, as documented; in recordings of the real server, the price
// stands last all the same.
func priceCSV(countries []fixtures.Country) string {
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
			line(c.Code, c.Name, c.Prefix, n.MCC, strings.Join(n.MNCs, ","), n.Name,
				configured(n.Price).String(), strings.Join(features, ","), n.Comment)
		}
	}
	return csv.String()
}
