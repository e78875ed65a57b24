package gateway

import "example.com/sms77mock/mockserver/internal/endpoint"

// paging is the part of a list that an answer has.
type paging struct {
	Offset  int  `json:"offset"`
	Count   int  `json:"count"`
	Total   int  `json:"total"`
	Limit   int  `json:"limit"`
	HasMore bool `json:"has_more"`
}

// pageOf returns the page of a list that limit and offset choose.
func pageOf[T any](list []T, limit, offset endpoint.Natural, defaultLimit int) ([]T, paging) {
	p := paging{Offset: min(offset.N, len(list)), Total: len(list), Limit: limit.Or(defaultLimit)}
	page := list[p.Offset:min(p.Offset+min(p.Limit, p.Total), p.Total)]
	p.Count = len(page)
	p.HasMore = p.Offset+p.Count < p.Total
	return page, p
}
