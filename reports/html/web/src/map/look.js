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
        shape: "round-rectangle", width: "data(width)", height: "data(height)", "background-color": paper, "border-width": 1.5, "border-color": accent,
        "text-wrap": "wrap", "text-valign": "center", "text-halign": "center", "line-height": 1.15, "font-weight": 600, "font-size": 16,
      },
    },
    { selector: "node.library", style: { "border-color": soft, "border-style": "dashed" } },
    {
      selector: "node:parent",
      style: {
        shape: "round-rectangle", "background-color": paper, "background-opacity": 0.75, "border-width": 2,
        "border-color": accent, padding: 14, "text-valign": "top", "text-halign": "center", "text-margin-y": -4, "text-max-width": 600, "font-size": 15,
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
        "target-arrow-color": line, "target-arrow-shape": "triangle", "arrow-scale": 0.8, opacity: "data(strength)",
      },
    },
    {
      selector: "edge.routed",
      style: {
        "curve-style": "unbundled-bezier", "edge-distances": "endpoints", "control-point-weights": "data(weights)",
        "control-point-distances": "data(distances)", "source-endpoint": "data(start)", "target-endpoint": "data(end)",
      },
    },
    { selector: "edge.up", style: { "line-color": warn, "target-arrow-color": warn } },
    { selector: "edge.data", style: { "line-style": "dashed" } },
    { selector: ".dim", style: { opacity: 0.12 } },
    {
      selector: "edge.near, edge:selected",
      style: { "line-color": accent, "target-arrow-color": accent, opacity: 0.95, "z-index": 9 },
    },
    { selector: "edge.up.near", style: { "line-color": warn, "target-arrow-color": warn } },
    { selector: "node:selected", style: { "border-width": 4, "border-color": warn } },
  ];
}
