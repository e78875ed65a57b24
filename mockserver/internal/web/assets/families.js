// Which tokens descend from which: the request that issued some is the one that
// ended what they were issued for.

// families returns the tokens in families, the youngest family first and in each
// of them the oldest token first.
export function families(tokens) {
  const endedBy = new Map(); // request -> the token that it used
  for (const token of tokens) if (token.ended_by && token.state === "used") endedBy.set(token.ended_by, token);
  const family = new Map(); // token -> its family
  const lonely = new Map(); // how it was minted -> families of access tokens that lack their refresh token
  const all = new Set();
  for (const token of [...tokens].sort((a, b) => a.issued_at.localeCompare(b.issued_at) || order(a) - order(b))) {
    const parent = token.issued_by ? endedBy.get(token.issued_by) : undefined;
    const list = family.get(parent) ?? (isMinted(token, "refresh_token") ? lonely.get(minting(token))?.shift() : undefined) ?? [];
    list.push(token);
    family.set(token, list);
    all.add(list);
    if (isMinted(token, "access_token")) lonely.set(minting(token), [...(lonely.get(minting(token)) ?? []), list]);
  }
  return [...all].reverse();
}

const ranks = { code: 0, access_token: 1, refresh_token: 2 };
const order = (token) => ranks[token.kind];

// Tokens that no request issued were minted in pairs, by a tester or by the world
// file; minting is what a pair has in common.
const isMinted = ({ issued_by: issuedBy, kind }, wanted) => !issuedBy && kind === wanted;
const minting = (token) => [token.issued_at, token.client_id, token.account, token.scope].join("\n");
