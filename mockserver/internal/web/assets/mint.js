// Mints a token and copies it.

import { post } from "./api.js";
import { write } from "./copy.js";
import { refresh } from "./store.js";
import { t } from "./words.js";

export async function mint(order) {
  const token = await post("tokens", order);
  refresh("tokens");
  await write(token.access_token);
  return t("Minted and copied: {token}", { token: token.access_token });
}
