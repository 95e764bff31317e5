// What of the map is to be seen: what is open, which relations, which services.

export const MAX_DRAWN = 600; // elements; more than that nobody can read, and browsers get slow

export class Choice {
  constructor(kinds) {
    this.all = kinds;
    this.reset();
  }

  reset() {
    this.open = new Set(); // "s3", "s3m17"
    this.kinds = new Set(this.all);
    this.confidence = 2; // heuristic and better
    this.focus = -1; // a service, with its neighbours
    this.lines = 0; // the heaviest: as many as suit the number of services
    this.selected = "";
  }

  toggle(id) {
    if (!this.open.delete(id)) this.open.add(id);
  }

  isOpen(id) {
    return this.open.has(id);
  }
}
