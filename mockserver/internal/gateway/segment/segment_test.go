package segment_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"example.com/sms77mock/mockserver/internal/gateway/segment"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	x := strings.Repeat
	tests := map[string]struct {
		text     string
		unicode  bool
		encoding string
		units    int
		parts    []string
	}{
		"empty":                            {"", false, "gsm", 0, []string{""}},
		"short":                            {"HI2U!", false, "gsm", 5, []string{"HI2U!"}},
		"short, forced":                    {"HI2U!", true, "ucs2", 5, []string{"HI2U!"}},
		"german":                           {"Grüße, Ä Ö Ü", false, "gsm", 12, []string{"Grüße, Ä Ö Ü"}},
		"greek capital":                    {"ΔΦΓΛΩΠΨΣΘΞ", false, "gsm", 10, []string{"ΔΦΓΛΩΠΨΣΘΞ"}},
		"every extension":                  {"\f^{}\\[~]|€", false, "gsm", 20, []string{"\f^{}\\[~]|€"}},
		"backtick is not in the alphabet":  {"`", false, "ucs2", 1, []string{"`"}},
		"c cedilla only as a capital":      {"ç", false, "ucs2", 1, []string{"ç"}},
		"escape itself is no character":    {"\x1b", false, "ucs2", 1, []string{"\x1b"}},
		"cyrillic":                         {"Привет", false, "ucs2", 6, []string{"Привет"}},
		"160":                              {x("a", 160), false, "gsm", 160, []string{x("a", 160)}},
		"161":                              {x("a", 161), false, "gsm", 161, []string{x("a", 153), x("a", 8)}},
		"306":                              {x("a", 306), false, "gsm", 306, []string{x("a", 153), x("a", 153)}},
		"307":                              {x("a", 307), false, "gsm", 307, []string{x("a", 153), x("a", 153), "a"}},
		"80 extensions fit":                {x("€", 80), false, "gsm", 160, []string{x("€", 80)}},
		"81 extensions do not":             {x("€", 81), false, "gsm", 162, []string{x("€", 76), x("€", 5)}},
		"extension at the boundary":        {x("a", 152) + "€" + x("b", 10), false, "gsm", 164, []string{x("a", 152), "€" + x("b", 10)}},
		"extension up to the boundary":     {x("a", 151) + "€" + x("b", 10), false, "gsm", 163, []string{x("a", 151) + "€", x("b", 10)}},
		"70":                               {x("я", 70), false, "ucs2", 70, []string{x("я", 70)}},
		"71":                               {x("я", 71), false, "ucs2", 71, []string{x("я", 67), x("я", 4)}},
		"35 pairs fit":                     {x("😀", 35), false, "ucs2", 70, []string{x("😀", 35)}},
		"36 pairs do not":                  {x("😀", 36), false, "ucs2", 72, []string{x("😀", 33), x("😀", 3)}},
		"pair at the boundary":             {x("я", 66) + "😀" + x("ю", 5), false, "ucs2", 73, []string{x("я", 66), "😀" + x("ю", 5)}},
		"extension is one unit in unicode": {x("€", 70), true, "ucs2", 70, []string{x("€", 70)}},
		"not UTF-8":                        {"a\xffb", false, "ucs2", 3, []string{"a\xffb"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := segment.Split(test.text, test.unicode)
			if got.Encoding != test.encoding || got.Units != test.units || !slices.Equal(got.Parts, test.parts) {
				t.Errorf("got %+v, want {%s %q %d}", got, test.encoding, test.parts, test.units)
			}
		})
	}
}

// FuzzSplit holds the promises that depend on no particular text.
func FuzzSplit(f *testing.F) {
	for _, text := range []string{"", "Hi", strings.Repeat("a", 152) + "€€", strings.Repeat("я", 66) + "😀😀", "a\xff\xf0\x9f", strings.Repeat("[a]", 99)} {
		f.Add(text, false)
		f.Add(text, true)
	}
	f.Fuzz(func(t *testing.T, text string, unicode bool) {
		got := segment.Split(text, unicode)
		if joined := strings.Join(got.Parts, ""); joined != text {
			t.Fatalf("joined parts: got %q, want %q", joined, text)
		}
		if unicode && got.Encoding != segment.UCS2 {
			t.Fatalf("encoding: got %s, want ucs2", got.Encoding)
		}
		alone, each, units := 160, 153, septets
		if got.Encoding == segment.UCS2 {
			alone, each, units = 70, 67, codeUnits
		}
		if whole := units(text); whole != got.Units || (whole <= alone) != (len(got.Parts) == 1) {
			t.Fatalf("%d parts for %d units, and %d were counted; want one part iff there are at most %d", len(got.Parts), whole, got.Units, alone)
		}
		limit := each
		if len(got.Parts) == 1 {
			limit = alone
		}
		for i, part := range got.Parts {
			n := units(part)
			if n > limit {
				t.Errorf("part %d has %d units, want at most %d", i, n, limit)
			}
			if i < len(got.Parts)-1 && n < limit-1 {
				t.Errorf("part %d has %d units, want it filled but for a pair that does not fit", i, n)
			}
		}
	})
}

// septets counts in a way of its own what the package counts with its tables.
func septets(text string) int {
	n := 0
	for _, r := range text {
		n++
		if strings.ContainsRune("^{}[]~\\|€\f", r) {
			n++
		}
	}
	return n
}

func codeUnits(text string) int { return len(utf16.Encode([]rune(text))) }
