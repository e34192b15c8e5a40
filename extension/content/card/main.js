// The card that a marked link shows: injected into a frame when the first one is asked for. Whatever is in it may be
// reached by the page in Firefox, closed shadow root or not, so it is read only: no pointer, no focus, no text nodes.
//
//   panel  the elements, there only while the card is shown
//   words  what it says, as CSS
//   spot   where it stands

import { browser } from "../browser.js";
import { closePanel, openPanel } from "./panel.js";
import { rectOf, stand } from "./spot.js";
import { LOOK } from "./style.js";
import { words } from "./words.js";
import { listen, unlisten } from "../untouched.js";
import { oncePerFrame } from "../pace.js";

/** @typedef {import("../protocol.js").Link} Link */
/** @typedef {import("../protocol.js").Fencepost} Fencepost */

/** The link whose card is shown. @type {Link | null} */
let current = null;
/** @type {HTMLElement | null} */
let panel = null;

const follow = oncePerFrame(() => {
  if (!current || !panel) return;
  if (!current.isConnected || !stand(panel, rectOf(current))) hideCard();
});

/** @type {Fencepost} */
const fencepost = /** @type {any} */ (globalThis).fencepost;
fencepost.showCard = (link, explanation) => {
  hideCard();
  current = link;
  const { css, parts } = words(explanation);
  panel = openPanel(LOOK + css, parts, browser.i18n.getMessage("@@bidi_dir"));
  for (const type of ["scroll", "resize"]) listen(type, follow);
  if (!panel || !stand(panel, rectOf(link))) hideCard();
};
fencepost.hideCard = hideCard;

function hideCard() {
  if (!current) return;
  current = panel = null;
  closePanel();
  for (const type of ["scroll", "resize"]) unlisten(type, follow);
}
