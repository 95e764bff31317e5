// How the drawing looks, in the colours of the page.

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function look() {
  const [ink, paper, tint, soft, accent, line, warn] = ["ink", "paper", "tint", "soft", "accent", "edge", "warn"].map((name) =>
    colour(`--${name}`),
  );
  const font = { "font-family": "system-ui, sans-serif", color: ink };
  return [
    {
      selector: "node",
      style: { ...font, label: "data(label)", "text-wrap": "ellipsis", "font-size": 17, "min-zoomed-font-size": 5 },
    },
    {
      selector: "node.service",
      style: {
        width: "data(size)", height: "data(size)", "background-color": accent, "border-width": 0,
        "text-valign": "data(vertical)", "text-halign": "data(horizontal)", "text-margin-y": "data(rise)", "text-max-width": 210, "font-weight": 600, "font-size": 22,
        "text-outline-color": tint, "text-outline-width": 4,
      },
    },
    { selector: "node.library", style: { "background-color": soft, shape: "hexagon" } },
    {
      selector: "node:parent",
      style: {
        shape: "round-rectangle", "background-color": paper, "background-opacity": 0.75, "border-width": 2,
        "border-color": line, padding: 14, "text-valign": "top", "text-halign": "center", "text-margin-y": -4, "text-max-width": 600,
      },
    },
    {
      selector: "node.module, node.unit, node.table",
      style: {
        shape: "round-rectangle", width: 148, height: 36, "background-color": paper, "border-width": 1.5,
        "border-color": line, "text-valign": "center", "text-max-width": 136, "font-size": 14,
      },
    },
    { selector: "node.module:parent", style: { "background-color": tint, "border-style": "dashed", "text-valign": "top" } },
    { selector: "node.unit, node.table", style: { width: 136, height: 30, "font-size": 13, "text-max-width": 124 } },
    { selector: "node.table", style: { shape: "barrel", "border-color": warn } },
    {
      selector: "edge",
      style: {
        width: "data(width)", "curve-style": "bezier", "control-point-step-size": 46, "line-color": line,
        "target-arrow-color": line, "target-arrow-shape": "triangle", "arrow-scale": 0.9, opacity: 0.75,
      },
    },
    { selector: "edge.data", style: { "line-style": "dashed" } },
    { selector: ".dim", style: { opacity: 0.12 } },
    {
      selector: "edge.near, edge:selected",
      style: { "line-color": accent, "target-arrow-color": accent, opacity: 1, "z-index": 9 },
    },
    { selector: "node:selected", style: { "border-width": 4, "border-color": warn } },
  ];
}
