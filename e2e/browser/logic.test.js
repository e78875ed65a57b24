// The logic of the dashboard that needs no browser.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { curl } from "../../mockserver/internal/web/assets/curl.js";
import { differences, merged } from "../../mockserver/internal/web/assets/differences.js";
import { nextStatus } from "../../mockserver/internal/web/assets/due_statuses.js";
import { families } from "../../mockserver/internal/web/assets/families.js";
import { differing } from "../../mockserver/internal/web/assets/differing.js";
import { har } from "../../mockserver/internal/web/assets/har.js";
import { flowsOf, relatives, tokensIn, treeOf } from "../../mockserver/internal/web/assets/lineage.js";
import { later } from "../../mockserver/internal/web/assets/live.js";
import { markdown } from "../../mockserver/internal/web/assets/markdown.js";
import { goDuration, milliseconds, moment } from "../../mockserver/internal/web/assets/moment.js";
import { errorOf } from "../../mockserver/internal/web/assets/outcome.js";
import { distrustMessages, messagesUpToDate } from "../../mockserver/internal/web/assets/message_list.js";
import { matcher as messageMatcher } from "../../mockserver/internal/web/assets/message_search.js";
import { orderAsGo } from "../../mockserver/internal/web/assets/order_go.js";
import { parse } from "../../mockserver/internal/web/assets/query.js";
import { decisionOf, foundation } from "../../mockserver/internal/web/assets/replay.js";
import { fields, matcher } from "../../mockserver/internal/web/assets/request_search.js";
import { clearSelection, extend, selectedIDs, startAt, toggle } from "../../mockserver/internal/web/assets/selection.js";
import { stream } from "../../mockserver/internal/web/assets/stream.js";
import { aged, tokenKey } from "../../mockserver/internal/web/assets/token_list.js";

const token = (letter) => letter.repeat(40);
const entry = (id, more) => ({ id, method: "GET", path: "/me", outcome: "ok", status: 200, time: `2026-01-01T00:00:${String(id).padStart(2, "0")}Z`, duration: "1ms", ...more });
const bearer = (t) => ({ headers: { Authorization: [`Bearer ${t}`] } });
const login = (id, code) => entry(id, { endpoint: "authorize", path: "/authorize", status: 302, response_headers: { Location: [`https://a.example/?code=${code}&state=x`] } });
const exchange = (id, code, access) => entry(id, { endpoint: "token", path: "/token", form: { code: [code] }, response_body: `{"access_token":"${access}"}` });

test("Markdown for a bug tracker has no secrets, wherever they stand, and nothing that is more than text", () => {
  const [code, access, refresh, key, cookie] = ["c", "a", "f", "k", "s"].map(token);
  const text = markdown([
    entry(1, { endpoint: "authorize", path: "/authorize", response_headers: { Location: [`https://a.example/?code=${code}&state=x`] } }),
    entry(2, { method: "POST", path: "/token", headers: { Authorization: [`Basic ${btoa("shop:s3cret/pass")}`], Referer: [`https://a.example/?code=${code}`] },
      form: { code: [code], redirect_uri: ["https://a.example/?p=s3cret%2Fpass"] }, response_body: `{"access_token":"${access}","refresh_token":"${refresh}"}` }),
    entry(3, { path: `/me/${access}`, reason: `the token ${refresh} is none`, headers: { Cookie: [`a=1; session=${cookie}`], "X-Session": [cookie], "X-Api-Key": [key], "X-Of": [`key ${key}`] } }),
    entry(4, { path: "/x\n```\n<b>", reason: "`@all` <b>\n# x", headers: { A: ["````"] }, response_body: "```\n<script>" }),
    entry(6, { path: "/authorize", query: { redirect_uri: ["https://a.example/back"], p: ["key"], code: [code] } }),
    entry(5, { headers: { Authorization: ["Basic !"] } }),
  ]);
  for (const secret of [code, access, refresh, key, cookie, "s3cret/pass", "s3cret%2Fpass", btoa("shop:s3cret/pass")]) assert.ok(!text.includes(secret), `${secret} is in ${text}`);
  assert.ok(text.includes("```http\nGET /authorize?redirect_uri=https://a.example/back&p=…&code=…\n```"), text);
  assert.ok(text.includes("### #4 ````GET /x ``` <b>```` → 200\n\n> `` `@all` <b> # x ``\n\n`````http\nGET /x\n```\n<b>\nA: ````\n`````\n\n````\n```\n<script>\n````\n"), text);
});

