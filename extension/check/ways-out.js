// What the brand names instead of a platform, and how to leave.

import { clipped } from "../content/message.js";
import { browser } from "../content/browser.js";
import { element, part } from "./page.js";
import { pageLink } from "./post.js";
import { name, say } from "./words.js";

/** @typedef {{name: string, address: string}} Page */
/** @typedef {{alternatives: (Page & {instead_of: string})[], leave: Page[]}} Brand */

/**
 * Fills them in; nothing where the brand names nothing instead.
 * @param {HTMLElement} place
 * @param {string} platform
 */
export async function waysOut(place, platform) {
  /** @type {Brand} */
  const brand = await (await fetch(browser.runtime.getURL("brand-pages.json"))).json();
  const alternatives = brand.alternatives.filter((it) => it.instead_of === platform);
  if (alternatives.length === 0) return;
  const named = alternatives.map((it) => link(say("postInstead", [name(it.name), name(platform)]), it.address));
  place.append(element("h3", say("postAlternatives")), list(named));
  if (brand.leave.length === 0) return;
  place.append(element("h3", say("postLeave")), list(brand.leave.map((it) => link(clipped(it.name), it.address))));
}

/**
 * @param {string} words
 * @param {string} address
 */
function link(words, address) {
  const whole = pageLink(address);
  part("post-name", whole).textContent = words;
  return whole;
}

/** @param {HTMLElement[]} links */
function list(links) {
  const list = element("ul", "");
  for (const link of links) {
    const item = element("li", "");
    item.append(link);
    list.append(item);
  }
  return list;
}
