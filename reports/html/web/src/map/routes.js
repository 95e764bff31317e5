// How lines run: down from who needs to who is needed, through the gaps of the rows between, as routes.py has it
// for print. A line is a chain of curves through control points.

const ASIDE = 16; // beside the outermost box of a row
const ARC = 26; // over the boxes of one row

export class Router {
  /** rows: of frames; sides: what is known of a box, {x, y, width, height, frame}. */
  constructor(rows, sides) {
    this.rows = rows;
    this.sides = sides;
    this.bounds = rows.map((row) => ({
      top: Math.min(...row.map((one) => one.y - one.height / 2)),
      bottom: Math.max(...row.map((one) => one.y + one.height / 2)),
      openings: openings(row),
    }));
    this.index = new Map(rows.flatMap((row, i) => row.map((one) => [one, i])));
  }

  /** Line id → {start, end, controls}; lines within one service run as they like, and have none. */
  routes(lines) {
    const ends = this.ports(lines);
    const found = new Map();
    for (const line of lines) {
      const [a, b] = [this.sides(line.from), this.sides(line.to)];
      if (a.frame === b.frame) continue;
      const [start, end] = ends.get(line.id);
      found.set(line.id, { start, end, controls: this.controls(a, b, start, end), isUp: this.row(b) < this.row(a) });
    }
    return found;
  }

  row(side) {
    return this.index.get(side.frame);
  }

  isDown(a, b) {
    return this.row(b) > this.row(a) || (this.row(b) === this.row(a) && a.frame.x > b.frame.x);
  }

  controls(a, b, start, end) {
    const [from, to] = [this.row(a), this.row(b)];
    if (from === to) {
      const y = this.isDown(a, b) ? this.bounds[from].bottom + ARC : this.bounds[from].top - ARC;
      return [{ x: start.x, y }, { x: end.x, y }];
    }
    const step = to > from ? 1 : -1;
    const stops = [start.x, ...this.gaps(a, b, from, to, step), end.x];
    const found = [];
    for (let i = 0; i + 1 < stops.length; i++) {
      const [above, below] = [from + step * i, from + step * (i + 1)].sort((x, y) => x - y);
      const y = (this.bounds[above].bottom + this.bounds[below].top) / 2;
      found.push({ x: stops[i], y }, { x: stops[i + 1], y });
    }
    return found;
  }

  /** Where the line goes through each row between. */
  gaps(a, b, from, to, step) {
    const found = [];
    let x = a.frame.x;
    for (let row = from + step, left = Math.abs(to - from); row !== to; row += step, left--) {
      const wanted = x + (b.frame.x - x) / left;
      x = this.bounds[row].openings.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
      found.push(x);
    }
    return found;
  }

  /** Start and end of each line, side by side along the boxes in the order of where they go. */
  ports(lines) {
    const held = new Map();
    const add = (id, isDown, towards, line, which) => {
      const key = `${id} ${isDown}`;
      if (!held.has(key)) held.set(key, []);
      held.get(key).push({ id, isDown, towards, line, which });
    };
    for (const line of lines) {
      const [a, b] = [this.sides(line.from), this.sides(line.to)];
      const isDown = this.isDown(a, b);
      add(line.from, isDown, b.x, line, 0);
      add(line.to, this.row(a) === this.row(b) ? isDown : !isDown, a.x, line, 1);
    }
    const found = new Map(lines.map((line) => [line.id, []]));
    for (const side of held.values()) {
      side.sort((a, b) => a.towards - b.towards || (a.line.id < b.line.id ? -1 : 1));
      side.forEach(({ id, isDown, line, which }, i) => {
        const { x, y, width, height } = this.sides(id);
        const share = (i + 1) / (side.length + 1) - 0.5;
        found.get(line.id)[which] = { x: x + share * width * 0.86, y: y + (isDown ? height / 2 : -height / 2) };
      });
    }
    return found;
  }
}

function openings(row) {
  const edges = row.map((one) => [one.x - one.width / 2, one.x + one.width / 2]);
  const between = edges.slice(1).map(([left], i) => (edges[i][1] + left) / 2);
  return [edges[0][0] - ASIDE, ...between, edges[edges.length - 1][1] + ASIDE];
}

/** Control points as the drawing library wants them: along the line from start to end, and away from it. */
export function relative({ start, end, controls }) {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy) || 1;
  const weights = controls.map(({ x, y }) => ((x - start.x) * dx + (y - start.y) * dy) / (length * length));
  const distances = controls.map(({ x, y }) => ((x - start.x) * -dy + (y - start.y) * dx) / length);
  return { weights, distances };
}
