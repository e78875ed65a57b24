// Where the search of the activity looks.

import { tokensIn } from "./lineage.js";
import { errorOf } from "./outcome.js";
import { searcher } from "./query.js";
import { pairsOf } from "./values.js";

export const fields = {
  id: { is: (e) => [e.id] },
  user: { is: (e) => [e.account] },
  account: { is: (e) => [e.account] },
  client: { is: (e) => [e.client_id] },
  endpoint: { is: (e) => [e.endpoint || "none"] },
  outcome: { is: (e) => [e.outcome] },
  method: { is: (e) => [e.method] },
  status: { starts: (e) => [e.status] },
  grant: { starts: (e) => [e.grant_type] },
  error: { has: (e) => [errorOf(e)] },
  path: { has: (e) => [e.path] },
  reason: { has: (e) => [e.reason] },
  token: { starts: tokensIn },
  body: { has: (e) => [e.body] },
  answer: { has: (e) => [e.response_body] },
  header: { has: (e) => [...lines(e.headers), ...lines(e.response_headers)] },
};

const lines = (headers) => pairsOf(headers).map(([name, value]) => `${name}: ${value}`);

// matcher returns a function that tells whether a request is one that the
// search finds.
export const matcher = searcher(fields, (e) => [
  `#${e.id}`, e.method, e.host, e.path, e.raw_query, e.endpoint, e.client_id, e.grant_type, e.account, e.status,
  e.outcome, e.reason, e.body, e.response_body, ...lines(e.headers), ...lines(e.response_headers),
  ...Object.values(e.query ?? {}).flat(), ...Object.values(e.form ?? {}).flat(),
]);
