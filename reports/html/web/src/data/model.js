// The embedded analysis, with verbs for what the page asks of it.

import { clean } from "../dom.js";
import { unpack, unpackSteps } from "./unpack.js";

export const TABLES = 0; // the module that stands for all tables

export class Model {
  constructor(raw) {
    this.raw = raw;
    this.kinds = raw.kinds;
    this.confidences = raw.confidences;
    this.paths = raw.modules.path;
    this.dotted = raw.modules.dotted;
    this.labels = raw.nodes.label;
    this.units = raw.nodes.units;
    this.size = this.labels.length;
    this.module = unpack(raw.nodes.module);
    this.line = unpack(raw.nodes.line);
    this.lines = unpack(raw.nodes.lines);
    this.models = raw.nodes.models;
    this.relations = {
      source: unpackSteps(raw.relations.source),
      target: unpack(raw.relations.target),
      kind: unpack(raw.relations.kind),
      confidence: unpack(raw.relations.confidence),
      weight: unpack(raw.relations.weight),
      count: unpack(raw.relations.count),
      module: unpack(raw.relations.module),
      line: unpack(raw.relations.line),
    };
    this.views = raw.views;
    this.scopes = raw.scopes;
  }

  isTable(node) {
    return node >= this.units;
  }

  /** The name as the tool knows it. */
  rawName(node) {
    const label = this.labels[node];
    const dotted = this.isTable(node) ? "" : this.dotted[this.module[node]];
    return dotted && label ? `${dotted}.${label}` : dotted || label;
  }

  name(node) {
    return clean(this.rawName(node));
  }

  /** The last part of its name. */
  label(node) {
    return clean(this.labels[node] || "(module body)");
  }

  path(module) {
    return clean(this.paths[module]) || "tables";
  }

  /** Where a unit begins. */
  placeOf(node) {
    return this.isTable(node) ? null : { path: this.paths[this.module[node]], line: this.line[node] };
  }

  /** The first place of a relation. */
  placeOfRelation(i) {
    const line = this.relations.line[i];
    const source = this.relations.source[i];
    const module = this.relations.module[i] || (this.isTable(source) ? 0 : this.module[source]);
    return line && module ? { path: this.paths[module], line } : null;
  }

  /** All relations of a node, in and out. */
  relationsOf(node) {
    const { source, target } = this.relations;
    const found = [];
    for (let i = 0; i < source.length; i++) if (source[i] === node || target[i] === node) found.push(i);
    return found;
  }
}

export function readModel() {
  return new Model(JSON.parse(document.getElementById("analysis").textContent));
}
