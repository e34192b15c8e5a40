// Keeping up with the page: what is added is judged once a frame; a mark that no longer fits its link is taken away at
// once, before the page is painted.

import { lookAgain } from "./around.js";
import { isOrphan } from "./ask.js";
import { brought } from "./brought.js";
import { isLink, keyOf, keyOfAddress, linksWithin, quickKeyOf } from "./find.js";
import { judge } from "./judge.js";
import { attribute, hasMarks, listing, presentLinks, prune, unmark, unmarkAll, write } from "./mark.js";
import { eachInSlices, oncePerFrame, pause } from "./pace.js";
import { all, baseOf, listen } from "./untouched.js";

/** @typedef {import("./protocol.js").Link} Link */

const FIXES = 50; // of tampered marks a second: a page that fights for its links wins, and nobody's time is lost

const observer = new MutationObserver(react);
/**
 * Hears that texts change, as long as nothing reads them. It is enough to know that once in a while: some pages change
 * thousands a second.
 */
const texts = new MutationObserver(() => {
  texts.disconnect();
  void lookAgain().then(observeTexts);
});
const attributeFilter = ["href", attribute];
/** The document, and shadow roots in it. @type {Set<Document | ShadowRoot>} */
const roots = new Set([document]);
/** Nodes whose links are to be judged in the next frame. @type {Set<Element>} */
let pending = new Set();
/** Whether something reads texts. */
let characterData = false;
let base = baseOf(document);
let fixes = 0;
let mending = false;

/** Judges the whole document, and from now on what changes. */
export function watch() {
  observe(document);
  observeTexts();
  // Whoever removes or updates the extension does it in another tab.
  listen("visibilitychange", () => isOrphan() && retire());
  return rejudge();
}

/** The same for a shadow root. @param {ShadowRoot} root */
export async function watchRoot(root) {
  roots.add(root);
  observe(root);
  watchNamespaced(root);
  await judge(linksWithin(root));
}

/** Watches more attributes of links, and each text that changes. @param {string[]} attributes */
export function observeAlso(attributes) {
  attributeFilter.push(...attributes);
  characterData = true;
  texts.disconnect();
  observe(document);
}

/** Judges every link of the document. */
export async function rejudge() {
  watchNamespaced(document);
  const links = linksWithin(document);
  await pause();
  await judge(links, quickKeyOf(document));
  for (const root of roots) if (root !== document) await judge(linksWithin(root));
}

/** @param {Document | ShadowRoot} root */
function observe(root) {
  observer.observe(root, { subtree: true, childList: true, characterData, attributeFilter });
}

function observeTexts() {
  if (!characterData && !isOrphan()) texts.observe(document, { subtree: true, characterData: true });
}

/** Takes every mark away and does nothing from now on. */
function retire() {
  observer.disconnect();
  texts.disconnect();
  pending.clear();
  unmarkAll();
}

/** @param {MutationRecord[]} records */
function react(records) {
  if (isOrphan()) return retire();
  const news = records.filter(isNews);
  if (!news.length) return;
  brought.more?.heard(news);
  catchUp();
  void lookAgain();
}

/**
 * Whether a change is more than a mark that was set or taken away; what cannot wait is done.
 * @param {MutationRecord} record
 */
function isNews(record) {
  const { type } = record;
  // Each field of a record costs Firefox as much as all else here.
  if (type === "characterData") return true;
  const { target } = record;
  if (type === "childList") {
    for (const node of record.addedNodes) added(node);
  } else if (record.attributeName === attribute) {
    mend(/** @type {Element} */ (target));
    return false;
  } else if (isLink(target)) {
    follow(target);
    pending.add(target);
  }
  return true;
}

/** @param {Node} node */
function added(node) {
  if (!(node instanceof Element)) return;
  if (!node.firstElementChild && !isLink(node)) return;
  pending.add(node);
  // Nodes that were copied, or changed while they were out of the document, bring marks along.
  if (!hasMarks()) return;
  for (const link of all(node, `[${attribute}]`)) follow(link);
  if (node.hasAttribute(attribute)) follow(node);
}

/** Takes a mark away that does not fit its link any more. @param {Element} link */
function follow(link) {
  const known = listing(link);
  if (known && isLink(link) && keyOf(link) !== known.key) unmark(link);
  else write(link);
}

/** Undoes what the page did to a mark. @param {Element} element */
function mend(element) {
  if (fixes < FIXES && write(element)) fixes++;
  if (fixes < FIXES || mending) return;
  mending = true;
  setTimeout(() => {
    fixes = 0;
    mending = false;
    for (const root of roots) for (const element of all(root, `[${attribute}]`)) write(element);
    for (const link of presentLinks()) write(link);
  }, 1000);
}

const catchUp = oncePerFrame(async () => {
  prune();
  for (const root of roots) if (!root.isConnected) roots.delete(root);
  if (baseChanged()) {
    for (const link of presentLinks()) follow(link);
    pending.clear();
    return rejudge();
  }
  const nodes = pending;
  pending = new Set();
  /** @type {Link[]} */
  const links = [];
  await eachInSlices([...nodes], (node) => {
    // The links below a node are found with those below its parent.
    if (!node.isConnected || (node.parentElement && nodes.has(node.parentElement))) return;
    watchNamespaced(node);
    links.push(...linksWithin(node));
  });
  if (links.length) await judge(links);
});

/** Whether relative links lead to another host than before. */
function baseChanged() {
  const before = base;
  base = baseOf(document);
  return before !== base && keyOfAddress(before) !== keyOfAddress(base);
}

/**
 * An attribute with a namespace (`xlink:href`) passes no `attributeFilter`, so SVG links are watched one by one.
 * @param {Document | Element | ShadowRoot} root
 */
function watchNamespaced(root) {
  for (const link of all(root, "svg a")) observer.observe(link, { attributes: true });
}
