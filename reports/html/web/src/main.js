import { byId } from "./dom.js";
import { readModel } from "./data/model.js";
import { runLibrary } from "./data/payload.js";
import { setUpAlternatives } from "./choices/alternatives.js";
import { WhatIf } from "./choices/whatif.js";
import { setUpFolding } from "./folding.js";
import { setUpFollowing } from "./following/index.js";
import { Shown } from "./following/shown.js";
import { ServiceMap } from "./map/index.js";
import { Placement } from "./placement.js";
import { setBase } from "./places.js";
import { Couplings } from "./tables/couplings.js";
import { enhanceTables } from "./tables/enhance.js";
import { setUpPage } from "./page.js";
import { setUpViews, whenShown } from "./views.js";

async function start() {
  setUpViews();
  const [model] = await Promise.all([readModel(), runLibrary()]);
  document.documentElement.classList.add("live");
  setBase(model.raw.web);
  const placement = new Placement(model);
  const shown = new Shown(model, placement);
  const couplings = new Couplings(shown, placement);
  const whatIf = new WhatIf(shown);
  setUpAlternatives(shown);
  setUpFollowing(shown);
  setUpFolding(model);
  enhanceTables();
  setUpPage();
  const map = new ServiceMap(model, placement, { couplings: (service) => couplings.of(service), move: (nodes) => whatIf.offer(nodes) });
  whenShown("map", (service) => map.showService(service));
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

/** Without its data the page is what it is without a script, but for its sections being shown one by one. */
function giveUp(error) {
  const isOld = typeof DecompressionStream === "undefined";
  const why = isOld
    ? "This browser is too old for the map, filters, alternatives and what-if: they need DecompressionStream, which Chrome and Edge have since version 80, Firefox since 113, Safari since 16.4."
    : "The map, filters, alternatives and what-if do not work: the data in this file could not be read.";
  document.documentElement.classList.remove("live");
  byId("unread").textContent = `${why} All else is here.`;
  byId("unread").hidden = false;
  document.documentElement.dataset.failed = String(error);
}

start().catch(giveUp);
