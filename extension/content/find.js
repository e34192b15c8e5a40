// Finding links, and the key that stands for each of them in questions to the background.

import { all, baseOf } from "./untouched.js";

/** @typedef {import("./protocol.js").Link} Link */

// `*|href` also finds the `xlink:href` of an SVG link.
let selector = "a[*|href],area[href]";
let embeds = "";
/** @type {(element: Element) => string} */
let addressOfEmbed = () => "";

const LONGEST = 4096; // characters of an address; of a longer one only the host is asked about

// In one `:is` behind the name: as a list of its own it takes a browser three times as long.
const WHOLE = `a:is(${[
  ...ADDRESS_HINTS.map((hint) => `[href*="${hint}"]`),
  ...PROFILE_SCHEMES.map((scheme) => `[href^="${scheme}"i]`),
]}),area`;

/** Hosts of which nothing is known without the whole address. @type {Set<string>} */
const wholeHosts = new Set();

/** From now on, links to this host are asked about with their whole address. @param {string} host */
export function askWhole(host) {
  wholeHosts.add(host);
}

/**
 * From now on, these elements are links too.
 * @param {string} elements a selector
 * @param {(element: Element) => string} addressOf where one leads; it may be relative
 */
export function findAlso(elements, addressOf) {
  embeds = elements;
  selector += "," + elements;
  addressOfEmbed = addressOf;
}

/**
 * All links at or below a node, in document order.
 * @param {Document | Element | ShadowRoot} root
 * @returns {Link[] | NodeListOf<Link>}
 */
export function linksWithin(root) {
  const below = /** @type {NodeListOf<Link>} */ (all(root, selector));
  return isLink(root) ? [root, ...below] : below;
}

/**
 * @param {unknown} node
 * @returns {node is Link}
 */
export function isLink(node) {
  return isOwnLink(node) || (embeds !== "" && node instanceof Element && node.matches(embeds));
}

/**
 * Whether it is a link by itself, not an embed.
 * @param {unknown} node
 * @returns {node is Link}
 */
export function isOwnLink(node) {
  return node instanceof HTMLAnchorElement || node instanceof SVGAElement || node instanceof HTMLAreaElement;
}

/**
 * What is asked about a link: its host; its whole address where only that tells (`keyOfAddress`). `null` when the link
 * does not lead to the web.
 * @param {Link} link
 * @returns {string | null}
 */
export function keyOf(link) {
  return keyOfAddress(addressOf(link));
}

/** Where a link leads; empty when nowhere. @param {Link} link */
export function addressOf(link) {
  const { href } = link;
  return typeof href === "string" ? href : resolved(link, href ? href.baseVal : addressOfEmbed(link));
}

/**
 * Makes a quick `keyOf` for many links: reading a link's host costs a third of reading its address, so that is read
 * only where more than the host counts. It takes the schemes that it does not know for the web's.
 * @param {Document} root
 * @returns {(link: Link) => string | null}
 */
export function quickKeyOf(root) {
  if (keyOfAddress(baseOf(root))?.includes("/")) return keyOf; // then every relative link may be one
  const whole = new Set(all(root, WHOLE));
  return (link) => {
    const host = /** @type {HTMLAnchorElement} */ (link).hostname; // an SVG link has none
    return host === undefined || wholeHosts.has(host) || (whole.size && whole.has(link)) ? keyOf(link) : host || null;
  };
}

/**
 * By string work: every getter of a link parses its address again.
 * @param {string} address as the URL standard serialises it, so that after `//` a path always begins with `/`
 * @returns {string | null} with the fragment only when the host asks for the whole address
 */
export function keyOfAddress(address) {
  const start = address.startsWith("https://") ? 8 : address.startsWith("http://") ? 7 : 0;
  const isLong = address.length > LONGEST;
  if (start === 0) {
    // What holds a space is no handle, and could not be told from two keys.
    const isProfile = PROFILE_SCHEMES.some((scheme) => address.startsWith(scheme)) && !address.includes(" ");
    return isProfile && !isLong ? address : null;
  }
  const path = address.indexOf("/", start);
  if (path < 0) return null;
  const host = address.slice(address.lastIndexOf("@", path) + 1 || start, path).replace(/:\d+$/, "");
  if (isLong) return host;
  if (wholeHosts.has(host)) return address;
  const hash = address.indexOf("#", path);
  const sent = hash < 0 ? address : address.slice(0, hash);
  return ADDRESS_HINTS.some((hint) => sent.includes(hint, path)) ? sent : host;
}

/**
 * @param {Element} link
 * @param {string} address
 */
function resolved(link, address) {
  try {
    return new URL(address, baseOf(link)).href;
  } catch {
    return "";
  }
}
