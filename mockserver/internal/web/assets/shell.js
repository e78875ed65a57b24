// quote makes one word of a text for a POSIX shell, whatever stands in it.
export const quote = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
