package usage

import (
	"fmt"
	"time"
)

// Day is a day of the calendar, such as 20260131.
type Day int

// DayOf returns the day of a moment in its zone.
func DayOf(t time.Time) Day {
	year, month, date := t.Date()
	return Day((year*100+int(month))*100 + date)
}

// String returns the day as answers have it: 2026-01-31.
func (d Day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d/10000, d/100%100, d%100) }
