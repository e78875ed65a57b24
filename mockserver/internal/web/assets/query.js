// The language of every search: words that have to occur anywhere, and words
// such as user:jane or outcome:refused,faulted that have to occur in one place.
// A minus in front turns a word round; quotes keep white space together.

const word = /(-?)(?:(\w+):)?(?:"([^"]*)"?|(\S+))/g;

// parse returns the words of a search. A name that is none of the fields is a
// part of a word, such as the http of a URL; the name of a field whose value has
// not been typed yet says nothing.
export function parse(text, fields = {}) {
  const said = [...text.matchAll(word)].filter(([, , name, , plain]) => name || !Object.hasOwn(fields, /^(\w+):$/.exec(plain)?.[1] ?? ""));
  return said.map(([whole, minus, name, quoted, plain]) => {
    const not = minus === "-";
    if (name && !Object.hasOwn(fields, name)) return { not, text: whole.replace(/^-/, "").replaceAll('"', "").toLowerCase() };
    return { not, field: name, text: (quoted ?? plain).toLowerCase() };
  });
}

// searcher returns what makes a test for things out of a search. fields says
// where the words with a name look: "is" wants the whole value (or one of several,
// between commas), "has" a part of it, "starts" its beginning. texts returns what
// the words without a name look through; it is asked once for a thing.
export function searcher(fields, texts) {
  const haystacks = new WeakMap(); // thing -> everything in it, in lower case
  const haystack = (thing) => {
    if (!haystacks.has(thing)) haystacks.set(thing, texts(thing).join("\n").toLowerCase());
    return haystacks.get(thing);
  };
  const occurs = ({ field, text }, thing) => {
    if (!field) return haystack(thing).includes(text);
    const [[how, read]] = Object.entries(fields[field]);
    return read(thing).some((value) => tests[how](String(value ?? "").toLowerCase(), text));
  };
  return (text) => {
    const words = parse(text, fields);
    return (thing) => words.every((w) => occurs(w, thing) !== w.not);
  };
}

const tests = {
  is: (value, text) => value === text || text.split(",").includes(value),
  has: (value, text) => value.includes(text),
  starts: (value, text) => value.startsWith(text),
};
