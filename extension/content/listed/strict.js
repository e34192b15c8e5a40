// Strict mode: a listed link that a person follows opens a page of ours first, which says why it is listed. What the
// page itself does to go somewhere is not heard of here.

import { own } from "../own.js";
import { all } from "../untouched.js";

const { core } = own;

const LONGEST = 8192; // characters of an address

/**
 * Of a press on a link, by pointer or key, also with the middle button. It cannot be a passive listener's.
 * @param {MouseEvent} event
 */
export function followed(event) {
  if (!event.isTrusted || event.button > 1 || core.isOrphan()) return;
  const link = event.composedPath().find(isHeld);
  if (!link) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const address = core.addressOf(link);
  // Of one that no browser could show, where it leads is what counts.
  const shown = address.length > LONGEST ? `${new URL(address).origin}/` : address;
  const request = { holdBack: { address: shown, opens: opens(link, event) } };
  void core.ask(() => request);
}

/**
 * @param {EventTarget} target
 * @returns {target is import("../protocol.js").Link}
 */
function isHeld(target) {
  if (!core.isOwnLink(target)) return false;
  const known = core.listing(target);
  return !!known && core.looks().severities.includes(known.severity) && known.held;
}

/**
 * Where the browser would have opened it. A page of ours cannot be in a frame, so what would stay in one gets a tab.
 * @param {import("../protocol.js").Link} link
 * @param {MouseEvent} event
 * @returns {"here" | "before" | "behind"}
 */
function opens(link, { button, ctrlKey, metaKey, shiftKey }) {
  if (button || ctrlKey || metaKey) return shiftKey ? "before" : "behind";
  const target = link.getAttribute("target") || all(document, "base[target]")[0]?.getAttribute("target") || "_self";
  const stays = /^_top$/i.test(target) || (/^_self$/i.test(target) && window === window.top);
  return stays && !shiftKey ? "here" : "before";
}
