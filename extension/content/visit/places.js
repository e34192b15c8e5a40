// What there is to go to: what is listed and has a box, in the page's order.

import { rectOf } from "../card/spot.js";
import { own } from "../own.js";

/** @typedef {import("../protocol.js").Listing} Listing */
/** @typedef {import("../protocol.js").Spot} Spot */

const { core } = own;

/**
 * @param {string[] | null} keys those that are meant; `null` for all that are marked
 * @returns {Spot[]}
 */
export function placesOf(keys) {
  const links = core.listedLinks().map((link) => ({ spot: link, .../** @type {Listing} */ (core.listing(link)) }));
  const mentions = own.brought.more?.mentions() ?? [];
  const all = [...links, ...mentions.map(({ mention, severity }) => ({ spot: mention, key: mention.key, severity }))];
  const meant = all.filter(({ key, severity }) => (keys ? keys.includes(key) : core.looks().severities.includes(severity)));
  return meant.map(({ spot }) => spot).filter(isSeen).sort(byPlace);
}

/**
 * Where a place is among these; -1 for nowhere. A handle that was judged again is another object about the same text.
 * @param {Spot[]} all
 * @param {Spot | null} last
 */
export function positionOf(all, last) {
  return all.findIndex((spot) => spot === last || ("range" in spot && !!last && "range" in last && spot.range === last.range));
}

/** The first that is not above the window. @param {Spot[]} all */
export function start(all) {
  const first = all.findIndex((spot) => rectOf(spot).bottom > 0);
  return first < 0 ? all.length : first;
}

/** @param {Spot} spot */
function isSeen(spot) {
  const { width, height } = rectOf(spot);
  return width > 0 && height > 0 && (!(spot instanceof Element) || spot.checkVisibility({ visibilityProperty: true }));
}

/** @param {Spot} a @param {Spot} b */
function byPlace(a, b) {
  return nodeOf(a).compareDocumentPosition(nodeOf(b)) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}

/** @param {Spot} spot */
function nodeOf(spot) {
  return spot instanceof Element ? spot : spot.range.startContainer;
}
