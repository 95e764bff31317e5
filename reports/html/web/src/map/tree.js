// The code base as services, their modules, and the units and tables in them, for the placement that is shown.

import { TABLES } from "../data/model.js";
import { SHARED } from "../placement.js";

/** Service → module → nodes, modules by path. */
export function treeOf(model, placement) {
  const services = placement.services.map(() => new Map());
  placement.placed.forEach((service, node) => {
    const module = model.isTable(node) ? TABLES : model.module[node];
    const held = services[service];
    if (!held.has(module)) held.set(module, []);
    held.get(module).push(node);
  });
  return services.map((held) => new Map([...held].sort((a, b) => a[0] - b[0])));
}

export const sizeOf = (model, nodes) => nodes.reduce((sum, node) => sum + model.lines[node], 0);

/** Services with something in them; the shared library last. */
export function shownServices(tree, withShared) {
  const numbers = tree.map((_, service) => service).filter((service) => tree[service].size);
  return [...numbers.filter((service) => service !== SHARED), ...(withShared && tree[SHARED].size ? [SHARED] : [])];
}
