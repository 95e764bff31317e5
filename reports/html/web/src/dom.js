// Elements. Text is only ever set as text, so that a name is never markup.

export const byId = (id) => document.getElementById(id);

/** An element with attributes and children; strings become text. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const button = (text, onclick, attributes = {}) =>
  element("button", { type: "button", onclick, ...attributes }, text);

const PLAIN = /^[\x20-\x7e]*$/;
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
const MARK = "[\\u0300-\\u036f\\u0483-\\u0489\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f]";
const FLOOD = new RegExp(`(${MARK}{3})(${MARK}+)`, "g");
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const MOST_CHARACTERS = 400;

function escaped(char) {
  const code = char.codePointAt(0);
  const digits = code.toString(16);
  if (code > 0xffff) return `\\U${digits.padStart(8, "0")}`;
  return code > 0xff ? `\\u${digits.padStart(4, "0")}` : ({ 9: "\\t", 10: "\\n", 13: "\\r" })[code] ?? `\\x${digits.padStart(2, "0")}`;
}

/** What cannot be seen or turns text round as escapes, and not without end; as setting.py has it. */
export function clean(text) {
  const whole = String(text);
  if (whole.length <= MOST_CHARACTERS && PLAIN.test(whole)) return whole;
  const chars = [...whole];
  const shown = chars.length <= MOST_CHARACTERS ? whole : `${chars.slice(0, 300).join("")}…${chars.slice(-60).join("")}`;
  const seen = shown.replace(UNSEEN, escaped).replace(FLOOD, (_, kept, rest) => kept + [...rest].map(escaped).join(""));
  return FROM_RIGHT.test(seen) ? `\u2068${seen}\u2069` : seen;
}

export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

export function download(name, text) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: "text/plain" })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
}