test("a request is sent again, and archived, as it was", () => {
  const odd = entry(1, { method: "POST", scheme: "http", host: "a.example", path: "/a?b#c", raw_query: "d=e", body: "ä€", headers: { "X-Empty": [""], "X-Full": ["x"] }, response_body: "ü" });
  assert.ok(curl(odd, "").includes("-H 'X-Empty;' \\\n  -H 'X-Full: x'"), curl(odd, ""));
  const [{ request, response }] = har([odd], "1").log.entries;
  assert.deepEqual([request.url, request.bodySize, response.bodySize, response.content.size], ["http://a.example/a%3Fb%23c?d=e", 5, 2, 2]);
});

test("what differs between two requests comes in the order of a request, without what always does", () => {
  const one = entry(1, { query: { a: ["1"], b: ["2"] }, body: `{"x":1}`, response_headers: { Date: ["now"] }, response_body: "ok" });
  const other = entry(2, { query: { b: ["2"], c: ["3", "4"] }, body: `{ "x": 1 }`, status: 401, reason: "no token", response_headers: { Date: ["then"] }, response_body: `{"x":2}` });
  assert.deepEqual(differing(one, other), [["?a", "1", undefined], ["?c", undefined, "3\n4"], ["Status", "200", "401"], ["Reason", undefined, "no token"], ["Answer", "ok", `{\n  "x": 2\n}`]]);
  assert.deepEqual(differing(one, { ...one, id: 2 }), []);
});

