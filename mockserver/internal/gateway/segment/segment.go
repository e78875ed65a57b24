// Package segment cuts a text into the parts in which it travels as SMS.
package segment

import "unicode/utf16"

// The encodings, as the vendor spells them.
const (
	GSM  = "gsm"  // GSM 7-bit: 160 septets alone, 153 in each of several parts
	UCS2 = "ucs2" // UTF-16: 70 code units alone, 67 in each of several parts
)

// Result is a text in parts.
type Result struct {
	Encoding string   // [GSM] or [UCS2]
	Parts    []string // at least one; joined, they are the text
	Units    int      // length of the text in what its encoding counts: septets or UTF-16 code units
}

// Split returns text in parts. It is sent in GSM 7-bit if every character is in
// the default alphabet or its extension table, and in UCS-2 otherwise or if
// forceUnicode says so. A character of the extension table takes two septets,
// one outside the Basic Multilingual Plane two code units; neither pair is ever
// divided between two parts. A byte that is not UTF-8 counts as U+FFFD. An empty
// text is one empty part.
func Split(text string, forceUnicode bool) Result {
	if !forceUnicode && isGSM(text) {
		return cut(text, GSM, septets, 160, 153)
	}
	return cut(text, UCS2, codeUnits, 70, 67)
}

// cut fills part after part. A text of at most alone units stays whole; the
// parts of a longer one hold at most each, for the header that numbers them
// takes the rest.
func cut(text, encoding string, cost func(rune) int, alone, each int) Result {
	result := Result{Encoding: encoding}
	var longer []string
	start, filled := 0, 0
	for i, r := range text {
		n := cost(r)
		if filled+n > each {
			longer = append(longer, text[start:i])
			start, filled = i, 0
		}
		filled += n
		result.Units += n
	}
	if result.Units <= alone {
		result.Parts = []string{text}
	} else {
		result.Parts = append(longer, text[start:])
	}
	return result
}

// codeUnits returns how many UTF-16 code units r takes.
func codeUnits(r rune) int { return utf16.RuneLen(r) }
