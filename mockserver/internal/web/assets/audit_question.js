// What an attended audit asks: what to do in one's own browser, what the double
// sees meanwhile, and what one has seen.

import { post } from "./api.js";
import { copyButton } from "./copy.js";
import { button, el, keep } from "./dom.js";
import { attempt } from "./notice.js";
import { known, refresh } from "./store.js";
import { t } from "./words.js";

const tasks = () => ({
  login: t("Open the login in a new private window, so that you are not logged in yet, and log in with sms77."),
  act: t("Send a message, or whatever you act by, in the same window."),
  inside: t("Look, in the same window, whether you are logged in."),
  logout: t("Log out, in the same window."),
});

const answers = () => ({
  inside: t("I am logged in"),
  outside: t("I am not logged in, and a page says so or asks me to"),
  done: t("The page says that it worked"),
  refused: t("The page says that it did not work"),
  error: t("The page shows an error such as 500, or is empty"),
  nothing: t("No answer came"),
});

export function drawQuestion(place, audit) {
  const asked = audit.question ? [{ audit: audit.id, client: audit.client, question: audit.question, seen: seenSince(audit) }] : [];
  keep(place, asked, ({ question }) => `${audit.id} ${question.id}`, questionCard);
}

// seenSince are the requests of the application since the question was asked.
const seenSince = ({ client, question }) => [...known.entries.values()].filter((entry) => entry.id > question.after && entry.client_id === client)
  .map(({ id, method, path, status, outcome }) => ({ id, what: `${method} ${path}`, came: outcome === "pending" ? "…" : status }));

function questionCard({ audit, question, seen }) {
  const answer = (value) => button(answers()[value], () => attempt(async () => {
    await post(`audits/${audit}/answers`, { question: question.id, answer: value });
    refresh("audits");
  }), { "data-act": value });
  return el("section", { class: "card stack question", "aria-labelledby": "question-title", "data-question": question.id },
    el("h3", { id: "question-title" }, t("Your turn"), " ", el("span", { class: "quiet" }, question.scenario)),
    el("p", {}, tasks()[question.kind]),
    question.request && el("p", { class: "row" }, el("code", {}, question.request), copyButton(t("Copy"), t("Request"), () => question.request)),
    el("p", { class: "quiet" }, t("Then say what you see:")),
    el("div", { class: "row", role: "group", "aria-label": t("Then say what you see:") }, question.answers.map(answer)),
    seen.length > 0 && el("p", { class: "quiet small" }, t("The double has seen:"), seen.map(({ id, what, came }) => [" ", el("a", { href: `#activity?request=${id}` }, `${what} ${came}`)])));
}
