"use strict";
(() => {
  const rows = JSON.parse(document.getElementById("couplings-data").textContent);
  const most = 300, total = rows.from.length;
  const body = document.getElementById("coupling-rows");
  const status = document.getElementById("coupling-status");
  const filter = document.getElementById("coupling-filter");
  const map = document.querySelector("svg.map");
  const columns = ["from", "to", "kind", "source", "target", "weight", "confidence", "place"];
  const order = Array.from({length: total}, (_, i) => i);
  let pair = null;
  const haystack = order.map(i => columns.map(c => rows[c][i]).join("\n").toLowerCase());
  const matches = i => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = !pair || (pair.length === 1 ? rows.from[i] === pair[0] || rows.to[i] === pair[0]
                                             : rows.from[i] === pair[0] && rows.to[i] === pair[1]);
    return fits && words.every(word => haystack[i].includes(word));
  };
  const show = () => {
    const found = order.filter(matches);
    const fragment = document.createDocumentFragment();
    for (const i of found.slice(0, most)) {
      const row = document.createElement("tr");
      for (const column of columns) {
        const cell = document.createElement("td");
        cell.textContent = rows[column][i];
        if (column === "weight") cell.className = "n";
        if (column === "source" || column === "target" || column === "place") cell.className = "code";
        row.append(cell);
      }
      fragment.append(row);
    }
    body.replaceChildren(fragment);
    const scope = pair ? (pair.length === 1 ? " of " + pair[0] : " from " + pair[0] + " to " + pair[1]) : "";
    status.textContent = `Showing ${Math.min(found.length, most)} of ${found.length} couplings${scope}`
      + (found.length < total ? ` (${total} in all)` : "");
  };
  filter.addEventListener("input", show);
  document.querySelectorAll("#coupling-table th button").forEach((button, index) => {
    let up = false;
    button.addEventListener("click", () => {
      const values = rows[columns[index]];
      up = !up;
      order.sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : a - b) * (up ? 1 : -1));
      document.querySelectorAll("#coupling-table th").forEach(th => th.removeAttribute("aria-sort"));
      button.parentElement.setAttribute("aria-sort", up ? "ascending" : "descending");
      show();
    });
  });
  const pick = chosen => {
    pair = pair && chosen && pair.join("\n") === chosen.join("\n") ? null : chosen;
    map.classList.toggle("picked", pair !== null);
    map.querySelectorAll("path.l").forEach(line => {
      const from = line.dataset.from, to = line.dataset.to;
      line.classList.toggle("on", pair !== null && (pair.length === 1 ? from === pair[0] || to === pair[0]
                                                                      : from === pair[0] && to === pair[1]));
    });
    show();
  };
  if (map) {
    map.querySelectorAll("path.l").forEach(line =>
      line.addEventListener("click", () => pick([line.dataset.from, line.dataset.to])));
    map.querySelectorAll("g.s").forEach(dot => {
      dot.addEventListener("click", () => pick([dot.dataset.name]));
      dot.addEventListener("keydown", event => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick([dot.dataset.name]); }
      });
    });
  }
  document.documentElement.dataset.ready = "yes";
  show();
})();
