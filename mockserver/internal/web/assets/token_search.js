// Where the search of the tokens looks.

import { searcher } from "./query.js";

export const fields = {
  token: { starts: (t) => [t.token] },
  kind: { starts: (t) => [t.kind] },
  state: { is: (t) => [t.state] },
  user: { is: (t) => [t.account] },
  client: { is: (t) => [t.client_id] },
  scope: { has: (t) => [t.scope] },
};

// matcher returns a function that tells whether a token is one that the search
// finds.
export const matcher = searcher(fields, (t) => [t.token, t.kind, t.state, t.account, t.client_id, t.scope]);
