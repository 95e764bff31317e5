// What was tried, as lines of decompose.toml.

const UNSEEN = /["\\]|[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

const quoted = (text) => `"${text.replace(UNSEEN, escaped)}"`;

function escaped(sign) {
  if (sign === '"' || sign === "\\") return `\\${sign}`;
  const code = sign.codePointAt(0);
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

export function tomlOf(model, placement) {
  const moved = [];
  placement.placed.forEach((service, node) => {
    if (service !== placement.proposed[node]) moved.push([model.rawName(node), service]);
  });
  const unique = [...new Map(moved)].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const services = new Map(unique);
  const torn = [...new Set(moved.filter(([name, service]) => services.get(name) !== service).map(([name]) => name))];
  const shared = unique.filter(([, service]) => service === 0).map(([name]) => name);
  const pins = unique.filter(([, service]) => service !== 0);
  const view = model.views[placement.view];
  const lines = [];
  if (placement.view) lines.push(`services = ${view.services.length}`);
  if (shared.length) lines.push(`shared = [${shared.map(quoted).join(", ")}]`);
  if (pins.length) {
    if (lines.length) lines.push("");
    lines.push("[pins]", ...pins.map(([name, service]) => `${quoted(name)} = ${quoted(placement.services[service])}`));
  }
  lines.push(...torn.sort().map((name) => `# ${quoted(name)} is a unit and a table; a pin puts both into one service`));
  return lines.length ? `${lines.join("\n")}\n` : "";
}

const TEXT = String.raw`"(?:[^"\\]|\\.)*"|'[^']*'`;
const PIN = new RegExp(String.raw`^(${TEXT}|[A-Za-z0-9_.-]+)\s*=\s*(${TEXT})\s*(?:#.*)?$`);
const SHARED = /^shared\s*=\s*\[(.*)\]\s*(?:#.*)?$/;

/** The pins of a decompose.toml, as [name, service]; those of `shared` too. Other tables are passed over. */
export function pinsIn(text) {
  const pins = [];
  let table = "";
  for (const [number, written] of text.split(/\r?\n/).entries()) {
    const line = written.trim();
    const pin = PIN.exec(line);
    const shared = SHARED.exec(line);
    if (line.startsWith("[")) table = line.replace(/#.*/, "").trim();
    else if (!table && shared) pins.push(...[...shared[1].matchAll(new RegExp(TEXT, "g"))].map(([name]) => [plain(name), "shared"]));
    else if (table === "[pins]" && pin) pins.push([plain(pin[1]), plain(pin[2])]);
    else if (table === "[pins]" && line && !line.startsWith("#")) return { pins: [], problem: `Line ${number + 1} is no pin: "name" = "service".` };
  }
  return { pins, problem: pins.length ? "" : "There are no lines below [pins]." };
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs;
const SHORT = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", '"': '"', "\\": "\\" };

function plain(text) {
  if (text.startsWith("'")) return text.slice(1, -1);
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replace(ESCAPE, (all, short, long, sign) => {
    const code = parseInt(short ?? long, 16);
    return sign ? (SHORT[sign] ?? all) : code > 0x10ffff ? all : String.fromCodePoint(code);
  });
}
