// Showing the card of a marked link under the pointer or with the focus. Listens only while there are marks.

import { ask } from "./ask.js";
import { attribute, hasMarks, listing } from "./mark.js";
import { listen, unlisten } from "./untouched.js";

/** @typedef {import("./protocol.js").Link} Link */
/** @typedef {import("./protocol.js").Fencepost} Fencepost */

const DELAY = 150; // ms; less would flash cards at a pointer that only passes

/** What a card would be shown for. @type {Link | null} */
let current = null;
let timer = 0;
let listening = false;

/** @type {[string, (event: any) => void][]} */
const LISTENERS = [
  ["pointerover", (event) => event.isTrusted && turnTo(event)],
  ["focusin", (event) => event.isTrusted && event.target.matches?.(":focus-visible") && turnTo(event)],
  ["focusout", (event) => event.isTrusted && leave()],
  ["pointerout", (event) => event.isTrusted && !event.relatedTarget && leave()],
  ["keydown", (event) => event.isTrusted && event.key === "Escape" && leave()],
  ["blur", (event) => event.isTrusted && event.target === window && leave()],
  ["pagehide", () => leave()],
];

/** Begins or ends listening, and takes the card away when its link is no longer marked. */
export function updateHover() {
  if (current && !(hasMarks() && listing(current) && current.isConnected)) leave();
  if (listening === hasMarks()) return;
  listening = hasMarks();
  for (const [type, listener] of LISTENERS) (listening ? listen : unlisten)(type, listener);
}

/** @param {Event} event */
function turnTo(event) {
  const target = event.composedPath()[0];
  const link = target instanceof Element ? /** @type {Link | null} */ (target.closest(`[${attribute}]`)) : null;
  if (link === current) return;
  leave();
  if (!link) return;
  current = link;
  timer = window.setTimeout(() => void explain(link), DELAY);
}

/** @param {Link} link */
async function explain(link) {
  const key = listing(link)?.key;
  if (!key) return;
  const fencepost = own();
  const { explained } = await ask(() => (link === current ? { explain: { key, card: !fencepost.showCard } } : null));
  if (link !== current || !explained?.explanation) return;
  fencepost.showCard?.(link, explained.explanation);
}

function leave() {
  clearTimeout(timer);
  current = null;
  own().hideCard?.();
}

/** @returns {Fencepost} */
function own() {
  return /** @type {any} */ (globalThis).fencepost;
}
