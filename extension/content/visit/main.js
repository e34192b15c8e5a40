// Brought into a frame when somebody goes from mark to mark, by a key or from the popup. The page scrolls, and the link
// gets the focus; nothing in the page's tree changes. What points the place out stands beside it, as a card does.
//
//   places  what there is to go to, in the page's order
//   ring    what points one out

import { own } from "../own.js";
import { hideRing, showRing } from "./ring.js";
import { placesOf, positionOf, start } from "./places.js";

/** @typedef {import("../protocol.js").Spot} Spot */

/** The place that was gone to last. @type {Spot | null} */
let last = null;

own.brought.visit ??= { places, go, leave };

/** @param {string[] | null} keys */
function places(keys) {
  const all = placesOf(keys);
  return { count: all.length, at: positionOf(all, last), start: start(all) };
}

/**
 * @param {string[] | null} keys
 * @param {number} position
 */
function go(keys, position) {
  const spot = placesOf(keys)[position];
  if (!spot) return;
  last = spot;
  const element = spot instanceof Element ? spot : spot.range.startContainer.parentElement;
  element?.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  if (spot instanceof HTMLAnchorElement || spot instanceof SVGAElement) spot.focus({ preventScroll: true });
  const { listed } = own.brought;
  listed?.turnTo(spot);
  // The card of what has the focus stays until that goes on; that of a handle has nothing else to wait for.
  showRing(spot, () => document.activeElement === element || listed?.turnTo(null));
}

function leave() {
  last = null;
  hideRing();
}
