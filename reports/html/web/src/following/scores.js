// The score and the metrics of the placement that is shown.

import { element } from "../dom.js";
import { listed, soft } from "./list.js";

export function scores({ score }) {
  const exactly = (value) => element("span", { "data-value": String(value) }, value.toPrecision(4));
  const rows = score.parts.map(({ name, value, weight }) => [name, exactly(value), String(weight), exactly(value * weight)]);
  return [listed("Score as shown", ["part", "#value", "#weight", "#contributes"], [...rows, ["score", "", "", exactly(score.total)]])];
}

export function metrics({ model, placement }) {
  if (placement.moves.length) return [soft("Metrics of the field are not computed anew for tried changes.")];
  const { names, higher, meanings } = model.raw.metrics;
  const rows = names.map((name, i) => [name, model.views[placement.view].metrics[i]?.toPrecision(4) ?? "", higher[i] ? "higher" : "lower", element("span", {}, meanings[i])]);
  return [listed("Metrics as shown", ["metric", "#value", "better", "formula and source"], rows)];
}
