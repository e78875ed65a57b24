package extract_test

import (
	"slices"
	"testing"

	"example.com/sms77mock/mockserver/internal/gateway/extract"
)

func TestCodesAndLinks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text         string
		codes, links []string
	}{
		{"Your code: 123456", []string{"123456"}, nil},
		{"Code:1234.", []string{"1234"}, nil},
		{"123-456 is your code", []string{"123456"}, nil},
		{"G-482913 is your Google code", []string{"482913"}, nil},
		{"Use 1234 5678 or 987654", []string{"12345678", "987654"}, nil},
		{"<#> 4711 is your PIN\n@acme.inc #4711", []string{"4711", "4711"}, nil},
		{"12345678", []string{"12345678"}, nil},
		{"123 and 123456789", nil, nil},
		{"You owe 1200.50 EUR or 1300,50", nil, nil},
		{"On 2024-05-01 or 01/2024", nil, nil},
		{"A1234 1234A x_1234", nil, nil},
		{"Call +491716992343", nil, nil},
		{"1234, then 5678", []string{"1234", "5678"}, nil},
		{"Click https://acme.inc/login?token=123456. Or (http://b.de/x)!", nil, []string{"https://acme.inc/login?token=123456", "http://b.de/x"}},
		{"HTTPS://ACME.INC code 1234", []string{"1234"}, []string{"HTTPS://ACME.INC"}},
		{"nothing", nil, nil},
	} {
		codes, links := extract.Codes(test.text), extract.Links(test.text)
		if !slices.Equal(codes, test.codes) || !slices.Equal(links, test.links) || codes == nil || links == nil {
			t.Errorf("%q: got %q and %q, want %q and %q", test.text, codes, links, test.codes, test.links)
		}
	}
}
