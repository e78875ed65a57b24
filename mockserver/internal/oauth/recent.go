package oauth

// remembered is how many changes are remembered one by one.
const remembered = 1024

// recent numbers the changes of a book, and remembers which records the last ones
// were of: who asks again and again what has changed is told without a look at
// all the others. It is guarded by the book's lock; the zero value is ready to use.
type recent struct {
	last    uint64    // number of the youngest change
	begun   uint64    // the change after which they are remembered
	records []*record // by the number of the change; nil until somebody asks
}

// note numbers a change of a record.
func (c *recent) note(r *record) {
	c.last++
	r.change = c.last
	if c.records != nil {
		c.records[c.last%remembered] = r
	}
}

// after returns the records that have changed since a change, and whether all of
// those are remembered. Some may be gone. From now on they are remembered.
func (c *recent) after(change uint64) (changed []*record, all bool) {
	if c.records == nil {
		c.records, c.begun = make([]*record, remembered), c.last
	}
	if change < c.begun || change+remembered < c.last {
		return nil, false
	}
	for n := change + 1; n <= c.last; n++ {
		if r := c.records[n%remembered]; r.change == n { // else it has changed again
			changed = append(changed, r)
		}
	}
	return changed, true
}

// changedAfter returns copies of the records that match and have changed since a
// change, oldest first.
func (b *book) changedAfter(change uint64, match func(*record) bool) []record {
	if change == 0 {
		return b.list(match)
	}
	if list, all := b.recently(change, match); all {
		sortBySerial(list)
		return list
	}
	return b.list(func(r *record) bool { return r.change > change && match(r) })
}

func (b *book) recently(change uint64, match func(*record) bool) (list []record, all bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	changed, all := b.recent.after(change)
	for _, r := range changed {
		if b.records[r.kind][r.value] == r && match(r) {
			list = append(list, *r)
		}
	}
	return list, all
}
