// Writes requests as a Go test against the double: what they rest on is asked
// first, with the codes and tokens that this time come back in the place of the
// old ones.

import { player } from "./gotest_player.js";
import { decisionOf, endedBefore, faultOf, foundation, mintedFor } from "./replay.js";
import { url } from "./request_url.js";
import { locationOf } from "./values.js";

const left = new Set(["accept-encoding", "connection", "content-length", "host"]);

// The ready-made faults that leave the client without a whole answer.
const breaking = new Set(["hang", "connection-reset", "empty-reply", "response-lost", "truncated-body"]);

// goTest returns a file with a test that asks for the wanted requests again and
// wants the same answers. known is what the server has: world, tokens, faults and
// the requests before.
export function goTest(wanted, known, module) {
  const entries = foundation(wanted, known);
  const asked = new Set(wanted.map(({ id }) => id));
  const steps = entries.map((entry, i) => step(entry, entries[i - 1], asked.has(entry.id), known));
  const minted = mintedFor(entries, known).map(mint);
  const control = [...steps, ...minted].some((text) => text.includes("control."));
  return `package integration_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"${module}/fixtures"
${control ? `	"${module}/mockserver/control"\n` : ""}	"${module}/testkit"
)

// ${name(wanted)} asks again what was answered before, and wants the same.${comment(wanted.at(-1).reason)}
func ${name(wanted)}(t *testing.T) {
	world, err := fixtures.Parse("world.yaml", []byte(${quote(JSON.stringify(known.world))}))
	if err != nil {
		t.Fatal(err)
	}
	srv := testkit.New(t, testkit.WithWorld(world), testkit.AllowUnused())
${player}${minted.join("")}${steps.join("")}}
`;
}

const name = (wanted) => `TestRequest${wanted.length === 1 ? wanted[0].id : `s${wanted[0].id}To${wanted.at(-1).id}`}`;

function step(entry, before, wanted, { faults, tokens }) {
  const fault = faultOf(entry, faults);
  const decision = decisionOf(entry);
  return [
    passed(before, entry),
    ...endedBefore(entry, tokens).map(({ lever, token }) => `	srv.${lever}(control.TokenFilter{Token: now(${quote(token)})})\n`),
    decision && `	srv.Decide(control.Decision{${members(decision)}})\n`,
    fault && injection(entry, fault),
    `	send(${quote(entry.method)}, ${quote(url(entry, ""))}, ${quote(entry.body ?? "")}, ${headers(entry)}, ${wanted}, answer{${status(entry, fault)}, ${quote(locationOf(entry))}, ${quote(answerOf(entry))}})\n`,
  ].filter(Boolean).join("");
}

// passed is the time that went by on the server's clock between two requests.
function passed(before, entry) {
  const seconds = before ? Math.floor((new Date(entry.time) - new Date(before.time)) / 1000) : 0;
  return seconds > 0 ? `	srv.AdvanceClock(${seconds} * time.Second)\n` : "";
}

// status is 0 for an answer that was not whole.
const status = (entry, fault) => (fault && (fault.connection || breaking.has(fault.preset)) ? 0 : entry.status);

// answerOf is what of an answer the test reads: not a page.
const answerOf = (entry) => (/^\s*</.test(entry.response_body ?? "") ? "" : entry.response_body ?? "");

function headers(entry) {
  const lines = Object.entries(entry.headers ?? {}).filter(([key]) => !left.has(key.toLowerCase()))
    .map(([key, values]) => `${quote(key)}: {${values.map(quote).join(", ")}}`);
  return lines.length > 0 ? `http.Header{${lines.join(", ")}}` : "nil";
}

function injection(entry, fault) {
  const { body, headers: set, delay, ...plain } = fault;
  const fields = members({
    Endpoint: entry.endpoint, Preset: plain.preset, Status: plain.status, Error: plain.error, ErrorDescription: plain.error_description, Connection: plain.connection,
  });
  const more = set ? `, Headers: map[string]string{${Object.entries(set).map(([key, value]) => `${quote(key)}: ${quote(value)}`).join(", ")}}` : "";
  const text = body === undefined ? "" : `	body${entry.id} := ${quote(body)}\n`;
  return `${text}	srv.Inject(control.Fault{${fields}${more}${text && `, Body: &body${entry.id}`}})\n`;
}

// mint has a token minted that a tester had minted.
function mint(token) {
  const field = token.kind === "access_token" ? "AccessToken" : "RefreshToken";
  return `	srv.Token(control.TokenRequest{${members({ ClientID: token.client_id, Account: token.account, Scope: token.scope, [field]: token.token, State: ["expired", "revoked"].includes(token.state) ? token.state : "" })}})\n`;
}

// comment is the reason as the rest of a comment: on one line, or what follows
// a line break would be code.
const comment = (reason) => (reason ? `\n// ${quote(reason)}` : "");

const members = (item) => Object.entries(item)
  .filter(([, value]) => value !== undefined && value !== "" && value !== false)
  .map(([key, value]) => `${key}: ${typeof value === "string" ? quote(value) : String(value)}`).join(", ");

// quote writes a Go string literal. JSON's is one, but for the byte order mark.
export const quote = (text) => JSON.stringify(text).replaceAll("\ufeff", "\\ufeff");
