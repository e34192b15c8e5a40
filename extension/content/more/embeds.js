// Embeds: frames, and the blocks that platforms leave for their scripts to fill. Once they are found they are links like
// all others, but that they are drawn around.

import { own } from "../own.js";
import { all } from "../untouched.js";

/** @typedef {import("../protocol.js").Link} Link */

const { core } = own;
const SELECTOR = EMBEDS.map(([selector]) => selector).join();

export async function findEmbeds() {
  core.findAlso(SELECTOR, addressOf);
  core.observeAlso(EMBEDS.flatMap(([, attribute]) => attribute ?? []));
  await core.judge(/** @type {NodeListOf<Link>} */ (all(document, SELECTOR)));
}

/**
 * Where an embed comes from: its own attribute says so, else the last link in it, which leads to the post itself.
 * @param {Element} element
 */
function addressOf(element) {
  const [, attribute] = EMBEDS.find(([selector]) => element.matches(selector)) ?? [];
  const named = attribute && element.getAttribute(attribute);
  if (named) return named;
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (all(element, "a[href]"));
  return links[links.length - 1]?.href ?? "";
}
