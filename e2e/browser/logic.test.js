// The logic of the dashboard that needs no browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { families } from "../../mockserver/internal/web/assets/families.js";
import { flowsOf, tokensIn } from "../../mockserver/internal/web/assets/lineage.js";
import { goDuration, milliseconds } from "../../mockserver/internal/web/assets/moment.js";
import { errorOf } from "../../mockserver/internal/web/assets/outcome.js";
import { matcher as messageMatcher } from "../../mockserver/internal/web/assets/message_search.js";
import { parse } from "../../mockserver/internal/web/assets/query.js";
import { decisionOf, foundation } from "../../mockserver/internal/web/assets/replay.js";
import { fields, matcher } from "../../mockserver/internal/web/assets/request_search.js";

const token = (letter) => letter.repeat(40);
const entry = (id, more) => ({ id, method: "GET", path: "/me", outcome: "ok", status: 200, time: `2026-01-01T00:00:${String(id).padStart(2, "0")}Z`, duration: "1ms", ...more });
const bearer = (t) => ({ headers: { Authorization: [`Bearer ${t}`] } });
const login = (id, code) => entry(id, { endpoint: "authorize", path: "/authorize", status: 302, response_headers: { Location: [`https://a.example/?code=${code}&state=x`] } });
const exchange = (id, code, access) => entry(id, { endpoint: "token", path: "/token", form: { code: [code] }, response_body: `{"access_token":"${access}"}` });

test("a search is words, some of which look in one place", () => {
  assert.deepEqual(parse(`user:jane -outcome:ok "two words" http://x`, fields), [
    { not: false, field: "user", text: "jane" }, { not: true, field: "outcome", text: "ok" },
    { not: false, field: undefined, text: "two words" }, { not: false, text: "http://x" },
  ]);
  const jane = entry(1, { account: "jane", reason: "fine" });
  for (const [search, want] of [["user:jane", true], ["user:jan", false], ["-user:john", true], ["FINE", true], ["", true], ["status:20", true], ["status:4", false], ["id:3,1", true], ["id:3,11", false], ["constructor:x", false]]) {
    assert.equal(matcher(search)(jane), want, search);
  }
});

test("messages are searched in the same language", () => {
  const sms = { id: "77", channel: "sms", direction: "outbound", to: "4917612345678", from: "Acme", text: "Your code is 1234", status: "DELIVERED", label: "login", codes: ["1234"], account: "jane" };
  for (const [search, want] of [
    ["to:4917", true], ["to:+4917", true], ["to:7612", false], ["from:acme", true], ['text:"code is"', true], ["status:delivered", true], ["status:failed,delivered", true],
    ["channel:voice", false], ["label:login -user:john", true], ["code:12", true], ["+49176 your", true], ["acme login", true],
  ]) assert.equal(messageMatcher(search)(sms), want, search);
});

test("an error is the redirect’s, the body’s, or a code of the gateway’s", () => {
  const answer = (response_body, more) => errorOf(entry(1, { response_body, ...more }));
  assert.equal(answer("", { response_headers: { Location: ["https://a.example/?error=access_denied&state=1"] } }), "access_denied");
  assert.equal(answer(`{"error":"invalid_grant"}`), "invalid_grant");
  assert.equal(answer("900"), "900");
  assert.equal(answer(`"900"`), "900");
  assert.equal(answer("100\n77214945865"), "");
  assert.equal(answer(`{"success":"100","messages":[{"success":false,"error":202}]}`), "202");
  assert.equal(answer(`{"success":true,"user_id":1}`), "");
});

test("a flow is what a code and its tokens join", () => {
  const flows = flowsOf([
    login(1, token("a")), login(2, token("b")), exchange(3, token("b"), token("c")), exchange(4, token("a"), token("d")),
    entry(5, bearer(token("c"))), entry(6, { endpoint: "me" }),
  ]);
  assert.deepEqual(flows.map((flow) => flow.map(({ id }) => id)).sort(), [[1, 4], [2, 3, 5], [6]]);
  assert.deepEqual(tokensIn(entry(1, bearer(token("c")))), [token("c")]);
});

test("a family is a code and what descends from it", () => {
  const made = (t, kind, issued_by, ended_by) => ({ token: t, kind, issued_by, ended_by, state: ended_by ? "used" : "valid", issued_at: `2026-01-01T00:00:0${issued_by}Z`, client_id: "a", account: "j" });
  const all = [made("code", "code", 1, 2), made("access", "access_token", 2), made("refresh", "refresh_token", 2, 3), made("access2", "access_token", 3), made("other", "code", 4)];
  assert.deepEqual(families(all).map((family) => family.map(({ token: t }) => t)), [["other"], ["code", "access", "refresh", "access2"]]);
});

test("durations as people write them", () => {
  for (const [text, want] of [["14d", "336h"], ["1d12h", "24h12h"], ["-2d", "-48h"], ["+1h", "1h"], ["2 min", "2m"], ["soon", "soon"]]) assert.equal(goDuration(text), want);
  assert.equal(milliseconds("1m2.5s"), 62500);
  assert.equal(milliseconds("250µs"), 0.25);
});

test("what a request rests on is asked first", () => {
  const before = [login(1, token("a")), exchange(2, token("a"), token("b")), entry(3, { endpoint: "sms", path: "/api/sms", method: "POST", account: "john", ...bearer(token("b")) }),
    entry(4, { endpoint: "balance", path: "/api/balance", account: "john", ...bearer(token("b")) })];
  const tokens = [{ token: token("a"), issued_by: 1, ended_by: 2 }, { token: token("b"), issued_by: 2 }];
  assert.deepEqual(foundation([before[3]], { before, tokens }).map(({ id }) => id), [1, 2, 3, 4]);
  assert.deepEqual(decisionOf(before[0]), { Decision: "approve", Account: undefined });
});
