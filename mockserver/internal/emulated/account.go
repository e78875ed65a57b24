package emulated

import "example.com/sms77mock/mockserver/internal/openapi"

func accountRoutes() []openapi.Route {
	balance := endpoint{path: "balance", answers: types(of[balanceAnswer]())}
	pricing := endpoint{path: "pricing", answers: types(of[priceList]())}
	rows := types(of[[]analyticsRow]())
	analytics := endpoint{path: "analytics", answers: rows}
	analyticsBy := endpoint{path: "analytics/{group:date|label|subaccount|country}", answers: rows}
	entries := types(of[[]outboundRow](), of[[]inboundRow](), of[[]voiceRow]())
	journal := endpoint{path: "journal", answers: entries}
	journalOf := endpoint{path: "journal/{type:outbound|inbound|voice|replies}", answers: entries}
	var list []openapi.Route
	list = append(list, balance.both("balance", "The account's credit.", of[answerForm]())...)
	list = append(list, pricing.both("pricing", "What an SMS costs, by country and network.", of[pricingQuery]())...)
	list = append(list,
		analytics.method("GET", "analytics", "What was used, in rows by day, label, subaccount or country.", of[analyticsQuery]()),
		analyticsBy.method("GET", "analyticsBy", "What was used, in rows by what the path says.", of[analyticsQuery]()))
	list = append(list, journal.both("journal", "What was sent or received, newest first.", of[journalQuery]())...)
	return append(list, journalOf.both("journalOf", "What was sent or received, by what the path says, newest first.", of[journalQuery]())...)
}

type balanceAnswer struct {
	Amount   float64 `json:"amount"`
	Currency string  `json:"currency"`
}

type pricingQuery struct {
	Country string `yaml:"country" doc:"ISO 3166-1 alpha-2 code; all countries unless given."`
	Format  string `yaml:"format" doc:"csv for text; json unless given."`
}

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
	MCC      string    `json:"mcc"`
	MNCs     *[]string `json:"mncs"`
	Name     *string   `json:"networkName"`
	Features []string  `json:"features"`
	Comment  string    `json:"comment"`
	Price    float64   `json:"price"`
}

type analyticsQuery struct {
	Start       string `yaml:"start" doc:"First day, such as 2026-01-31; 30 days before end unless given."`
	End         string `yaml:"end" doc:"Last day; today unless given."`
	Label       string `yaml:"label" doc:"Only what had this label; all unless given."`
	Subaccounts string `yaml:"subaccounts" doc:"only_main, all or the id of one; has no effect on the double."`
	GroupBy     string `yaml:"group_by" doc:"date, label, subaccount or country; date unless given. The path beats it."`
}

// analyticsRow begins with the one member that the rows are grouped by.
type analyticsRow struct {
	Date    any     `json:"date,omitempty"` // a day, or 0 in the answer to empty bounds
	Label   any     `json:"label,omitempty"`
	Account any     `json:"account,omitempty"`
	Country any     `json:"country,omitempty"`
	SMS     *int    `json:"sms"`
	Voice   int     `json:"voice"`
	HLR     int     `json:"hlr"`
	MNP     int     `json:"mnp"`
	Inbound int     `json:"inbound"`
	Usage   float64 `json:"usage_eur"`
}

type journalQuery struct {
	Type     string `yaml:"type" doc:"outbound, inbound, voice or replies; outbound unless given. The path beats it."`
	ID       string `yaml:"id" doc:"Only this one."`
	To       string `yaml:"to" doc:"Only those to this number."`
	State    string `yaml:"state" doc:"Only those with this delivery status."`
	DateFrom string `yaml:"date_from" doc:"First day, such as 2026-01-31."`
	DateTo   string `yaml:"date_to" doc:"Last day."`
	Limit    int    `yaml:"limit" doc:"At most so many; 100 unless given, which is the most."`
	Offset   int    `yaml:"offset" doc:"Leave out so many of the newest."`
}

type outboundRow struct {
	ID         string  `json:"id"`
	To         string  `json:"to"`
	From       string  `json:"from"`
	Text       string  `json:"text"`
	Timestamp  string  `json:"timestamp"`
	Price      string  `json:"price"`
	DLR        *string `json:"dlr"`
	DLRTime    *string `json:"dlr_timestamp"`
	MCCMNC     *string `json:"mccmnc"`
	Latency    *string `json:"latency"`
	Type       string  `json:"type"`
	Connection string  `json:"connection"`
	Label      *string `json:"label"`
	ForeignID  *string `json:"foreign_id"`
}

type inboundRow struct {
	ID        string `json:"id"`
	From      string `json:"from"`
	To        string `json:"to"`
	Text      string `json:"text"`
	Timestamp string `json:"timestamp"`
	Price     any    `json:"price"` // a string, or a number for replies
}

type voiceRow struct {
	ID        string  `json:"id"`
	From      string  `json:"from"`
	To        string  `json:"to"`
	XML       bool    `json:"xml"`
	Text      string  `json:"text"`
	Duration  *string `json:"duration"`
	Status    string  `json:"status"`
	Error     *string `json:"error"`
	Timestamp string  `json:"timestamp"`
	Price     *string `json:"price"`
}
