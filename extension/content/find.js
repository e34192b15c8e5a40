// Finding links, and the key that stands for each of them in questions to the background.

import { all, baseOf } from "./untouched.js";

/** @typedef {import("./protocol.js").Link} Link */

// `*|href` also finds the `xlink:href` of an SVG link.
const LINKS = "a[*|href],area[href]";
const WHOLE = '[href*="@"],[href*="%40"]';

/**
 * All links at or below a node, in document order.
 * @param {Document | Element} root
 * @returns {Link[] | NodeListOf<Link>}
 */
export function linksWithin(root) {
  const below = /** @type {NodeListOf<Link>} */ (all(root, LINKS));
  return isLink(root) ? [root, ...below] : below;
}

/**
 * @param {unknown} node
 * @returns {node is Link}
 */
export function isLink(node) {
  return node instanceof HTMLAnchorElement || node instanceof SVGAElement || node instanceof HTMLAreaElement;
}

/**
 * What is asked about a link: its host, or its whole address without the fragment where path or query may name a
 * profile on another server (`@`, `%40`). `null` when the link does not lead to the web.
 * @param {Link} link
 * @returns {string | null}
 */
export function keyOf(link) {
  return keyOfAddress(typeof link.href === "string" ? link.href : resolved(link, link.href.baseVal));
}

/**
 * Makes a quick `keyOf` for many links: reading a link's host costs a third of reading its address, so that is read
 * only where it can hold a profile. It takes the schemes that it does not know for the web's.
 * @param {Document} root
 * @returns {(link: Link) => string | null}
 */
export function quickKeyOf(root) {
  if (keyOfAddress(baseOf(root))?.includes("/")) return keyOf; // then every relative link may hold one
  const whole = new Set(all(root, WHOLE));
  return (link) => {
    const host = /** @type {HTMLAnchorElement} */ (link).hostname; // an SVG link has none
    return host === undefined || (whole.size && whole.has(link)) ? keyOf(link) : host || null;
  };
}

/**
 * By string work: every getter of a link parses its address again.
 * @param {string} address as the URL standard serialises it, so that after `//` a path always begins with `/`
 * @returns {string | null}
 */
export function keyOfAddress(address) {
  const start = address.startsWith("https://") ? 8 : address.startsWith("http://") ? 7 : 0;
  if (start === 0) return null;
  const path = address.indexOf("/", start);
  if (path < 0) return null;
  if (address.includes("@", path) || address.includes("%40", path)) {
    const hash = address.indexOf("#", path);
    const whole = hash < 0 ? address : address.slice(0, hash);
    if (whole.includes("@", path) || whole.includes("%40", path)) return whole;
  }
  const host = address.slice(address.lastIndexOf("@", path) + 1 || start, path);
  return host.replace(/:\d+$/, "");
}

/**
 * @param {Element} link
 * @param {string} address
 */
function resolved(link, address) {
  try {
    return new URL(address, link.baseURI).href;
  } catch {
    return "";
  }
}
