// Lets a tester search the accounts, and says in whose name Allow answers and what
// a fault does. The page is complete without it.

const search = document.getElementById("find-account");
const items = [...document.querySelectorAll("#accounts li")];
const allow = document.getElementById("allow");
const allowWithFault = document.getElementById("allow-with-fault"); // if faults may be ordered
const preset = document.getElementById("preset"); // likewise
const label = allow.textContent;

const choiceOf = (item) => item.querySelector("input");
const chosen = () => items.find((item) => choiceOf(item).checked);

// tell names who is chosen on the button, where it can be seen. Where nobody is,
// nobody can be logged in.
function tell() {
  const name = chosen() && choiceOf(chosen()).value;
  allow.textContent = name ? `${label} (${name})` : label;
  allow.disabled = items.length > 0 && !name;
  tellFault();
  chosen()?.scrollIntoView({ block: "nearest" });
}

// tellFault says what the chosen fault does. Without one there is nothing to allow
// with.
function tellFault() {
  if (!preset) return;
  document.getElementById("preset-about").textContent = preset.selectedOptions[0].title;
  allowWithFault.disabled = allow.disabled || !preset.value;
}

// find hides the accounts that do not match. Nobody stays chosen out of sight:
// the first that is left takes the place of one that is hidden.
function find() {
  const wanted = search.value.toLowerCase().trim();
  for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  const left = items.filter((item) => !item.hidden);
  if (chosen()?.hidden) {
    choiceOf(chosen()).checked = false;
    if (left.length > 0) choiceOf(left[0]).checked = true;
  } else if (!chosen() && left.length > 0) {
    choiceOf(left[0]).checked = true;
  }
  const none = document.getElementById("find-account-none");
  none.textContent = left.length === 0 ? none.dataset.text : "";
  tell();
}

if (search) {
  document.getElementById("find-account-row").hidden = false;
  search.addEventListener("input", find);
  // Enter would send the form off: it goes to the account that is chosen.
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (chosen()) choiceOf(chosen()).focus();
  });
}
for (const item of items) choiceOf(item).addEventListener("change", tell);
preset?.addEventListener("change", tellFault);
addEventListener("pageshow", tell); // who comes back finds what was chosen before
tell();
