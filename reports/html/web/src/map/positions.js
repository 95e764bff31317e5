// Where boxes stand. Services stand in the rows that the report computed; an open one makes its row wider and higher, and
// what is in it is set in rows of its own. The same input gives the same picture.

const CELL = { module: { width: 164, height: 58 }, node: { width: 150, height: 46 } };
const PAD = 26; // around what is in an open box
const HEAD = 20; // its name
const GAP = 34;
const BETWEEN_ROWS = 64;
const MOST_STRETCH = 1.6;
const ADDED = { width: 150, height: 50 }; // a service that the report did not know

/** {places: box id → {x, y}, of boxes without an open inside; rows: [[frame]], a frame is {box, row, x, y, width, height}}. */
export function positions(model, placement, boxes, stretch = 1) {
  const inside = new Map();
  for (const box of boxes.values()) if (box.parent) inside.set(box.parent, [...(inside.get(box.parent) ?? []), box]);
  const services = [...boxes.values()].filter((box) => box.level === "service");
  const rows = inRows(services.map((box) => frame(box, wider(given(model, placement, box.service), stretch), inside)));
  const places = new Map();
  rows.flat().forEach((one) => set(one.box, one.x, one.y, inside, places));
  return { places, rows };
}

/** Where the report draws a service; further ones stand in a row below. */
export function given(model, placement, service) {
  const view = model.views[placement.view];
  const i = service - 1;
  if (i >= 0 && i < view.services.length) return { row: view.row[i], x: view.x[i], y: view.y[i], width: view.width[i], height: view.height[i] };
  const bottom = Math.max(0, ...view.y.map((y, k) => y + view.height[k] / 2));
  const number = service ? i - view.services.length + 1 : 0;
  return { row: Math.max(-1, ...view.row) + 1, x: 130 + number * 190, y: bottom + BETWEEN_ROWS + ADDED.height / 2, ...ADDED };
}

const wider = (where, stretch) => ({ ...where, x: where.x * stretch });

/** How much wider than the report's drawing a frame of this shape allows it to be. */
export function stretchFor(model, placement, width, height) {
  const { x, y, width: widths, height: heights } = model.views[placement.view];
  const right = Math.max(1, ...x.map((one, i) => one + widths[i] / 2));
  const bottom = Math.max(1, ...y.map((one, i) => one + heights[i] / 2));
  return height > 0 ? Math.min(MOST_STRETCH, Math.max(1, width / height / (right / bottom))) : 1;
}

function frame(box, where, inside) {
  if (!inside.has(box.id)) return { box, ...where, closed: where.height };
  const { width, height } = cells(box, inside);
  return { box, ...where, closed: where.height, width: width + 2 * PAD, height: height + 2 * PAD + HEAD };
}

function inRows(frames) {
  const rows = [];
  for (const one of frames) (rows[one.row] ??= []).push(one);
  let shift = 0;
  for (const row of rows.filter(Boolean)) {
    row.sort((a, b) => a.x - b.x);
    const growth = Math.max(...row.map((one) => one.height)) - Math.max(...row.map((one) => one.closed));
    row.forEach((one) => (one.y += shift + Math.max(0, growth) / 2));
    shift += Math.max(0, growth);
    apart(row);
  }
  return rows.filter(Boolean);
}

/** Pushes the boxes of a row apart where they would overlap, and keeps its middle. */
function apart(row) {
  const middle = (row[0].x + row[row.length - 1].x) / 2;
  let right = -Infinity;
  for (const one of row) {
    one.x = Math.max(one.x, right + GAP + one.width / 2);
    right = one.x + one.width / 2;
  }
  const shift = middle - (row[0].x + row[row.length - 1].x) / 2;
  row.forEach((one) => (one.x += shift));
}

/** The boxes inside of one, from left to right in rows that make it about half as high as wide. */
function cells(box, inside) {
  const sized = inside.get(box.id).map((child) => {
    if (!inside.has(child.id)) return { child, ...CELL[child.level] };
    const { width, height } = cells(child, inside);
    return { child, width: width + 2 * PAD, height: height + 2 * PAD + HEAD };
  });
  const area = sized.reduce((sum, cell) => sum + cell.width * cell.height, 0);
  const most = Math.max(Math.sqrt(area * 1.7), ...sized.map((cell) => cell.width));
  let [x, y, tallest, width] = [0, 0, 0, 0];
  const placed = sized.map((cell) => {
    if (x > 0 && x + cell.width > most) [x, y, tallest] = [0, y + tallest, 0];
    const at = { ...cell, x, y };
    x += cell.width;
    tallest = Math.max(tallest, cell.height);
    width = Math.max(width, x);
    return at;
  });
  return { width, height: y + tallest, cells: placed };
}

function set(box, x, y, inside, found) {
  if (!inside.has(box.id)) {
    found.set(box.id, { x, y });
    return;
  }
  const held = cells(box, inside);
  for (const cell of held.cells) {
    set(cell.child, x - held.width / 2 + cell.x + cell.width / 2, y - held.height / 2 + cell.y + cell.height / 2, inside, found);
  }
}
