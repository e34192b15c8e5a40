// The card of a handle under the pointer: a highlight hears of no pointer, so the text under it is looked up, once a frame.

import { own } from "../own.js";
import { oncePerFrame } from "../pace.js";
import { listen, unlisten } from "../untouched.js";
import { mentionAt } from "./mentions.js";
import { watchedRoots } from "./roots.js";

let listening = false;
let x = 0;
let y = 0;
/** @type {import("../protocol.js").Mention | null} */
let current = null;

/** As `update` in `listed/hover.js`. @param {boolean} wanted whether there is any handle to be pointed at */
export function updatePointer(wanted) {
  if (!wanted && !listening) return;
  listening = wanted;
  (wanted ? listen : unlisten)("pointermove", moved);
}

/** @param {PointerEvent} event */
function moved(event) {
  if (!event.isTrusted) return;
  x = event.clientX;
  y = event.clientY;
  look();
}

const look = oncePerFrame(() => {
  const mention = mentionUnder();
  if (mention === current) return;
  current = mention;
  own.brought.listed?.turnTo(mention);
});

function mentionUnder() {
  const caret = document.caretPositionFromPoint(x, y, { shadowRoots: watchedRoots() });
  const mention = caret && mentionAt(caret.offsetNode, caret.offset);
  // The nearest text is found, also from beside it.
  const isUnder = (/** @type {DOMRect} */ { left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom;
  return mention && [...mention.range.getClientRects()].some(isUnder) ? mention : null;
}
