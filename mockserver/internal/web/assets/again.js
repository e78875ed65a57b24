// Sends a request of the journal once more, from the page.

import { ownHeaders } from "./curl.js";
import { baseURL, url } from "./request_url.js";
import { t } from "./words.js";

// canAgain reports whether the page may send a request again: where the control
// API has an address of its own, a browser does not let it.
export const canAgain = (entry) => entry.endpoint !== "webhook" && new URL(baseURL()).origin === location.origin;

// again sends a request. Its answer shows in the list, whatever it is; one that a
// fault breaks off has been given, too.
export async function again(entry) {
  const bodiless = ["GET", "HEAD"].includes(entry.method);
  const request = { method: entry.method, headers: ownHeaders(entry), body: bodiless ? undefined : entry.body, redirect: "manual", credentials: "omit" };
  await fetch(url(entry, baseURL()), request).catch(() => {});
  return t("It was sent again.");
}
