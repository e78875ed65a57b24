// Lets a tester search the accounts. The page is complete without it.

const search = document.getElementById("account-search");

if (search) {
  document.getElementById("account-search-row").hidden = false;
  const none = document.getElementById("account-search-none");
  const items = [...document.querySelectorAll("#accounts li")];

  search.addEventListener("input", () => {
    const wanted = search.value.toLowerCase().trim();
    let found = 0;
    for (const item of items) {
      item.hidden = !item.textContent.toLowerCase().includes(wanted);
      found += item.hidden ? 0 : 1;
    }
    none.textContent = found === 0 ? none.dataset.text : "";
  });

  // Enter would send the form off: it chooses the first account that is left.
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const choice = items.find((item) => !item.hidden)?.querySelector("input");
    choice?.click();
    choice?.focus();
  });
}
