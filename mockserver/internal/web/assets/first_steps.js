// What an empty journal and an empty outbox say: how to point an application here,
// and how to send a first SMS.

import { copyButton, copyPairs } from "./copy.js";
import { el, keep } from "./dom.js";
import { baseURL } from "./request_url.js";
import { quote } from "./shell.js";
import { known } from "./store.js";
import { t } from "./words.js";

export function drawFirstSteps(place) {
  const base = baseURL();
  const client = known.clients.find(({ public: isPublic }) => !isPublic) ?? known.clients[0];
  keep(place, [{ base, client }], () => "steps", steps);
}

function steps({ base, client }) {
  const lines = [[t("Authorization"), `${base}/authorize`], [t("Token"), `${base}/token`], [t("Revocation"), `${base}/revoke`], [t("User"), `${base}/me`], [t("Gateway"), `${base}/api`]];
  if (client) lines.push(["client_id", client.id]);
  if (client?.secrets?.length > 0) lines.push(["client_secret", client.secrets[0]]);
  const curl = client && `curl -i ${quote(`${base}/authorize?response_type=code&client_id=${encodeURIComponent(client.id)}&state=xyz`)}`;
  return el("section", { class: "card stack" },
    el("h2", {}, t("Nothing has been asked yet")),
    el("p", {}, t("Point your application here; whatever it asks appears by itself.")),
    copyPairs(lines),
    curl && el("p", {}, t("Or try it from a shell, or with the demonstration application:")),
    curl && el("div", { class: "row" }, el("code", {}, curl), copyButton(t("Copy"), "curl", () => curl)),
    el("p", {}, el("a", { href: "demo", id: "demo-link" }, t("Log in with the demonstration application"))));
}

// firstMessage is what the outbox shows while nothing has been sent; key is an API
// key that can send, if there is one.
export function firstMessage(key) {
  const curl = key && `curl ${quote(`${baseURL()}/api/sms`)} -H ${quote(`X-Api-Key: ${key}`)} -d to=4917612345678 -d text='Your code is 482913'`;
  return el("div", { class: "stack" },
    el("p", {}, t("Nothing has been sent yet. What your application sends appears here by itself.")),
    curl && el("p", { class: "row" }, t("Or from a shell:"), el("code", {}, curl), copyButton(t("Copy"), "curl", () => curl)));
}
