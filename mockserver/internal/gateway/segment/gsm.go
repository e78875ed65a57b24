package segment

import "strings"

// basic is the GSM 7-bit default alphabet in the order of its codes (3GPP TS
// 23.038, 6.2.1), without the escape code. Each character is one septet.
const basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
	"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"

// extension is the extension table of the alphabet (6.2.1.1). Each character is
// the escape septet and another one.
const extension = "\f^{}\\[~]|€"

// septets returns how many septets r takes, and 0 if the alphabet lacks it.
func septets(r rune) int {
	switch {
	case strings.ContainsRune(basic, r):
		return 1
	case strings.ContainsRune(extension, r):
		return 2
	}
	return 0
}

func isGSM(text string) bool {
	for _, r := range text {
		if septets(r) == 0 {
			return false
		}
	}
	return true
}
