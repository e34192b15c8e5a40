// Finding links, and the key that stands for each of them in questions to the background.

import { all } from "./untouched.js";

/** @typedef {import("./protocol.js").Link} Link */

// `*|href` also finds the `xlink:href` of an SVG link.
const LINKS = "a[*|href],area[href]";

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
 * One read of `href` and string work: each further getter of a link would parse the address again.
 * @param {string} address as the URL standard serialises it, so that after `//` a path always begins with `/`
 * @returns {string | null}
 */
export function keyOfAddress(address) {
  const start = address.startsWith("https://") ? 8 : address.startsWith("http://") ? 7 : 0;
  if (start === 0) return null;
  const path = address.indexOf("/", start);
  if (path < 0) return null;
  if (address.includes("@", path) || address.includes("%40", path)) {
    const whole = address.split("#", 1)[0];
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
