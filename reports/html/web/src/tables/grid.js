// A long table that the script fills: sorted by its heads, the first rows shown, more on demand.

import { broken } from "../breaks.js";
import { element } from "../dom.js";

const STEP = 200;

/** columns: {title, value(row), cell?(row), class?}. */
export class Grid {
  constructor(table, more, columns) {
    Object.assign(this, { table, more, columns, rows: [], shown: STEP, sorted: -1, isDown: true });
    const heads = table.tHead.rows[0].cells;
    columns.forEach((column, index) => {
      const head = heads[index];
      const control = element("button", { type: "button", onclick: () => this.sort(index) }, column.title);
      head.replaceChildren(control);
    });
    more.addEventListener("click", () => {
      this.shown += STEP;
      this.draw();
    });
  }

  show(rows) {
    this.rows = rows;
    this.shown = STEP;
    this.order();
    this.draw();
  }

  sort(index) {
    const isNumber = this.columns[index].class === "n";
    this.isDown = this.sorted === index ? !this.isDown : isNumber;
    this.sorted = index;
    const heads = [...this.table.tHead.rows[0].cells];
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[index].setAttribute("aria-sort", this.isDown ? "descending" : "ascending");
    this.order();
    this.draw();
  }

  order() {
    if (this.sorted < 0) return;
    const { value } = this.columns[this.sorted];
    const sign = this.isDown ? -1 : 1;
    this.rows = [...this.rows].sort((a, b) => sign * compare(value(a), value(b)));
  }

  draw() {
    const rows = this.rows.slice(0, this.shown).map((row) => {
      const cells = this.columns.map((column) => element("td", { class: column.class ?? "" }, column.cell ? column.cell(row) : column.class === "code" ? broken(String(column.value(row))) : String(column.value(row))));
      return element("tr", {}, ...cells);
    });
    this.table.tBodies[0].replaceChildren(...rows);
    const left = this.rows.length - this.shown;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(left, STEP)} more of ${left.toLocaleString("en")}`;
  }
}

const compare = (a, b) => (typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0);
