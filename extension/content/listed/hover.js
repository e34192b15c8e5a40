// Showing the card of what is under the pointer or has the focus. Listens only while marks are shown.

import { own } from "../own.js";
import { followed } from "./strict.js";
import { listen, unlisten } from "../untouched.js";

/** @typedef {import("../protocol.js").Spot} Spot */

const DELAY = 150; // ms; less would flash cards at a pointer that only passes
const PRESS = 350; // ms; a finger that taps or scrolls is gone by then

const { brought, core } = own;

/** What a card would be shown for. @type {Spot | null} */
let current = null;
let timer = 0;
/** Whether it is a finger that shows it: that moves the focus late, and away from something else. */
let touched = false;
/** Whether a finger stayed for long enough: what it has shown stays when it is lifted, until something else is touched. */
let pressed = false;
let listening = false;
/** The last event that was heard where it happened. @type {Event | null} */
let latest = null;
/** Whether the focus may be moved by a key: a page can move it too. */
let tabbed = false;

/** @type {[string, (event: any) => void][]} */
const LISTENERS = [
  ["pointerover", heard],
  ["focusin", heard],
  ["focusout", (event) => event.isTrusted && !touched && turnTo(null)],
  ["pointerout", (event) => event.isTrusted && !event.relatedTarget && !pressed && turnTo(null)],
  ["keydown", (event) => event.isTrusted && press(event.key)],
  ["blur", (event) => event.isTrusted && event.target === window && turnTo(null)],
  ["pagehide", () => turnTo(null)],
];

/**
 * Begins or ends listening, and takes the card away when what it is about is no longer there. It begins anew with every
 * change, and so does strict mode: a page that writes itself anew (`document.open`) takes every listener away, and one
 * that is there is not added.
 */
export function update() {
  for (const type of ["click", "auxclick"]) listen(type, followed, false);
  if (current && !isThere(current)) turnTo(null);
  const wanted = core.looks().severities.length > 0;
  if (!listening && !wanted) return;
  listening = wanted;
  for (const [type, listener] of LISTENERS) (listening ? listen : unlisten)(type, listener);
}

/**
 * Of the pointer or the focus. What is in a closed shadow root is heard of twice: from outside as its host, then from
 * inside as itself.
 * @param {Event} event
 */
export function heard(event) {
  const target = event.composedPath()[0];
  if (!event.isTrusted || !(target instanceof Element)) return;
  if (event.currentTarget === window && brought.more?.isHost(target)) {
    setTimeout(() => latest === event || turnTo(null));
    return;
  }
  latest = event;
  if (event.type === "focusin" && !isShownByFocus(target)) return;
  turnTo(linkAround(target), event instanceof PointerEvent && event.pointerType === "touch");
}

/**
 * Shows the card of something else, or none.
 * @param {Spot | null} spot
 * @param {boolean} [byTouch]
 */
export function turnTo(spot, byTouch = false) {
  if (spot === current) return;
  clearTimeout(timer);
  brought.card?.hide();
  current = spot;
  touched = byTouch;
  pressed = false;
  core.point(spot);
  const due = () => {
    pressed = touched;
    if (spot) void explain(spot);
  };
  if (spot) timer = window.setTimeout(due, byTouch ? PRESS : DELAY);
}

/** @param {Spot} spot */
async function explain(spot) {
  const key = spot instanceof Element ? core.listing(spot)?.key : spot.key;
  if (!key) return;
  const { explained } = await core.ask(() => (spot === current ? { explain: { key, card: !brought.card } } : null));
  if (spot === current && explained?.explanation) brought.card?.show(spot, explained.explanation);
}

/** @param {string} key */
function press(key) {
  if (key === "Escape") turnTo(null);
  tabbed = true;
  setTimeout(() => (tabbed = false));
}

/** Marks that are drawn only here and there are not drawn because a page moves the focus. @param {Element} target */
function isShownByFocus(target) {
  return target.matches(":focus-visible") && (tabbed || !core.looks().onlyHovered);
}

/** The listed link that an element is, or is in. @param {Element} target */
function linkAround(target) {
  for (let element = /** @type {Element | null} */ (target); element; element = element.parentElement) {
    const known = core.listing(element);
    if (known && core.looks().severities.includes(known.severity)) return element;
  }
  return null;
}

/** @param {Spot} spot */
function isThere(spot) {
  if (spot instanceof Element) return core.hasMarks() && core.listing(spot) !== null && spot.isConnected;
  return !spot.range.collapsed && spot.range.startContainer.isConnected;
}
