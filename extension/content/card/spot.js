// Where the card stands: below its link or above it, never over it while there is another place, and inside the
// window.

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

  const card = panel.getBoundingClientRect();
  const start = panel.dir === "rtl" ? link.right - card.width : link.left;
  const left = Math.max(EDGE, Math.min(start, width - EDGE - card.width));
  const below = link.bottom + GAP;
  const above = link.top - GAP - card.height;
  const top = below + card.height <= high - EDGE ? below : above >= EDGE ? above : high - EDGE - card.height;
  // Through the object model: a `style` attribute would be the page's policy's business.
  panel.style.setProperty("left", `${left}px`, "important");
  panel.style.setProperty("top", `${Math.max(EDGE, top)}px`, "important");
  return true;
}
