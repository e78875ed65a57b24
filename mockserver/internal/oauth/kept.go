package oauth

// Kept returns how many bytes are kept, by kind.
func (s *Server) Kept() map[string]int {
	s.changing.RLock()
	added := s.additions.room.Taken()
	s.changing.RUnlock()
	return map[string]int{"tokens": s.book.kept(), "decisions": s.decisions.Kept(), "added": added}
}

func (b *book) kept() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.room.Taken()
}
