package number_test

import (
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// TestSample holds every form of the number in the vendor's own examples.
func TestSample(t *testing.T) {
	t.Parallel()
	for _, written := range []string{
		"491716992343", "+491716992343", "00491716992343", "01716992343",
		"+49 171 6992343", "0171/6992343", "0171-699 23.43", "+49 (0)171 6992343", "+49 (171) 6992343", "\t0049 0171 6992343 ",
	} {
		n, ok := number.Parse(written)
		if !ok {
			t.Errorf("Parse(%q): got false, want true", written)
		}
		for _, form := range []struct{ name, got, want string }{
			{"E164", n.E164(), "491716992343"},
			{"International", n.International(), "+491716992343"},
			{"InternationalFormatted", n.InternationalFormatted(), "+49 171 6992343"},
			{"National", n.National(), "0171 6992343"},
			{"CountryISO", n.CountryISO(), "DE"},
			{"CountryPrefix", n.CountryPrefix(), "49"},
			{"CountryName", n.CountryName(), "Germany"},
			{"NetworkType", n.NetworkType(), "mobile"},
		} {
			if form.got != form.want {
				t.Errorf("%s of %q: got %q, want %q", form.name, written, form.got, form.want)
			}
		}
	}
}

// TestForms holds numbers around the world. What is wanted here is what
// libphonenumber 9.0.32 says of them; e2e/numbers compares many more.
func TestForms(t *testing.T) {
	t.Parallel()
	tests := []struct{ number, international, national, iso, kind string }{
		{"4915123456789", "+49 1512 3456789", "01512 3456789", "DE", "mobile"},
		{"4915678123456", "+49 15678 123456", "015678 123456", "DE", "mobile"},
		{"49179999999999", "+49 179 99 9999999", "0179 99 9999999", "DE", "unknown"}, // too long; occurs in recorded traffic
		{"4930123456", "+49 30 123456", "030 123456", "DE", "fixed_line"},
		{"492211234567", "+49 221 1234567", "0221 1234567", "DE", "fixed_line"},
		{"4961211234567", "+49 6121 1234567", "06121 1234567", "DE", "fixed_line"},
		{"4918012345", "+49 180 1 2345", "0180 1 2345", "DE", "shared_cost"},
		{"499001234567", "+49 900 1 234567", "0900 1 234567", "DE", "premium_rate"},
		{"4970012345678", "+49 700 1234 5678", "0700 1234 5678", "DE", "personal_number"},
		{"43664123456", "+43 664 123456", "0664 123456", "AT", "mobile"},
		{"4315123456", "+43 1 5123456", "01 5123456", "AT", "fixed_line"},
		{"43780123456", "+43 780 123456", "0780 123456", "AT", "voip"},
		{"41791234567", "+41 79 123 45 67", "079 123 45 67", "CH", "mobile"},
		{"33612345678", "+33 6 12 34 56 78", "06 12 34 56 78", "FR", "mobile"},
		{"33801234567", "+33 801 23 45 67", "0 801 23 45 67", "FR", "toll_free"},
		{"447400123456", "+44 7400 123456", "07400 123456", "GB", "mobile"},
		{"442071234567", "+44 20 7123 4567", "020 7123 4567", "GB", "fixed_line"},
		{"447781123456", "+44 7781 123456", "07781 123456", "GG", "mobile"},
		{"14155552671", "+1 415-555-2671", "(415) 555-2671", "US", "fixed_line_or_mobile"},
		{"14165550123", "+1 416-555-0123", "(416) 555-0123", "CA", "fixed_line_or_mobile"},
		{"18002345678", "+1 800-234-5678", "(800) 234-5678", "US", "toll_free"},
		{"12423591234", "+1 242-359-1234", "(242) 359-1234", "BS", "mobile"},
		{"34612345678", "+34 612 34 56 78", "612 34 56 78", "ES", "mobile"},
		{"390612345678", "+39 06 1234 5678", "06 1234 5678", "IT", "fixed_line"},
		{"390669812345", "+39 06 6981 2345", "06 6981 2345", "VA", "fixed_line"},
		{"31612345678", "+31 6 12345678", "06 12345678", "NL", "mobile"},
		{"32470123456", "+32 470 12 34 56", "0470 12 34 56", "BE", "mobile"},
		{"48601234567", "+48 601 234 567", "601 234 567", "PL", "mobile"},
		{"4532123456", "+45 32 12 34 56", "32 12 34 56", "DK", "fixed_line_or_mobile"},
		{"3546111234", "+354 611 1234", "611 1234", "IS", "mobile"},
		{"905012345678", "+90 501 234 56 78", "0501 234 56 78", "TR", "mobile"},
		{"5491123456789", "+54 9 11 2345-6789", "011 15-2345-6789", "AR", "mobile"},
		{"77710009998", "+7 771 000 9998", "8 (771) 000 9998", "KZ", "mobile"},
		{"80012345678", "+800 1234 5678", "1234 5678", "001", "toll_free"},
		{"15550001234", "+1 555-000-1234", "(555) 000-1234", "", "unknown"}, // nobody's
		{"989601", "+98 9601", "09601", "IR", "uan"},
	}
	for _, test := range tests {
		n, ok := number.Parse(test.number)
		if !ok || n.E164() != test.number {
			t.Errorf("Parse(%q): got %q and %t, want the number and true", test.number, n.E164(), ok)
		}
		got := [...]string{n.InternationalFormatted(), n.National(), n.CountryISO(), n.NetworkType()}
		want := [...]string{test.international, test.national, test.iso, test.kind}
		if got != want {
			t.Errorf("%s:\n got %q\nwant %q", test.number, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"", " ", "+", "000", "0", "00", "49", "491234", "+0171699234", "++491716992343", "49+1716992343", "4917169923431234",
		"2101234567", "John", "0171a6992343", "49171\n6992343", "٤٩١٧١٦٩٩٢٣٤٣",
	} {
		if n, ok := number.Parse(s); ok || n != (number.Number{}) {
			t.Errorf("Parse(%q): got %s and %t, want none and false", s, n.International(), ok)
		}
	}
}

func TestZero(t *testing.T) {
	t.Parallel()
	var n number.Number
	if all := n.E164() + n.International() + n.InternationalFormatted() + n.National() + n.CountryISO() + n.CountryPrefix() + n.CountryName(); all != "" {
		t.Errorf("got %q, want nothing", all)
	}
	if got := n.NetworkType(); got != "unknown" {
		t.Errorf("NetworkType: got %q, want unknown", got)
	}
}

// FuzzParse holds that a number is digits with a calling code, and that one which
// exists reads back as the same in every way in which it is written. One that does
// not may begin with what a country dials before its numbers at home, and loses
// it when it is read again, as in libphonenumber.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"491716992343", "0171 699", "+49 (0)171", "+1 415-555-2671", "33801234567", "39061", "77710009998", "0490", "5493431555512"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := number.Parse(s)
		if !ok {
			return
		}
		if e164 := n.E164(); strings.Trim(e164, "0123456789") != "" || !strings.HasPrefix(e164, n.CountryPrefix()) || len(e164) > 15 {
			t.Errorf("E164 of %q: got %q, want up to 15 digits that begin with %s", s, e164, n.CountryPrefix())
		}
		for _, written := range []string{n.International(), "00" + n.E164(), n.InternationalFormatted()} {
			if again, ok := number.Parse(written); n.NetworkType() != "unknown" && (!ok || again != n) {
				t.Errorf("Parse(%q): got %s and %t, want %s", written, again.International(), ok, n.International())
			}
		}
	})
}

// What is a number is normalised, and what is none stays.
func TestNormalised(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"0171 6992343": "491716992343", "+49 171/6992343": "491716992343", "491716992343": "491716992343",
		"Acme": "Acme", "0": "0", "": "",
	} {
		if got := number.Normalised(written); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}
