// The card that a marked link or handle shows: brought into a frame when the first one is asked for. Whatever is in it
// may be reached by the page in Firefox, closed shadow root or not, so it is read only: no pointer, no focus, no text
// nodes.
//
//   panel  the elements, there only while the card is shown
//   words  what it says, as CSS
//   spot   where it stands

import { browser } from "../browser.js";
import { own } from "../own.js";
import { oncePerFrame } from "../pace.js";
import { listen, unlisten } from "../untouched.js";
import { closePanel, openPanel } from "./panel.js";
import { rectOf, stand } from "./spot.js";
import { LOOK } from "./style.js";
import { words } from "./words.js";

/** @typedef {import("../protocol.js").Spot} Spot */

/** What the card is shown for. @type {Spot | null} */
let current = null;
/** @type {HTMLElement | null} */
let panel = null;

const follow = oncePerFrame(() => {
  if (!current || !panel) return;
  const node = current instanceof Element ? current : current.range.startContainer;
  if (!node.isConnected || !stand(panel, rectOf(current))) hideCard();
});

own.brought.card ??= { show: showCard, hide: hideCard };

/**
 * @param {Spot} spot
 * @param {import("../protocol.js").Explanation} explanation
 */
function showCard(spot, explanation) {
  hideCard();
  current = spot;
  const { css, parts } = words(explanation);
  panel = openPanel(LOOK + css, parts, browser.i18n.getMessage("direction"));
  for (const type of ["scroll", "resize"]) listen(type, follow);
  if (!panel || !stand(panel, rectOf(spot))) hideCard();
}

function hideCard() {
  if (!current) return;
  current = panel = null;
  closePanel();
  for (const type of ["scroll", "resize"]) unlisten(type, follow);
}
