// Lets a tester search the accounts, and says in whose name Allow answers. The
// page is complete without it.

const search = document.getElementById("account-search");
const items = [...document.querySelectorAll("#accounts li")];
const allow = document.getElementById("allow");
const allowWithFault = document.getElementById("allow-with-fault"); // if faults may be ordered
const label = allow.textContent;

const choiceOf = (item) => item.querySelector("input");
const chosen = () => items.find((item) => choiceOf(item).checked);

// tell names who is chosen on the button, where it can be seen. Where nobody is,
// nobody can be logged in.
function tell() {
  const name = chosen() && choiceOf(chosen()).value;
  allow.textContent = name ? `${label} (${name})` : label;
  for (const button of [allow, allowWithFault]) if (button) button.disabled = items.length > 0 && !name;
  chosen()?.scrollIntoView({ block: "nearest" });
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
  const none = document.getElementById("account-search-none");
  none.textContent = left.length === 0 ? none.dataset.text : "";
  tell();
}

if (search) {
  document.getElementById("account-search-row").hidden = false;
  search.addEventListener("input", find);
  // Enter would send the form off: it goes to the account that is chosen.
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (chosen()) choiceOf(chosen()).focus();
  });
}
for (const item of items) choiceOf(item).addEventListener("change", tell);
addEventListener("pageshow", tell); // who comes back finds what was chosen before
tell();
