// Writes requests as Markdown for a bug tracker, without secrets: what stands in
// Authorization, in tokens and in secrets is left out.

import { outcomeOf } from "./outcome.js";

export const markdown = (entries) => `${entries.map(one).join("\n\n")}\n`;

const secrets = new Set(["client_secret", "code", "refresh_token", "access_token", "token", "code_verifier", "p"]);

function one(entry) {
  const lines = [`### #${entry.id} \`${entry.method} ${entry.path}\` → ${outcomeOf(entry)}`, ""];
  if (entry.reason) lines.push(`> ${entry.reason.replace(/\n/g, " ")}`, "");
  lines.push("```http", `${entry.method} ${entry.path}`);
  for (const [name, values] of Object.entries(entry.headers ?? {})) {
    for (const value of values) lines.push(`${name}: ${/^(authorization|x-api-key|cookie)$/i.test(name) ? "…" : value}`);
  }
  const form = Object.entries(entry.form ?? {});
  if (form.length > 0) lines.push("", form.flatMap(([name, values]) => values.map((value) => `${name}=${secrets.has(name) ? "…" : value}`)).join("&"));
  lines.push("```", "", "```", hidden(entry.response_body ?? "") || "(no body)", "```");
  return lines.join("\n");
}

const hidden = (body) => body.replace(/"((?:access|refresh)_token)":"[^"]*"/g, '"$1":"…"');
