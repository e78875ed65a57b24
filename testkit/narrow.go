package testkit

import "slices"

// narrow returns a filter as it stands or, for a tenant, once for each client
// and account that the tenant has and that the filter leaves room for. A name
// that is not the tenant's is refused. The names of a filter are its ClientID
// and its Account.
func narrow[F any](s *Server, f F, names func(*F) (clientID, account *string)) ([]F, error) {
	if s.tenant == nil {
		return []F{f}, nil
	}
	clientID, account := names(&f)
	if err := s.mine(*clientID, *account); err != nil {
		return nil, err
	}
	var filters []F
	for _, owner := range s.owners() {
		own := f
		ownClient, ownAccount := names(&own)
		if limit(ownClient, owner.ClientID()) && limit(ownAccount, owner.Account()) {
			filters = append(filters, own)
		}
	}
	return filters, nil
}

// limit puts a name where none is, and reports whether the two go together.
func limit(to *string, name string) bool {
	if *to == "" {
		*to = name
	}
	return name == "" || *to == name
}

// gather lists what a filter chooses among what the server is about, everything
// once and in order.
func gather[F, T any, K comparable](s *Server, f F, names func(*F) (clientID, account *string), list func(F) ([]T, error), key func(T) K, order func(a, b T) int) ([]T, error) {
	filters, err := narrow(s, f, names)
	if err != nil {
		return nil, err
	}
	if len(filters) == 1 {
		return list(filters[0])
	}
	var all []T
	seen := map[K]bool{}
	for _, own := range filters {
		found, err := list(own)
		if err != nil {
			return nil, err
		}
		for _, v := range found {
			if !seen[key(v)] {
				seen[key(v)] = true
				all = append(all, v)
			}
		}
	}
	slices.SortStableFunc(all, order)
	return all, nil
}

// limited returns as much of a list as a filter wants; 0 is all of it.
func limited[T any](list []T, limit int) []T {
	if limit <= 0 {
		return list
	}
	return list[:min(limit, len(list))]
}

// chosen returns those of a list that keep is true for, in the list's own memory.
func chosen[T any](list []T, keep func(T) bool) []T {
	return slices.DeleteFunc(list, func(v T) bool { return !keep(v) })
}
