// Long names break after dots, underscores and slashes, and not in the middle of a word.

const BREAK = /([\w)][._/:-]+)(?=[A-Za-z_])/g;
const SHORT = 16;

/** The text with places where a line may break. */
export function broken(text) {
  const made = document.createDocumentFragment();
  if (text.length < SHORT) {
    made.append(text);
    return made;
  }
  text.replace(BREAK, "$1\0").split("\0").forEach((part, i) => {
    if (i) made.append(document.createElement("wbr"));
    made.append(part);
  });
  return made;
}

/** Breaks the names in an element that was written without. */
export function breakNames(root) {
  for (const one of root.querySelectorAll("code, .code, .places, summary, dt")) {
    for (const child of [...one.childNodes]) {
      if (child.nodeType === Node.TEXT_NODE && child.data.length >= SHORT) child.replaceWith(broken(child.data));
    }
  }
}
