// Where boxes stand. Services stand where the report computed it; an open one pushes the others away, and what is in
// it is set in rows. The same input gives the same picture.

const STRETCH = 1.5;
const CELL = { module: { width: 164, height: 58 }, node: { width: 150, height: 46 } };
const PAD = 30;

/** Box id → {x, y}, for boxes without an open inside; the others follow from theirs. */
export function positions(model, placement, boxes) {
  const inside = new Map();
  for (const box of boxes.values()) if (box.parent) inside.set(box.parent, [...(inside.get(box.parent) ?? []), box]);
  const services = [...boxes.values()].filter((box) => box.level === "service");
  const centres = pushed(services.map((box) => ({ box, ...centre(model, placement, box) })), (box) => extent(box, inside));
  const found = new Map();
  centres.forEach(({ box, x, y }) => set(box, x, y, inside, found));
  return found;
}

function centre(model, placement, { service }) {
  const view = model.views[placement.view];
  if (service >= 1 && service <= view.services.length) {
    return { x: view.x[service - 1] * STRETCH, y: view.y[service - 1] * STRETCH };
  }
  return { x: 500 * STRETCH + 130 * (service - view.services.length) * (service ? 1 : 0), y: 320 * STRETCH };
}

/** A position as seen from the middle of the drawing, with both half axes 1. */
export const fromMiddle = ({ x, y }) => ({ x: (x / STRETCH - 500) / 330, y: (y / STRETCH - 320) / 235 });

/** How far a service's circle or name reaches. */
export function radius(model, placement, service) {
  const view = model.views[placement.view];
  return service >= 1 && service <= view.services.length ? view.radius[service - 1] * 1.25 : 26;
}

/** Moves everything away from what is open, by its size. */
function pushed(centres, extentOf) {
  for (const open of centres) {
    const { width, height } = extentOf(open.box);
    const reach = Math.hypot(width, height) / 2;
    if (!reach) continue;
    const [x, y] = [open.x, open.y];
    for (const other of centres) {
      if (other === open) continue;
      const distance = Math.hypot(other.x - x, other.y - y) || 1;
      other.x += ((other.x - x) / distance) * reach;
      other.y += ((other.y - y) / distance) * reach;
    }
  }
  return centres;
}

function extent(box, inside) {
  return inside.has(box.id) ? rows(box, inside) : { width: 0, height: 0, cells: [] };
}

/** The boxes inside of one, from left to right in rows that make it about half as high as wide. */
function rows(box, inside) {
  const sized = (inside.get(box.id) ?? []).map((child) => {
    if (!inside.has(child.id)) return { child, ...CELL[child.level] };
    const { width, height } = rows(child, inside);
    return { child, width: width + PAD, height: height + PAD };
  });
  const area = sized.reduce((sum, cell) => sum + cell.width * cell.height, 0);
  const most = Math.max(Math.sqrt(area * 1.7), ...sized.map((cell) => cell.width));
  let [x, y, tallest, width] = [0, 0, 0, 0];
  const cells = sized.map((cell) => {
    if (x > 0 && x + cell.width > most) [x, y, tallest] = [0, y + tallest, 0];
    const at = { ...cell, x, y };
    x += cell.width;
    tallest = Math.max(tallest, cell.height);
    width = Math.max(width, x);
    return at;
  });
  return { width, height: y + tallest, cells };
}

function set(box, x, y, inside, found) {
  if (!inside.has(box.id)) {
    found.set(box.id, { x, y });
    return;
  }
  const { width, height, cells } = rows(box, inside);
  for (const cell of cells) {
    set(cell.child, x - width / 2 + cell.x + cell.width / 2, y - height / 2 + cell.y + cell.height / 2, inside, found);
  }
}
