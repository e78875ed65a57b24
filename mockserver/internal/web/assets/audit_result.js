// What became of one scenario of an audit: the verdict and its reason in two
// lines, what to change, and the evidence behind them.

import { el } from "./dom.js";
import { t } from "./words.js";

const badges = { fail: "wrong", warn: "refused", expected: "faulted", pass: "ok" };

const words = () => ({ fail: t("fail"), warn: t("warn"), expected: t("expected"), pass: t("surprise") });

export function resultRow(r) {
  const why = r.surprise ? t("It passes, and was expected to fail: {why}", { why: r.expected }) : r.why;
  return el("li", { class: "card stack result", "data-testid": "result", "data-scenario": r.name, "data-verdict": r.verdict },
    el("h3", { class: "row" }, el("span", { class: `badge ${badges[r.verdict]}` }, words()[r.verdict]), r.name),
    el("p", { lang: "en", class: "why" }, why),
    !r.surprise && el("p", { lang: "en" }, el("strong", { lang: document.documentElement.lang }, `${t("To mend it")}: `), r.mend),
    r.requests.length > 0 && el("p", { class: "quiet" }, t("Requests"), r.requests.map((id) => [" ", el("a", { href: `#activity?request=${id}` }, String(id))])),
    el("details", {}, el("summary", {}, t("More about it")),
      el("dl", { class: "facts" }, facts(r).map(([name, text]) => el("div", {}, el("dt", {}, name), el("dd", { lang: "en" }, text))))));
}

function facts(r) {
  return [
    [t("What was played"), r.sentence], [t("What is sound"), r.sound], [t("What goes wrong in production"), r.harm], [t("Where that stands"), r.basis],
    ...(r.verdict === "expected" ? [[t("Why it was expected"), r.expected]] : []),
    ...r.journal.map((line) => [t("The double saw"), line]),
    ...r.browser.map(({ request, status, answer }) => [t("The browser saw"), `${request}: ${[status || "", answer].filter(Boolean).join(" ")}`]),
  ];
}
