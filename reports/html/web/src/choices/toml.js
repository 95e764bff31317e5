// What was tried, as lines of decompose.toml.

const quoted = (text) =>
  `"${text.replace(/["\\]/g, "\\$&").replace(/[\u0000-\u001f\u007f]/g, (sign) => `\\u${sign.codePointAt(0).toString(16).padStart(4, "0")}`)}"`;

export function tomlOf(model, placement) {
  const moved = [];
  placement.placed.forEach((service, node) => {
    if (service !== placement.proposed[node]) moved.push([model.rawName(node), service]);
  });
  const unique = [...new Map(moved)].sort((a, b) => (a[0] < b[0] ? -1 : 1));
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
  return lines.length ? `${lines.join("\n")}\n` : "";
}
