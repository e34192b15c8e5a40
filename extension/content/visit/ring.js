// A ring around what somebody went to, for a moment. As the card it is a popover in a closed shadow root beside the body,
// and takes no pointer.

import { closePanel, openPanel } from "../card/panel.js";
import { rectOf } from "../card/spot.js";
import { oncePerFrame } from "../pace.js";
import { listen, unlisten } from "../untouched.js";

/** @typedef {import("../protocol.js").Spot} Spot */

const SHOWN = 3000; // ms
const GAP = 5; // px between the link and the ring

// Light between dark, so that it stands out from whatever is behind it.
const LOOK = `
:host{all:initial!important;display:contents!important}
[popover]{all:initial;position:fixed!important;inset:auto;box-sizing:border-box;border:4px solid #ffcf33;
border-radius:10px;outline:2px solid #1b1b1f;box-shadow:inset 0 0 0 2px #1b1b1f;pointer-events:none!important;
animation:in .3s ease-out 2}
[popover]:not(:popover-open){display:none}
@keyframes in{from{scale:1.3;opacity:0}}
@media (prefers-reduced-motion){[popover]{animation:none}}
@media (forced-colors:active){[popover]{border-color:Highlight;outline-color:CanvasText}}
`;

/** @type {Spot | null} */
let current = null;
/** @type {HTMLElement | null} */
let panel = null;
let timer = 0;

const follow = oncePerFrame(() => {
  if (!current || !panel) return;
  const { left, top, width, height } = rectOf(current);
  if (!width || !height) return hideRing();
  // Through the object model: a `style` attribute would be the page's policy's business.
  const box = { left: left - GAP, top: top - GAP, width: width + 2 * GAP, height: height + 2 * GAP };
  for (const [name, size] of Object.entries(box)) panel.style.setProperty(name, `${size}px`, "important");
});

/**
 * @param {Spot} spot
 * @param {() => void} then called when it has been shown for long enough
 */
export function showRing(spot, then) {
  hideRing();
  panel = openPanel(LOOK, [], "ltr");
  if (!panel) return;
  current = spot;
  for (const type of ["scroll", "resize"]) listen(type, follow);
  listen("keydown", escaped);
  follow();
  timer = window.setTimeout(() => {
    hideRing();
    then();
  }, SHOWN);
}

export function hideRing() {
  if (!current) return;
  current = panel = null;
  clearTimeout(timer);
  closePanel();
  for (const type of ["scroll", "resize"]) unlisten(type, follow);
  unlisten("keydown", escaped);
}

/** @param {KeyboardEvent} event */
function escaped({ key, isTrusted }) {
  if (isTrusted && key === "Escape") hideRing();
}
