// The list of the codes and tokens.

import { differences } from "./differences.js";

// tokenKey tells them apart: a code and a token may be called the same.
export const tokenKey = ({ kind, token }) => `${kind} ${token}`;

// upToDate returns the list as it is by now; once it is distrusted, as a whole.
export const { upToDate, distrust: distrustTokens } = differences(tokenKey);

// aged returns a list in which those whose time is over at a moment are expired,
// and those whose time is not are valid: the server's clock may have gone back. The
// server counts in whole seconds.
export function aged(list, now) {
  const second = Math.floor(now / 1000);
  let changed = false;
  const all = list.map((token) => {
    if (token.ended_at || !token.expires_at) return token;
    const state = second > Date.parse(token.expires_at) / 1000 ? "expired" : "valid";
    if (state === token.state) return token;
    changed = true;
    return { ...token, state };
  });
  return changed ? all : list;
}
