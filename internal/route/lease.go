package route

// LeaseHeader is the header by which an order belongs to a lease, and in which a lease
// says its id.
const LeaseHeader = "Mock-Lease"
