// Which tokens descend from which: the request that issued some is the one that
// ended what they were issued for.

// families returns the tokens in families, the youngest family first and in each
// of them the oldest token first.
export function families(tokens) {
  const endedBy = new Map(); // request -> the token that it used
  for (const token of tokens) if (token.ended_by && token.state === "used") endedBy.set(token.ended_by, token);
  const family = new Map(); // token -> its family
  const all = new Set();
  for (const token of [...tokens].sort((a, b) => a.issued_at.localeCompare(b.issued_at) || order(a) - order(b))) {
    const parent = token.issued_by ? endedBy.get(token.issued_by) : undefined;
    const twin = !parent && [...all].find(([first]) => minted(first, token));
    const list = family.get(parent) ?? twin ?? [];
    list.push(token);
    family.set(token, list);
    all.add(list);
  }
  return [...all].reverse();
}

const ranks = { code: 0, access_token: 1, refresh_token: 2 };
const order = (token) => ranks[token.kind];

// minted reports whether two tokens were minted as a pair, by a tester or by the
// world file.
const minted = (first, token) => !first.issued_by && !token.issued_by && first.issued_at === token.issued_at &&
  first.client_id === token.client_id && first.account === token.account && first.kind === "access_token" && token.kind === "refresh_token";
