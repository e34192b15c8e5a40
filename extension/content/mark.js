// The listed links, and the one attribute that marks them. Its name is new for every document, so that no page knows
// it beforehand; the background has inserted the style for it before the first link is known to be listed.

import { pickPlaces } from "./place.js";
import { eachInSlices, laidOut } from "./pace.js";

/** @typedef {import("./protocol.js").Link} Link */
/** @typedef {import("./protocol.js").Severity} Severity */
/** @typedef {{key: string, severity: Severity, value: string}} Listing `value` is empty until a place was picked */

/** The name of the attribute: `x`, then letters and digits. */
export const attribute = "x" + Array.from(crypto.getRandomValues(new Uint8Array(9)), (n) => (n % 36).toString(36)).join("");

/** First letter of the attribute's value; the style sheet in `src/marks.rs` has a rule for each. */
const LETTERS = { suspend: "s", silence: "l", noted: "n" };

/** @type {Map<Element, Listing>} */
const listed = new Map();
/** Listed links that have no place yet. @type {Link[]} */
let fresh = [];
/** Until those are marked. @type {Promise<void> | null} */
let round = null;
let shown = true;
let changed = () => {};

/** @param {() => void} listener called after links were added to the listed ones or taken away */
export function onChange(listener) {
  changed = listener;
}

/** @param {Element} link */
export function listing(link) {
  return listed.get(link) ?? null;
}

/** The listed links that are in the document, in its order. */
export function listedLinks() {
  const links = /** @type {Link[]} */ ([...listed.keys()].filter((link) => link.isConnected));
  return links.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

/** The value that a link's attribute has to have; `null` when it has to have none. @param {Element} link */
export function due(link) {
  return (shown && listed.get(link)?.value) || null;
}

/** Whether any link may carry a mark. */
export function hasMarks() {
  return shown && listed.size > 0;
}

/**
 * Marks links, in the next frame.
 * @param {[Link, string, Severity][]} hits
 */
export async function mark(hits) {
  for (const [link, key, severity] of hits) {
    const known = listed.get(link);
    if (known?.key === key && known.severity === severity) continue;
    listed.set(link, { key, severity, value: "" });
    fresh.push(link);
  }
  if (fresh.length) await (round ??= markFresh());
}

/**
 * All places are picked before the first attribute is set, because each attribute undoes the layout that picking
 * reads.
 */
async function markFresh() {
  await laidOut();
  round = null;
  const links = fresh;
  fresh = [];
  const places = await pickPlaces(links);
  await eachInSlices(links, (link) => {
    const entry = listed.get(link);
    const place = places.get(link);
    if (!entry || !place) return;
    entry.value = LETTERS[entry.severity] + place;
    write(link);
  });
  changed();
}

/** @param {Element} link */
export function unmark(link) {
  if (!listed.delete(link)) return;
  write(link);
  changed();
}

/** @param {(key: string) => boolean} test which keys are not listed any more */
export function unmarkWhere(test) {
  for (const [link, { key }] of listed) if (test(key)) unmark(link);
}

/** Lets go of links that left the document. */
export function prune() {
  for (const link of listed.keys()) if (!link.isConnected) unmark(link);
}

/** Takes every mark away. */
export function unmarkAll() {
  for (const link of listed.keys()) unmark(link);
}

/** @param {boolean} now whether marks are shown, or the listed links only known */
export function show(now) {
  if (shown === now) return;
  shown = now;
  for (const link of listed.keys()) write(link);
  changed();
}

/** Makes a link's attribute what it has to be; whether that took a change. @param {Element} link */
export function write(link) {
  const value = due(link);
  if (link.getAttribute(attribute) === value) return false;
  if (value === null) link.removeAttribute(attribute);
  else link.setAttribute(attribute, value);
  return true;
}