test("a search is words, some of which look in one place", () => {
  assert.deepEqual(parse(`user:jane -outcome:ok "two words" http://x`, fields), [
    { not: false, field: "user", text: "jane" }, { not: true, field: "outcome", text: "ok" },
    { not: false, field: undefined, text: "two words" }, { not: false, text: "http://x" },
  ]);
  assert.deepEqual(parse(`user: "two wo`, fields), [{ not: false, field: undefined, text: "two wo" }]); // while somebody types
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

test("a tree has below a request what rests on it, and knows the SMS of plain answers", () => {
  const answer = (access, refresh) => `{"access_token":"${access}","refresh_token":"${refresh}"}`;
  const flow = [
    entry(1, { endpoint: "authorize", path: "/authorize", status: 200, raw_query: "client_id=a" }),
    entry(2, { ...login(2, token("a")), method: "POST", form: { request: ["client_id=a"] } }),
    entry(3, { endpoint: "token", path: "/token", form: { code: [token("a")] }, response_body: answer(token("b"), token("c")) }),
    entry(4, { endpoint: "token", path: "/token", form: { refresh_token: [token("c")] }, response_body: answer(token("d"), token("e")) }),
    entry(5, { endpoint: "sms", path: "/api/sms", method: "POST", response_body: "100", ...bearer(token("b")) }),
    entry(6, { endpoint: "token", path: "/token", outcome: "refused", form: { code: [token("a")] } }),
    entry(7, { endpoint: "webhook", path: "/hook", form: { "data[msg_id]": ["77123"] } }),
  ];
  const sent = new Map([[5, ["77123"]]]);
  assert.equal(flowsOf(flow, sent).length, 1);
  assert.deepEqual(treeOf(flow, sent).map(({ entry: { id }, depth, children }) => [id, depth, children]),
    [[1, 0, 6], [2, 1, 5], [3, 2, 3], [4, 3, 0], [5, 3, 1], [7, 4, 0], [6, 2, 0]]);
  const days = Array.from({ length: 20000 }, (_, i) => entry(i + 1, { endpoint: "token", form: { refresh_token: [`${i}`.padStart(20, "r")] }, response_body: `{"refresh_token":"${`${i + 1}`.padStart(20, "r")}"}` }));
  assert.equal(treeOf(flowsOf(days)[0]).at(-1).depth, 19999);
});

test("of many relatives those are shown that it began with, and those that are near", () => {
  const all = [login(1, token("a")), exchange(2, token("a"), token("b")), ...Array.from({ length: 1000 }, (_, i) => entry(i + 3, bearer(token("b"))))];
  const ids = relatives(all[499], all).map(({ id }) => id);
  assert.equal(ids.length, 30);
  assert.deepEqual([ids[0], ids[1], ids[10], ids.at(-1)], [2, 3, 490, 510]);
  assert.deepEqual(relatives(all[1], all.slice(0, 4)).map(({ id }) => id), [1, 3, 4]);
});

test("a HAR has the URL that was asked for, and counts bytes", () => {
  const { request, response } = har([entry(1, { scheme: "https", host: "x.example", path: "/no where?/#", raw_query: "a=%26", body: "ä", response_body: "€" })], "1").log.entries[0];
  assert.equal(request.url, "https://x.example/no%20where%3F/%23?a=%26");
  assert.deepEqual([request.bodySize, response.bodySize, response.content.size], [2, 3, 3]);
});

test("a range is selected from the last one that was chosen", () => {
  const order = [9, 7, 5, 3];
  toggle(7);
  extend(3, order);
  assert.deepEqual(selectedIDs(), [3, 5, 7]);
  toggle(5);
  assert.deepEqual(selectedIDs(), [3, 7]);
  clearSelection();
  startAt(5);
  extend(9, order);
  assert.deepEqual(selectedIDs(), [5, 7, 9]);
  clearSelection();
});

test("what happens two hundred times a second is drawn ten times at most", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let drawn = 0;
  const draw = later(100, () => { drawn += 1; });
  for (let ms = 0; ms < 1000; ms += 5) {
    draw();
    mock.timers.tick(5);
    await Promise.resolve().then(() => {}); // lets the drawing come to its end
  }
  mock.timers.reset();
  assert.ok(drawn >= 5 && drawn <= 10, `drawn ${drawn} times`);
});

test("a family is a code and what descends from it", () => {
  const made = (t, kind, issued_by, ended_by) => ({ token: t, kind, issued_by, ended_by, state: ended_by ? "used" : "valid", issued_at: `2026-01-01T00:00:0${issued_by}Z`, client_id: "a", account: "j" });
  const all = [made("code", "code", 1, 2), made("access", "access_token", 2), made("refresh", "refresh_token", 2, 3), made("access2", "access_token", 3), made("other", "code", 4)];
  assert.deepEqual(families(all).map((family) => family.map(({ token: t }) => t)), [["other"], ["code", "access", "refresh", "access2"]]);
  const minted = (t, kind) => ({ token: t, kind, state: "valid", issued_at: "2026-01-01T00:00:00Z", client_id: "a", account: "j", scope: "sms" });
  const pairs = [minted("a1", "access_token"), minted("a2", "access_token"), minted("r1", "refresh_token"), minted("r2", "refresh_token")];
  assert.deepEqual(families(pairs).map((family) => family.map(({ token: t }) => t)), [["a2", "r2"], ["a1", "r1"]]);
});

test("a list is kept up to date by what has changed", async () => {
  const { distrust, upToDate } = differences(tokenKey);
  const made = (name, change, state = "valid") => ({ token: name, kind: "access_token", change, state });
  let answers = [];
  const asked = [];
  const get = async (query) => { asked.push(query.changed_after ?? "all"); return answers.shift(); };
  answers = [[made("a", 1), made("b", 2)], [], [made("b", 4, "used"), made("c", 3)], [made("c", 3)], [made("d", 7)]];
  let list = await upToDate([], get, 1000);
  list = await upToDate(list, get, 2000);
  list = await upToDate(list, get, 3000);
  assert.deepEqual(list, [made("a", 1), made("b", 4, "used"), made("c", 3)]);
  list = await upToDate(list, get, 61_000); // those that were forgotten are gone after a minute
  assert.deepEqual(list, [made("c", 3)]);
  distrust();
  await upToDate(list, get, 61_500);
  assert.deepEqual(asked, ["all", 2, 2, "all", "all"]);

  // What is distrusted while all are on their way is asked for as a whole once more.
  asked.length = 0;
  answers = [[made("a", 1)], [made("b", 2)]];
  list = await upToDate([], async (query) => { const answer = await get(query); distrust(); return answer; }, 130_000);
  await upToDate(list, get, 130_001);
  assert.deepEqual(asked, ["all", "all"]);

  // A code and a token may be called the same.
  const code = { ...made("a", 5), kind: "code" };
  assert.deepEqual(merged([made("a", 1)], [code], tokenKey), [made("a", 1), code]);
});

test("messages of both directions are kept up to date, by their times", async () => {
  const made = (direction, id, second, change, more) => ({ direction, id, channel: "sms", time: `2026-01-01T00:00:0${second}Z`, change, ...more });
  const out = (...of) => made("outbound", ...of);
  const into = (...of) => made("inbound", ...of);
  let answers;
  let asked = [];
  const get = async ({ direction = "outbound", changed_after = "all" }) => { asked.push(`${direction} ${changed_after}`); return answers[direction]; };
  const ids = (list) => list.map(({ id }) => id).join(" ");

  answers = { outbound: [out("1", 1, 7), out("3", 3, 5)], inbound: [into("1", 2, 1), into("2", 4, 2)] };
  let list = await messagesUpToDate([], get, 1000);
  assert.equal(ids(list), "1 1 3 2");

  answers = { outbound: [], inbound: [] };
  assert.equal(await messagesUpToDate(list, get, 2000), list, "nothing has changed");
  assert.deepEqual(asked, ["outbound all", "inbound all", "outbound 7", "inbound 2"]);

  // A call may be called as an SMS, and what was received as what was sent.
  answers = { outbound: [out("1", 1, 8, { status: "DELIVERED" }), out("1", 6, 9, { channel: "voice" })], inbound: [into("4", 5, 3)] };
  list = await messagesUpToDate(list, get, 3000);
  assert.deepEqual(list, [out("1", 1, 8, { status: "DELIVERED" }), into("1", 2, 1), out("3", 3, 5), into("2", 4, 2), into("4", 5, 3), out("1", 6, 9, { channel: "voice" })]);

  answers = { outbound: [], inbound: [into("4", 5, 3)] };
  asked = [];
  distrustMessages();
  list = await messagesUpToDate(list, get, 4000);
  assert.equal(ids(list), "4", "what was sent is forgotten");
  answers = { outbound: [], inbound: [] };
  assert.equal(await messagesUpToDate(list, get, 5000), list);
  assert.deepEqual(asked, ["outbound all", "inbound all", "outbound all", "inbound 3"]);
});

test("a token expires when its last second is over, and not before", () => {
  const until = Date.parse("2026-01-01T00:00:10Z");
  const token = { state: "valid", expires_at: "2026-01-01T00:00:10Z" };
  const states = (list, now) => aged(list, now).map(({ state }) => state);
  for (const [now, want] of [[until, "valid"], [until + 999, "valid"], [until + 1000, "expired"]]) assert.deepEqual(states([token], now), [want]);
  assert.deepEqual(states([{ ...token, state: "expired" }], until), ["valid"], "after the clock has gone back");
  assert.deepEqual(states([{ state: "valid" }, { ...token, state: "used", ended_at: "2026-01-01T00:00:01Z" }], until + 9999), ["valid", "used"]);
  const list = [token];
  assert.equal(aged(list, until), list);
});

test("durations as people write them", () => {
  for (const [text, want] of [["14d", "336h"], ["1d12h", "24h12h"], ["-2d", "-48h"], ["+1h", "1h"], ["2 min", "2m"], ["1 day", "24h"], ["14 Tage 2h", "336h2h"], ["soon", "soon"]]) assert.equal(goDuration(text), want);
  for (const [text, want] of [["2027-01-31", "2027-01-31T00:00:00.000Z"], [" 2027-01-31 12:30", "2027-01-31T12:30:00.000Z"], ["2027-01-31T12:30:15Z", "2027-01-31T12:30:15.000Z"], ["2027-13-01", ""], ["2027", ""], ["14d", ""]]) assert.equal(moment(text), want);
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

test("the next status that comes by itself is the first of all messages", () => {
  assert.equal(nextStatus([]), Infinity);
  assert.equal(nextStatus([{ status: "DELIVERED" }, { status_until: "2026-01-31T12:00:02Z" }, { status_until: "2026-01-31T12:00:01Z" }]), Date.parse("2026-01-31T12:00:01Z"));
});

test("a stream that the browser has given up comes back, unless nobody follows it", (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const opened = [];
  globalThis.EventSource = class extends EventTarget {
    static CLOSED = 2;
    constructor(url) { super(); opened.push(Object.assign(this, { url, readyState: 0 })); }
    close() { this.readyState = 2; }
    say(type, more) { this.dispatchEvent(Object.assign(new Event(type), more)); }
  };
  t.after(() => { mock.timers.reset(); delete globalThis.EventSource; });
  const heard = [];
  const events = stream("events", (message) => heard.push(message));
  events.follow(true);
  events.follow(true);
  opened[0].say("open");
  opened[0].say("request", { data: "1" });
  opened[0].say("error"); // the browser tries again by itself
  mock.timers.tick(10_000);
  assert.equal(opened.length, 1);
  opened[0].close();
  opened[0].say("error"); // it has given up: a proxy said 502
  mock.timers.tick(10_000);
  assert.deepEqual(opened.map(({ url }) => url), ["events", "events"]);
  opened[1].say("change", { data: "2" });
  assert.deepEqual(heard, [{ state: "open" }, { event: "request", data: "1" }, { state: "lost" }, { state: "lost" }, { event: "change", data: "2" }]);
  opened[1].close();
  opened[1].say("error");
  events.follow(false);
  mock.timers.tick(10_000);
  assert.equal(opened.length, 2);
  events.follow(true);
  assert.equal(opened.length, 3);
});

test("an order is a line of Go with all of its fields", () => {
  assert.equal(orderAsGo("Inject", "Fault", { endpoint: "token", grant_type: "refresh_token", status: 503, headers: { "Retry-After": "30" }, body: "a \"b\"", delay: "1m2s", client_id: "shop" }),
    `body := "a \\"b\\""
srv.Inject(control.Fault{Endpoint: "token", GrantType: "refresh_token", Status: 503, Headers: map[string]string{"Retry-After": "30"}, Body: &body, Delay: 62000 * time.Millisecond, ClientID: "shop"})`);
});
