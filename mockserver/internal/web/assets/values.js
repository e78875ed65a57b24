// Headers and parameters, as the journal has them: names with a list of values each.

// pairsOf returns each value with its name.
export const pairsOf = (all) => Object.entries(all ?? {}).flatMap(([name, values]) => values.map((value) => [name, value]));

// firstOf returns the first value of a name; "" if there is none.
export const firstOf = (all, name) => all?.[name]?.[0] ?? "";

// locationOf returns where an answer redirects to; "" if it does not.
export const locationOf = (entry) => firstOf(entry.response_headers, "Location");
