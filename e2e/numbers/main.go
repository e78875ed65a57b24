// Command numbers writes what libphonenumber knows of the numbers of all regions
// as a table that the double reads: mockserver/internal/gateway/number/table.txt.
// `make numbers` renews it.
//
// A region is a block of lines, and a line's columns are separated by tabs:
//
//	49  DE  Germany                       calling code, region, English name
//	leads    a(?:b|c)                     how national numbers begin, where regions share a code
//	number   4,5,6  pattern               lengths and form of every number
//	mobile   10,11  pattern               lengths and form of a type; no lengths: those of number
//	trunk    0      rule                  what is dialled before a number at home, and what replaces it
//	format   pattern  lead  home  abroad  how numbers with that lead are written
//
// Of the regions that share a code, the first has the trunk and the formats of all.
package main

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// world is the region of codes that belong to no country, such as +800.
const world = "001"

// names are the regions' English names, which the library does not have.
//
//go:embed names.tsv
var names string

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(to io.Writer) error {
	regions, err := regionsByCode()
	if err != nil {
		return err
	}
	w := bufio.NewWriter(to)
	fmt.Fprintln(w, "# Written by e2e/numbers from libphonenumber's metadata, (c) The Libphonenumber Authors, Apache License 2.0. Not to be edited: make numbers.")
	for _, code := range slices.Sorted(maps.Keys(regions)) {
		for i, m := range regions[code] {
			fmt.Fprintln(w)
			if err := writeRegion(w, m, i == 0); err != nil {
				return fmt.Errorf("+%d, %s: %w", code, m.GetId(), err)
			}
		}
	}
	return w.Flush()
}

// regionsByCode returns the regions of each calling code in the library's order:
// the main one first.
func regionsByCode() (map[int][]*phonenumbers.PhoneMetadata, error) {
	all, err := phonenumbers.MetadataCollection()
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*phonenumbers.PhoneMetadata)
	regions := make(map[int][]*phonenumbers.PhoneMetadata)
	for _, m := range all.GetMetadata() {
		if m.GetId() == world {
			regions[int(m.GetCountryCode())] = []*phonenumbers.PhoneMetadata{m}
			continue
		}
		byID[m.GetId()] = m
	}
	for code := range phonenumbers.GetSupportedCallingCodes() {
		for _, id := range phonenumbers.GetRegionCodesForCountryCode(code) {
			if id != world {
				regions[code] = append(regions[code], byID[id])
			}
		}
	}
	return regions, nil
}

func writeRegion(w io.Writer, m *phonenumbers.PhoneMetadata, main bool) error {
	name, err := nameOf(m.GetId())
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d\t%s\t%s\n", m.GetCountryCode(), m.GetId(), name)
	if leads := m.GetLeadingDigits(); leads != "" {
		fmt.Fprintf(w, "leads\t%s\n", leads)
	}
	writeType(w, "number", m.GetGeneralDesc())
	writeTypes(w, m)
	if !main {
		return nil
	}
	return writeForms(w, m)
}

// nameOf returns the English name of a region; the world has none.
func nameOf(id string) (string, error) {
	for line := range strings.Lines(names) {
		if name, ok := strings.CutPrefix(line, id+"\t"); ok {
			return strings.TrimSpace(name), nil
		}
	}
	if id == world {
		return "", nil
	}
	return "", fmt.Errorf("names.tsv has no name for it")
}

// writeTypes writes the types of numbers in the order in which the library tries
// them.
func writeTypes(w io.Writer, m *phonenumbers.PhoneMetadata) {
	writeType(w, "premium_rate", m.GetPremiumRate())
	writeType(w, "toll_free", m.GetTollFree())
	writeType(w, "shared_cost", m.GetSharedCost())
	writeType(w, "voip", m.GetVoip())
	writeType(w, "personal_number", m.GetPersonalNumber())
	writeType(w, "pager", m.GetPager())
	writeType(w, "uan", m.GetUan())
	writeType(w, "voicemail", m.GetVoicemail())
	if m.GetSameMobileAndFixedLinePattern() {
		writeType(w, "fixed_line_or_mobile", m.GetFixedLine())
		return
	}
	writeType(w, "fixed_line", m.GetFixedLine())
	writeType(w, "mobile", m.GetMobile())
}

// writeType writes the lengths and the form of a type's numbers, if there are any.
func writeType(w io.Writer, name string, d *phonenumbers.PhoneNumberDesc) {
	form := d.GetNationalNumberPattern()
	if form == "" || form == "NA" {
		return
	}
	var lengths []string
	for _, n := range d.GetPossibleLength() {
		lengths = append(lengths, fmt.Sprint(n))
	}
	fmt.Fprintf(w, "%s\t%s\t%s\n", name, strings.Join(lengths, ","), form)
}

// writeForms writes how numbers are dialled and written at home and abroad.
func writeForms(w io.Writer, m *phonenumbers.PhoneMetadata) error {
	if trunk := m.GetNationalPrefixForParsing(); trunk != "" {
		fmt.Fprintf(w, "trunk\t%s\t%s\n", trunk, m.GetNationalPrefixTransformRule())
	}
	abroad := m.GetIntlNumberFormat()
	for _, f := range m.GetNumberFormat() {
		layout := f.GetFormat()
		if len(m.GetIntlNumberFormat()) > 0 {
			layout = ""
			if len(abroad) > 0 && abroad[0].GetPattern() == f.GetPattern() && lead(abroad[0]) == lead(f) {
				layout, abroad = abroad[0].GetFormat(), abroad[1:]
			}
		}
		fmt.Fprintf(w, "format\t%s\t%s\t%s\t%s\n", f.GetPattern(), lead(f), home(f), layout)
	}
	if len(m.GetIntlNumberFormat()) > 0 && len(abroad) > 0 {
		return fmt.Errorf("the form %s for abroad goes with none for home", abroad[0].GetPattern())
	}
	return nil
}

// lead returns the most exact of a format's leading digits.
func lead(f *phonenumbers.NumberFormat) string {
	if leads := f.GetLeadingDigitsPattern(); len(leads) > 0 {
		return leads[len(leads)-1]
	}
	return ""
}

var group = regexp.MustCompile(`\$\d`)

// home returns the layout at home. The rule for the trunk prefix takes the place of
// the first group, and its $1 means that group, whatever its number is: in
// Argentina it is the second.
func home(f *phonenumbers.NumberFormat) string {
	rule := f.GetNationalPrefixFormattingRule()
	if rule == "" {
		return f.GetFormat()
	}
	at := group.FindStringIndex(f.GetFormat())
	before, first, behind := f.GetFormat()[:at[0]], f.GetFormat()[at[0]:at[1]], f.GetFormat()[at[1]:]
	return before + strings.ReplaceAll(rule, "$1", first) + behind
}
