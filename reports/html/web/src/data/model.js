// The embedded analysis, with verbs for what the page asks of it.

import { clean } from "../dom.js";
import { gathered, readEdges } from "./edges.js";
import { readEntries, readResources } from "./entries.js";
import { readPayload, summed } from "./payload.js";

export const TABLES = 0; // the module that stands for all tables

export class Model {
  constructor(payload) {
    const { raw, column } = payload;
    Object.assign(this, { raw, column, views: raw.views, kinds: raw.words.kinds, confidences: raw.words.confidences });
    this.paths = raw.modules.path;
    this.dotted = raw.modules.dotted;
    this.files = [...this.paths, ...raw.paths];
    this.labels = raw.nodes.label;
    this.units = raw.nodes.units;
    this.size = this.labels.length;
    this.module = column(raw.nodes.module);
    this.line = column(raw.nodes.line);
    this.lines = column(raw.nodes.lines);
    this.models = raw.nodes.models;
    this.symbols = {
      node: summed(column(raw.symbols.node)).map((node) => node - 1), // -1: of no node
      whole: column(raw.symbols.is_whole),
      text: column(raw.symbols.text),
    };
    this.edges = readEdges(payload);
    this.relations = gathered(this.edges, this.symbols.node, this.kinds.length);
    this.scopes = { symbol: column(raw.scopes.symbol), tables: raw.scopes.tables, place: column(raw.scopes.place) };
    this.entries = readEntries(payload, this.symbols.node);
    this.resources = readResources(payload, this.symbols.node);
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

  /** The name of a function, class or column, as the tool knows it. */
  rawSymbol(number) {
    const { node, whole, text } = this.symbols;
    const rest = this.raw.symbols.texts[text[number]];
    return whole[number] ? rest : this.rawName(node[number]) + rest;
  }

  /** Whether it is the body of a module, which runs once, when it is imported. */
  isBody(number) {
    const { node, text } = this.symbols;
    const owner = node[number];
    return owner >= 0 && !this.isTable(owner) && !this.labels[owner] && !this.raw.symbols.texts[text[number]];
  }

  symbol(number) {
    return clean(this.rawSymbol(number));
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

  /** A place of two numbers, near a node: as embedding/places.py tells them. */
  placeAt(file, line, near) {
    return file ? { path: this.files[file - 1], line } : { path: this.paths[this.module[near]], line: this.line[near] + line };
  }

  /** The first three places of an edge. */
  placesOfEdge(i) {
    const { places, at, place, source } = this.edges;
    const near = this.symbols.node[source[i]];
    return Array.from({ length: Math.min(places[i], 3) }, (_, k) => this.placeAt(place[at[i] + 2 * k], place[at[i] + 2 * k + 1], near));
  }

  /** The first place of a relation. */
  placeOfRelation(i) {
    return this.placesOfEdge(this.relations.edge[i])[0] ?? null;
  }

  /** Where a transaction is opened, and by which node. */
  scopeAt(i) {
    const { symbol, place } = this.scopes;
    const unit = this.symbols.node[symbol[i]];
    return { unit, place: this.placeAt(place[2 * i], place[2 * i + 1], unit) };
  }
}

export async function readModel() {
  return new Model(await readPayload());
}
