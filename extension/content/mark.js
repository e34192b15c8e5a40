// The listed links, and the one attribute that marks them. Its name is new for every document, so that no page knows
// it beforehand; the background has inserted the style for it before the first link is known to be listed.

import { brought } from "./brought.js";
import { laidOut } from "./pace.js";

/** @typedef {import("./protocol.js").Link} Link */
/** @typedef {import("./protocol.js").Listing} Listing */
/** @typedef {import("./protocol.js").Look} Look */
/** @typedef {import("./protocol.js").Mark} Mark */
/** @typedef {import("./protocol.js").Severity} Severity */

/** The name of the attribute: `x`, then letters and digits. */
export const attribute = newName();

/** First letter of the attribute's value; the style sheet in `src/marks.rs` has a rule for each. */
export const LETTERS = { suspend: "s", silence: "l", noted: "n" };

/** @type {Map<Element, Listing>} */
const listed = new Map();
/** Listed links that have no place yet. @type {Link[]} */
let fresh = [];
/** Until those are marked. @type {Promise<void> | null} */
let round = null;
/** @type {Look} */
let look = { style: "", severities: ["suspend", "silence", "noted"], onlyHovered: false };
/** What is pointed at or has the focus. @type {unknown} */
let pointed = null;
let changed = () => {};

/** A name that no page knows: `x`, then letters and digits. */
export function newName() {
  return "x" + Array.from(crypto.getRandomValues(new Uint8Array(9)), (n) => (n % 36).toString(36)).join("");
}

/** @param {() => void} listener called after what is listed has changed */
export function onChange(listener) {
  changed = listener;
}

/** To be called when something that is no link was found, or is gone. */
export function tellChange() {
  changed();
}

/** @param {Element} link */
export function listing(link) {
  return listed.get(link) ?? null;
}

/** The listed links that are in the document. */
export function presentLinks() {
  return /** @type {Link[]} */ ([...listed.keys()].filter((link) => link.isConnected));
}

/** The same in the document's order, for which a browser counts through all that is beside and between them. */
export function listedLinks() {
  return presentLinks().sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

/** The value that a link's attribute has to have; `null` when it has to have none. @param {Element} link */
export function due(link) {
  const entry = listed.get(link);
  if (!entry?.place || !isDrawn(link, entry.severity)) return null;
  return LETTERS[entry.severity] + look.style + (entry.through ? "v" : "") + entry.place;
}

/**
 * Whether the mark of something is drawn now.
 * @param {unknown} what
 * @param {Severity} severity
 */
export function isDrawn(what, severity) {
  return look.severities.includes(severity) && (!look.onlyHovered || what === pointed);
}

/** How marks are shown. */
export function looks() {
  return look;
}

/** Whether any link may carry a mark. */
export function hasMarks() {
  return look.severities.length > 0 && listed.size > 0;
}

/**
 * Marks links, in the next frame.
 * @param {[Link, string, Mark][]} hits
 */
export async function markAll(hits) {
  for (const [link, key, mark] of hits) {
    const known = listed.get(link);
    const { severity, through, held } = mark;
    const isKnown = known?.key === key && known.severity === severity && known.through === through && known.held === held;
    // What somebody writes is theirs: it would be sent with the mark in it.
    if (/** @type {HTMLElement} */ (/** @type {Element} */ (link)).isContentEditable || isKnown) continue;
    listed.set(link, { ...mark, key, place: "" });
    fresh.push(link);
  }
  if (fresh.length) await (round ??= placeFresh());
}

async function placeFresh() {
  await laidOut();
  round = null;
  if (brought.listed) {
    const links = fresh;
    fresh = [];
    await brought.listed.place(links);
  }
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

/** @param {Look} now */
export function show(now) {
  if (JSON.stringify(now) === JSON.stringify(look)) return;
  look = now;
  for (const link of listed.keys()) write(link);
  brought.more?.draw();
  changed();
}

/** @param {unknown} what is pointed at now */
export function point(what) {
  const before = pointed;
  pointed = what;
  if (!look.onlyHovered) return;
  for (const link of [before, what]) if (link instanceof Element) write(link);
  brought.more?.draw();
}

/** Makes a link's attribute what it has to be; whether that took a change. @param {Element} link */
export function write(link) {
  const value = due(link);
  if (link.getAttribute(attribute) === value) return false;
  if (value === null) link.removeAttribute(attribute);
  else link.setAttribute(attribute, value);
  return true;
}
