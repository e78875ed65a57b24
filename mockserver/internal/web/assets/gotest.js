// Writes a request of the journal as a Go test against the double.

import { url } from "./curl.js";

const left = new Set(["accept-encoding", "connection", "content-length", "host"]);

// The ready-made faults that leave the client without a whole answer.
const breaking = new Set(["hang", "connection-reset", "empty-reply", "response-lost", "truncated-body"]);

// goTest returns a file with a test that sends the request to a double of its
// own and wants the same to happen. known is what the dashboard's server has:
// clients, accounts, tokens and faults. The test's world holds what of it the
// request was about.
export function goTest(entry, known, module) {
  const fault = known.faults.find((f) => (entry.reason ?? "").includes(`(number ${f.id})`))?.fault;
  const broken = fault && (fault.connection || breaking.has(fault.preset));
  const body = entry.body ? `strings.NewReader(${quote(entry.body)})` : "nil";
  const imports = [...(broken ? ["context"] : []), "io", "net/http", ...(entry.body ? ["strings"] : []), "testing", ...(broken ? ["time"] : [])];
  const own = ["fixtures", ...(fault ? ["mockserver"] : []), "testkit"];
  return `package integration_test

import (
${imports.map((name) => `\t"${name}"\n`).join("")}
${own.map((name) => `\t"${module}/${name}"\n`).join("")})

// TestRequest${entry.id} sends again what was answered with ${entry.status} (${entry.outcome}).${comment(entry.reason)}
func TestRequest${entry.id}(t *testing.T) {
	srv := testkit.New(t, testkit.WithWorld(fixtures.World{
${worldOf(entry, known)}	}))
${fault ? injection(fault) : ""}${broken ? "\tctx, cancel := context.WithTimeout(t.Context(), time.Second)\n\tdefer cancel()\n" : ""}	req, err := http.NewRequestWithContext(${broken ? "ctx" : "t.Context()"}, ${quote(entry.method)}, srv.URL+${quote(url(entry, ""))}, ${body})
	if err != nil {
		t.Fatal(err)
	}
${headers(entry)}	resp, err := srv.Client().Do(req)
${broken ? wantNothing : wantStatus(entry.status)}}
`;
}

const wantStatus = (status) => `	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := resp.StatusCode, ${status}; got != want {
		t.Errorf("status: got %d, want %d: %s", got, want, answer)
	}
`;

const wantNothing = `	if err == nil {
		_, err = io.ReadAll(resp.Body)
		resp.Body.Close()
	}
	if err == nil {
		t.Error("got a whole answer, want a broken connection")
	}
`;

// comment is the reason as the rest of a comment: on one line, or what follows
// a line break would be code.
function comment(reason) {
  return reason ? `\n// ${quote(reason)}` : "";
}

function headers(entry) {
  const lines = [];
  for (const [name, values] of Object.entries(entry.headers ?? {})) {
    if (left.has(name.toLowerCase())) continue;
    for (const value of values) lines.push(`\treq.Header.Add(${quote(name)}, ${quote(value)})\n`);
  }
  return lines.join("");
}

function worldOf(entry, { clients, accounts, tokens }) {
  const client = clients.find((c) => c.id === entry.client_id);
  const account = accounts.find((a) => a.name === entry.account) ?? accounts[0];
  const presented = tokens.filter((token) => presents(entry, token.token));
  const codes = presented.filter((token) => token.kind === "code" && goodFor(entry, token));
  const others = presented.filter((token) => token.kind !== "code" && goodFor(entry, token));
  return field("Clients", "Client", client ? [clientFields(client)] : [])
    + field("Accounts", "Account", account ? [accountFields(account)] : [])
    + field("Codes", "Code", codes.map((token) => ({ Code: token.token, ...about(token, entry) })))
    + field("Tokens", "Token", others.map((token) => ({ [token.kind === "access_token" ? "AccessToken" : "RefreshToken"]: token.token, ...about(token, entry) })));
}

// presents reports whether a request showed a code or token.
function presents(entry, token) {
  return [entry.raw_query, entry.body, ...Object.values(entry.headers ?? {}).flat()].some((text) => text?.includes(token));
}

// goodFor reports whether a code or token was not ended before the request: one
// that had been is as good as unknown.
const goodFor = (entry, token) => !token.ended_at || token.ended_by >= entry.id;

const about = (token, entry) => ({
  Client: token.client_id, Account: token.account, Scope: token.scope,
  State: entry.outcome !== "ok" && token.expires_at && new Date(token.expires_at) <= new Date(entry.time) ? "expired" : "",
});

const clientFields = (c) => ({ ID: c.id, Secrets: c.secrets, Public: c.public, RedirectURIs: c.redirect_uris, Scopes: c.scopes, PKCE: c.pkce });

const accountFields = (a) => ({ Name: a.name, UserID: a.user_id, Email: a.email, Company: a.company, Alias: a.alias, Balance: a.balance, APIKeys: a.api_keys });

// field writes a field of the world: a slice of structs, if there are any.
function field(name, type, items) {
  if (items.length === 0) return "";
  return `\t\t${name}: []fixtures.${type}{\n${items.map((item) => `\t\t\t{${members(item)}},\n`).join("")}\t\t},\n`;
}

const members = (item) => Object.entries(item)
  .filter(([, value]) => value !== undefined && value !== "" && value !== false)
  .map(([name, value]) => `${name}: ${literal(value)}`).join(", ");

function literal(value) {
  if (Array.isArray(value)) return `[]string{${value.map(quote).join(", ")}}`;
  return typeof value === "string" ? quote(value) : String(value);
}

function injection(f) {
  const named = { Endpoint: f.endpoint, Preset: f.preset, Status: f.status, Error: f.error, ErrorDescription: f.error_description, Connection: f.connection };
  const more = f.headers ? `, Headers: map[string]string{${Object.entries(f.headers).map(([name, value]) => `${quote(name)}: ${quote(value)}`).join(", ")}}` : "";
  const body = f.body === undefined ? "" : `\tbody := ${quote(f.body)}\n`;
  return `${body}\tif err := srv.Inject(mockserver.Fault{${members(named)}${more}${body && ", Body: &body"}}); err != nil {\n\t\tt.Fatal(err)\n\t}\n`;
}

// quote writes a Go string literal. JSON's is one, but for the byte order mark.
const quote = (text) => JSON.stringify(text).replaceAll("\ufeff", "\\ufeff");
