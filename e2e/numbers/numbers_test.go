package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"example.com/sms77mock/testkit"
)

// TestTable holds that the table is what the library says today.
func TestTable(t *testing.T) {
	t.Parallel()
	got, err := os.ReadFile("../../mockserver/internal/gateway/number/table.txt")
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := run(&want); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("table.txt is not what this tool writes; run make numbers")
	}
}

// facts are what a format lookup tells of a number that come from the library.
type facts struct {
	Success                bool    `json:"success"`
	National               string  `json:"national"`
	International          string  `json:"international"`
	InternationalFormatted string  `json:"international_formatted"`
	CountryCode            any     `json:"country_code"`
	CountryISO             *string `json:"country_iso"`
	NetworkType            *string `json:"network_type"`
}

// generated is how many numbers are made up beside the library's examples.
const generated = 20_000

// TestLookupsAgreeWithTheLibrary compares what the double answers with what the
// library says, for numbers of all kinds and for what is hardly one.
func TestLookupsAgreeWithTheLibrary(t *testing.T) {
	t.Parallel()
	examples := exampleNumbers()
	if len(examples) < 1000 {
		t.Fatalf("the library has %d examples; want more", len(examples))
	}
	numbers := slices.Concat(examples, madeUp(examples, generated))
	srv := testkit.New(t)
	known := 0
	for chunk := range slices.Chunk(numbers, 1000) {
		for i, got := range lookUp(t, srv, chunk) {
			want := libraryFacts(chunk[i])
			if got, want := got.String(), want.String(); got != want {
				t.Errorf("%s:\n got %s\nwant %s", chunk[i], got, want)
			}
			if want.Success && *want.NetworkType != "unknown" {
				known++
			}
		}
	}
	if known < len(numbers)/4 {
		t.Errorf("of %d numbers, %d are ones that exist; want more", len(numbers), known)
	}
}

func (f facts) String() string {
	b, _ := json.Marshal(f)
	return string(b)
}

// exampleNumbers returns one number of each type and region.
func exampleNumbers() []string {
	var examples []string
	for _, region := range slices.Sorted(maps.Keys(phonenumbers.GetSupportedRegions())) {
		for kind := phonenumbers.FIXED_LINE; kind <= phonenumbers.VOICEMAIL; kind++ {
			if n := phonenumbers.GetExampleNumberForType(region, kind); n != nil {
				examples = append(examples, phonenumbers.Format(n, phonenumbers.E164))
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(phonenumbers.GetSupportedGlobalNetworkCallingCodes())) {
		n := phonenumbers.GetExampleNumberForNonGeoEntity(code)
		examples = append(examples, phonenumbers.Format(n, phonenumbers.E164))
	}
	return examples
}

// madeUp returns n numbers that look like the examples: with other digits at the
// end or in one place, a digit more or less, or a trunk prefix.
func madeUp(examples []string, n int) []string {
	random := rand.New(rand.NewPCG(77, 49))
	digit := func() string { return fmt.Sprint(random.IntN(10)) }
	numbers := make([]string, n)
	for i := range numbers {
		s := examples[random.IntN(len(examples))]
		switch at := 2 + random.IntN(len(s)-2); random.IntN(6) {
		case 0: // one other digit
			s = s[:at] + digit() + s[at+1:]
		case 1: // one digit more
			s = s[:at] + digit() + s[at:]
		case 2: // one digit less
			s = s[:at] + s[at+1:]
		default: // another end
			s = s[:at]
			for len(s) < len(examples[i%len(examples)]) {
				s += digit()
			}
		}
		numbers[i] = s
	}
	return numbers
}

// lookUp asks the double.
func lookUp(t *testing.T, srv *testkit.Server, numbers []string) []facts {
	t.Helper()
	form := url.Values{"number": {strings.Join(numbers, ",")}}
	req, err := http.NewRequestWithContext(t.Context(), "POST", srv.GatewayURL()+"/lookup/format", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Api-Key", "sms77-api-key")
	resp, err := srv.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var all []facts
	if err := json.NewDecoder(resp.Body).Decode(&all); err != nil || len(all) != len(numbers) {
		t.Fatalf("got %d answers and %v, want %d", len(all), err, len(numbers))
	}
	return all
}

// kinds are the library's types in the vendor's words.
var kinds = map[phonenumbers.PhoneNumberType]string{
	phonenumbers.FIXED_LINE:           "fixed_line",
	phonenumbers.MOBILE:               "mobile",
	phonenumbers.FIXED_LINE_OR_MOBILE: "fixed_line_or_mobile",
	phonenumbers.TOLL_FREE:            "toll_free",
	phonenumbers.PREMIUM_RATE:         "premium_rate",
	phonenumbers.SHARED_COST:          "shared_cost",
	phonenumbers.VOIP:                 "voip",
	phonenumbers.PERSONAL_NUMBER:      "personal_number",
	phonenumbers.PAGER:                "pager",
	phonenumbers.UAN:                  "uan",
	phonenumbers.VOICEMAIL:            "voicemail",
	phonenumbers.UNKNOWN:              "unknown",
}

// libraryFacts is what the double ought to answer: what the library says of
// numbers of 7 to 15 digits and of shorter ones that exist.
func libraryFacts(number string) facts {
	none := facts{International: "+" + strings.TrimLeft(number, "+0"), CountryCode: false}
	n, err := phonenumbers.Parse(number, "ZZ")
	if err != nil {
		return none
	}
	e164, kind := phonenumbers.Format(n, phonenumbers.E164), kinds[phonenumbers.GetNumberType(n)]
	if len(e164) > 1+15 || len(e164) < 1+7 && kind == "unknown" {
		return none
	}
	f := facts{
		Success:                true,
		National:               national(n),
		International:          e164,
		InternationalFormatted: phonenumbers.Format(n, phonenumbers.INTERNATIONAL),
		CountryCode:            fmt.Sprint(n.GetCountryCode()),
		NetworkType:            &kind,
	}
	if region := phonenumbers.GetRegionCodeForNumber(n); region != "" {
		f.CountryISO = &region
	}
	return f
}

// national returns how the number is written at home. Of Argentine mobile numbers,
// which are +54 9 11 2345-6789 abroad and 011 15-2345-6789 at home, the library
// loses the area code, unlike libphonenumber in Java, JavaScript and PHP.
func national(n *phonenumbers.PhoneNumber) string {
	home := phonenumbers.Format(n, phonenumbers.NATIONAL)
	behind, ok := strings.CutPrefix(home, "09 15-")
	if !ok || n.GetCountryCode() != 54 {
		return home
	}
	area := strings.Fields(phonenumbers.Format(n, phonenumbers.INTERNATIONAL))[2]
	return "0" + area + " 15-" + behind
}
