package mockserver_test

import (
	"bytes"
	"fmt"
	"slices"
	"time"
)

// The picture of a soak: two curves, one above the other.
const (
	plotWidth, plotHeight = 720, 150 // of one curve
	plotLeft, plotTop     = 60, 40   // what stands beside it and above it
)

// draw returns the picture of a soak, as SVG.
func (s samples) draw(length time.Duration, requests int64) []byte {
	var b bytes.Buffer
	const width, height = plotLeft + plotWidth + 20, 2 * (plotTop + plotHeight + 30)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" fill="#444">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", width, height)
	for i, c := range []curve{
		{"Live memory in MB", "#0b6", s.memory},
		{"Goroutines", "#06b", s.goroutines},
	} {
		title := c.title
		if i == 0 {
			title += fmt.Sprintf(", during %s of everything at once: %d requests", length, requests)
		}
		fmt.Fprintf(&b, `<g transform="translate(%d %d)">`+"\n", plotLeft, plotTop+i*height/2)
		fmt.Fprintf(&b, `<text y="-14" font-size="14">%s</text>`+"\n", title)
		c.draw(&b, length)
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// curve is a figure over time, which begins at zero.
type curve struct {
	title, colour string
	values        []int
}

func (c curve) draw(b *bytes.Buffer, length time.Duration) {
	if len(c.values) == 0 {
		return
	}
	top := roundUp(slices.Max(c.values))
	for i := range 5 {
		y := plotHeight - plotHeight*i/4
		fmt.Fprintf(b, `<path d="M0 %d H%d" stroke="#ddd"/><text x="-8" y="%d" text-anchor="end">%d</text>`+"\n", y, plotWidth, y+4, top*i/4)
	}
	for i := range 6 {
		at := length * time.Duration(i) / 5
		fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle">%s</text>`+"\n", plotWidth*i/5, plotHeight+18, at.Round(time.Second))
	}
	fmt.Fprintf(b, `<polyline fill="none" stroke="%s" stroke-width="2" points="`, c.colour)
	for i, v := range c.values {
		fmt.Fprintf(b, "%d,%d ", plotWidth*(i+1)/(len(c.values)+1), plotHeight-plotHeight*v/top)
	}
	b.WriteString("\"/>\n")
}

// roundUp returns the next number that four divides and that is not odd to read.
func roundUp(n int) int {
	step := 4
	for n > 5*step {
		step *= 5
	}
	return (n/step + 1) * step
}
