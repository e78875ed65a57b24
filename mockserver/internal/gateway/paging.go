package gateway

import (
	"slices"

	"example.com/sms77mock/mockserver/internal/endpoint"
)

// paging is the part of a list that an answer has.
type paging struct {
	Offset  int  `json:"offset"`
	Count   int  `json:"count"`
	Total   int  `json:"total"`
	Limit   int  `json:"limit"`
	HasMore bool `json:"has_more"`
}

// pageOf returns the page of a list that limit and offset choose. An offset beyond
// the end is told as it was asked for.
func pageOf[T any](list []T, limit, offset endpoint.Natural, defaultLimit int) ([]T, paging) {
	p := paging{Offset: offset.N, Total: len(list), Limit: limit.Or(defaultLimit)}
	from := min(p.Offset, p.Total)
	page := list[from:min(from+min(p.Limit, p.Total), p.Total)]
	p.Count = len(page)
	p.HasMore = from+p.Count < p.Total
	return page, p
}

// sortFirst sorts the first n of a list to its front. What is left behind them is not
// a list of the others.
func sortFirst[T any](list []T, n int, compare func(a, b T) int) {
	if n < 0 || n > len(list)/8 {
		slices.SortStableFunc(list, compare)
		return
	}
	first := make([]T, 0, n+1)
	for _, x := range list {
		if len(first) == n && (n == 0 || compare(x, first[n-1]) >= 0) {
			continue
		}
		at, _ := slices.BinarySearchFunc(first, x, compare)
		first = slices.Insert(first, at, x)
		first = first[:min(n, len(first))]
	}
	copy(list, first)
}
