// Keeps sections in step with the placement that is shown. What the page can compute is set anew, and stands in the place
// of what was written for the recommended decomposition; what only recommenders know says whose it is.

import { button, element } from "../dom.js";
import { data } from "./data.js";
import { entries, uncut } from "./entries.js";
import { pairs } from "./pairs.js";
import { metrics, scores } from "./scores.js";
import { splitFiles, splits } from "./splits.js";
import { figures, services } from "./summary.js";

const MADE = { figures, services, data, pairs, splits, entries, scores, metrics };

const COUNTS = {
  map: (shown) => shown.services.length,
  couplings: (shown) => shown.couplings.length,
  splits: (shown) => splitFiles(shown).length,
};

export function setUpFollowing(shown) {
  const { placement } = shown;
  const hosts = [...document.querySelectorAll("[data-follows]")].map((host) => new Host(host));
  const notes = [...document.querySelectorAll("[data-stays]")].map((host) => noteIn(host, placement));
  const figures = new Figures();
  let turn = 0;
  const follow = () => {
    turn += 1;
    const mine = turn;
    notes.forEach((note) => (note.hidden = placement.isRecommended));
    figures.show(placement.isRecommended ? null : shown);
    delete document.documentElement.dataset.followed;
    const next = (i) => {
      if (mine !== turn) return;
      if (i === hosts.length) document.documentElement.dataset.followed = String(turn);
      else {
        hosts[i].show(placement.isRecommended ? null : MADE[hosts[i].name](shown));
        setTimeout(next, 0, i + 1);
      }
    };
    if (mine === 1) next(hosts.length);
    else setTimeout(next, 0, 0);
  };
  placement.onChange(follow);
  follow();
  uncut(shown);
}

/** An element whose content follows; a section keeps its head. */
class Host {
  constructor(element) {
    this.element = element;
    this.name = element.dataset.follows;
    this.written = null;
  }

  /** Shows this content, or what was written for the recommended decomposition. */
  show(content) {
    const head = this.element.firstElementChild?.tagName === "H2" ? [this.element.firstElementChild] : [];
    if (content) {
      this.written ??= [...this.element.childNodes].filter((node) => !head.includes(node));
      this.element.replaceChildren(...head, ...content);
    } else if (this.written) {
      this.element.replaceChildren(...head, ...this.written);
      this.written = null;
    }
  }
}

function noteIn(host, placement) {
  const note = element(
    "p", { class: "stays warn", hidden: true },
    "This is about the recommended decomposition. ",
    button("Back to it", () => placement.show(0)),
  );
  const head = host.firstElementChild;
  if (head && /^H\d$/.test(head.tagName)) head.after(note);
  else host.prepend(note);
  return note;
}

/** How much a section holds, beside its name in the navigation. */
class Figures {
  constructor() {
    this.written = new Map([...document.querySelectorAll("nav a .count")].map((one) => [one, one.textContent]));
  }

  /** Those of what is shown; null: as they were written. */
  show(shown) {
    for (const [one, written] of this.written) {
      const compute = COUNTS[one.closest("a").hash.slice(1)];
      one.textContent = shown && compute ? compute(shown).toLocaleString("en") : written;
    }
  }
}
