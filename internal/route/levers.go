package route

// The levers, and what else there is beside them, in the order of the
// documentation. They are only read.
var (
	Health         = Route{"health", "GET", "/_mock/health"}
	Ready          = Route{"ready", "GET", "/_mock/ready"}
	World          = Route{"world", "GET", "/_mock/world"}
	Load           = Route{"load", "PUT", "/_mock/world"}
	Merge          = Route{"merge", "PATCH", "/_mock/world"}
	Snapshots      = Route{"snapshots", "GET", "/_mock/snapshots"}
	Snapshot       = Route{"snapshot", "POST", "/_mock/snapshots/{name}"}
	RemoveSnapshot = Route{"removeSnapshot", "DELETE", "/_mock/snapshots/{name}"}
	Restore        = Route{"restore", "POST", "/_mock/snapshots/{name}/restore"}
	Reset          = Route{"reset", "POST", "/_mock/reset"}

	Clock     = Route{"clock", "GET", "/_mock/clock"}
	MoveClock = Route{"moveClock", "POST", "/_mock/clock"}

	Decisions      = Route{"decisions", "GET", "/_mock/decisions"}
	Decide         = Route{"decide", "POST", "/_mock/decisions"}
	ClearDecisions = Route{"clearDecisions", "DELETE", "/_mock/decisions"}
	RemoveDecision = Route{"removeDecision", "DELETE", "/_mock/decisions/{id:[0-9]+}"}

	Faults      = Route{"faults", "GET", "/_mock/faults"}
	Inject      = Route{"inject", "POST", "/_mock/faults"}
	ClearFaults = Route{"clearFaults", "DELETE", "/_mock/faults"}
	RemoveFault = Route{"removeFault", "DELETE", "/_mock/faults/{id:[0-9]+}"}
	Presets     = Route{"presets", "GET", "/_mock/presets"}

	Requests        = Route{"requests", "GET", "/_mock/requests"}
	WaitForRequests = Route{"waitForRequests", "GET", "/_mock/requests/wait"}
	Request         = Route{"request", "GET", "/_mock/requests/{id:[0-9]+}"}
	ClearRequests   = Route{"clearRequests", "DELETE", "/_mock/requests"}

	Messages        = Route{"messages", "GET", "/_mock/messages"}
	WaitForMessages = Route{"waitForMessages", "GET", "/_mock/messages/wait"}
	Receive         = Route{"receive", "POST", "/_mock/messages"}
	React           = Route{"react", "POST", "/_mock/messages/{id:.+}/reactions"}
	ClearMessages   = Route{"clearMessages", "DELETE", "/_mock/messages"}

	Outcomes      = Route{"outcomes", "GET", "/_mock/outcomes"}
	Script        = Route{"script", "POST", "/_mock/outcomes"}
	ClearOutcomes = Route{"clearOutcomes", "DELETE", "/_mock/outcomes"}
	RemoveOutcome = Route{"removeOutcome", "DELETE", "/_mock/outcomes/{id:[0-9]+}"}
	SetStatus     = Route{"setStatus", "POST", "/_mock/messages/{id:.+}/status"}
	Webhooks      = Route{"webhooks", "GET", "/_mock/webhooks"}
	Redeliver     = Route{"redeliver", "POST", "/_mock/webhooks/{id:[0-9]+}/again"}
	RunDue        = Route{"runDue", "POST", "/_mock/webhooks/run"}

	Tokens       = Route{"tokens", "GET", "/_mock/tokens"}
	IssueToken   = Route{"issueToken", "POST", "/_mock/tokens"}
	RevokeTokens = Route{"revokeTokens", "POST", "/_mock/tokens/revoke"}
	ExpireTokens = Route{"expireTokens", "POST", "/_mock/tokens/expire"}

	Clients       = Route{"clients", "GET", "/_mock/clients"}
	AddClient     = Route{"addClient", "POST", "/_mock/clients"}
	RemoveClient  = Route{"removeClient", "DELETE", "/_mock/clients/{id:.+}"}
	Accounts      = Route{"accounts", "GET", "/_mock/accounts"}
	AddAccount    = Route{"addAccount", "POST", "/_mock/accounts"}
	RemoveAccount = Route{"removeAccount", "DELETE", "/_mock/accounts/{name:.+}"}

	Audits      = Route{"audits", "GET", "/_mock/audits"}
	StartAudit  = Route{"startAudit", "POST", "/_mock/audits"}
	Audit       = Route{"audit", "GET", "/_mock/audits/{id:[0-9]+}"}
	StopAudit   = Route{"stopAudit", "DELETE", "/_mock/audits/{id:[0-9]+}"}
	AnswerAudit = Route{"answerAudit", "POST", "/_mock/audits/{id:[0-9]+}/answers"}
	AuditReport = Route{"auditReport", "GET", "/_mock/audits/{id:[0-9]+}/report"}

	OpenAPI           = Route{"openAPI", "GET", "/_mock/openapi.json"}
	CA                = Route{"ca", "GET", "/_mock/ca.pem"}
	Metrics           = Route{"metrics", "GET", "/_mock/metrics"}
	Events            = Route{"events", "GET", "/_mock/events"}
	Lease             = Route{"lease", "GET", "/_mock/lease"}
	Dashboard         = Route{"dashboard", "GET", "/_mock/"}
	DashboardRedirect = Route{"dashboardRedirect", "GET", "/_mock"}
)
