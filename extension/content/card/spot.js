// Where the card stands: below its link, above it, beside it, or as much of it as there is room for. It is inside the
// window, and over its link only where that fills the window.

const GAP = 8; // px between link and card
const EDGE = 8; // px between card and window

/**
 * What a link or handle takes up; what it holds when it has no box of its own.
 * @param {import("../protocol.js").Spot} spot
 * @returns {DOMRect}
 */
export function rectOf(spot) {
  const whole = spot instanceof Element ? spot : spot.range;
  const rect = whole.getBoundingClientRect();
  if ((rect.width && rect.height) || whole instanceof Range) return rect;
  const range = document.createRange();
  range.selectNodeContents(whole);
  const inner = range.getBoundingClientRect();
  return inner.width && inner.height ? inner : rect;
}

/**
 * Moves the card to its link; false when the link is out of sight.
 * @param {HTMLElement} panel
 * @param {DOMRect} link
 */
export function stand(panel, link) {
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const high = document.compatMode === "CSS1Compat" ? height : innerHeight;
  if (link.bottom < 0 || link.top > high || link.right < 0 || link.left > width) return false;

  // Through the object model: a `style` attribute would be the page's policy's business.
  const set = (/** @type {string} */ name, /** @type {number} */ length) =>
    panel.style.setProperty(name, `${length}px`, "important");
  panel.style.removeProperty("max-height");
  const card = panel.getBoundingClientRect();
  const isMirrored = panel.dir === "rtl";
  const within = (/** @type {number} */ start, /** @type {number} */ size, /** @type {number} */ room) =>
    Math.max(EDGE, Math.min(start, room - EDGE - size));
  const below = high - EDGE - GAP - link.bottom;
  const above = link.top - GAP - EDGE;
  const room = Math.max(below, above);
  const sides = [link.right + GAP, link.left - GAP - card.width];
  if (isMirrored) sides.reverse();
  const isFree = (/** @type {number} */ start) => start === within(start, card.width, width);
  const side = room < card.height ? sides.find(isFree) : undefined;

  const left = side ?? within(isMirrored ? link.right - card.width : link.left, card.width, width);
  const isBeside = side !== undefined || room <= 0;
  const tall = isBeside ? card.height : Math.min(card.height, room);
  const isBelow = below >= tall;
  const top = isBeside ? within(link.top, tall, high) : isBelow ? link.bottom + GAP : link.top - GAP - tall;
  if (tall < card.height) set("max-height", tall);
  set("left", left);
  set("top", top);
  return true;
}
