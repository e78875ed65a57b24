package phpwire

// DecodeBase64 decodes s as PHP's base64_decode does without its strict flag: characters outside the standard
// alphabet are skipped, "=" among them wherever it stands, and bits that do not fill a byte are dropped. It never
// fails.
func DecodeBase64(s string) string {
	decoded := make([]byte, 0, len(s)*3/4)
	var bits uint32 // the last sextets; the lowest pending bits are not yet in decoded
	pending := 0
	for i := range len(s) {
		sextet, ok := base64Value(s[i])
		if !ok {
			continue
		}
		bits = bits<<6 | sextet
		pending += 6
		if pending >= 8 {
			pending -= 8
			decoded = append(decoded, byte(bits>>pending))
		}
	}
	return string(decoded)
}

func base64Value(c byte) (uint32, bool) {
	switch {
	case 'A' <= c && c <= 'Z':
		return uint32(c - 'A'), true
	case 'a' <= c && c <= 'z':
		return uint32(c-'a') + 26, true
	case isDigit(c):
		return uint32(c-'0') + 52, true
	case c == '+':
		return 62, true
	case c == '/':
		return 63, true
	}
	return 0, false
}
