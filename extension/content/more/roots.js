// Shadow roots, open or closed: what is in them is judged, read and watched like the rest. Nothing tells when an element
// gets one, so those that may are asked again while they are young.

import { own } from "../own.js";
import { eachInSlices, sleep } from "../pace.js";
import { rootOf } from "../root.js";
import { all } from "../untouched.js";

/** @typedef {(root: ShadowRoot) => Promise<void>} ReadRoot */

const CHILDLESS = ":empty:is(article,aside,blockquote,div,footer,header,main,nav,p,section,span)";
const WAITS = [100, 200, 400, 800, 1600, 3200]; // ms
const MOST = 2000; // elements that are asked again

const { core } = own;
/** By their hosts. @type {Map<Element, ShadowRoot>} */
const known = new Map();
/** Elements that may get a root yet. @type {Set<Element>} */
let young = new Set();
let polls = false;

/** @param {Element} element */
export function isHost(element) {
  return known.has(element);
}

export function watchedRoots() {
  return [...known.values()];
}

/**
 * Finds the roots at and below a node.
 * @param {Document | ShadowRoot | Element} node
 * @param {ReadRoot} read
 */
export async function findRoots(node, read) {
  for (const host of known.keys()) if (!host.isConnected) known.delete(host);
  const candidates = [...all(node, CHILDLESS)];
  if (node instanceof Element && node.matches(CHILDLESS)) candidates.push(node);
  await eachInSlices([node, ...all(node, "*")], (element) => {
    if (element instanceof Element && element.localName.includes("-")) candidates.push(element);
  });
  await ask(candidates, read);
  void poll(read);
}

/** Asks young elements again, less and less often. @param {ReadRoot} read */
export async function poll(read) {
  if (polls) return;
  polls = true;
  for (const wait of WAITS) {
    if (!young.size) break;
    await sleep(wait);
    const elements = [...young];
    young = new Set();
    await ask(elements, read);
  }
  polls = false;
  young.clear();
}

/**
 * @param {Element[]} elements
 * @param {ReadRoot} read
 */
async function ask(elements, read) {
  /** @type {ShadowRoot[]} */
  const roots = [];
  await eachInSlices(elements, (element) => {
    if (known.has(element) || !element.isConnected) return;
    const root = rootOf(element);
    if (!root) {
      if (young.size < MOST) young.add(element);
      return;
    }
    known.set(element, root);
    roots.push(root);
  });
  for (const root of roots) {
    for (const type of ["pointerover", "focusin"]) root.addEventListener(type, hear, { capture: true, passive: true });
    for (const type of ["click", "auxclick"]) root.addEventListener(type, follow, true);
    await core.watchRoot(root);
    await read(root);
  }
}

/** @param {Event} event */
function hear(event) {
  own.brought.listed?.heard(event);
}

/** @param {Event} event */
function follow(event) {
  own.brought.listed?.followed(/** @type {MouseEvent} */ (event));
}
