// Candidates for handles in running text. The text of a block is read as one, because a handle may be split over elements
// within it (`@user@<b>server</b>`); what people write (fields) and what is no prose (code) is left alone.

import { add, drop } from "./mentions.js";
import { eachInSlices } from "../pace.js";

/** @typedef {{node: Text, start: number}} Piece a text node, and where it begins in the text of its run */

const PATTERN = new RegExp(HANDLE_PATTERN, "gu");
const LONGEST = 1024; // characters of what may be a handle: no name of a server has more
const LEFT_ALONE = "code,kbd,noscript,option,pre,samp,script,style,template,textarea,title";
const INLINE = new Set(
  "a abbr b bdi bdo big cite data del dfn em font i ins label mark nobr q s small span strike strong sub sup time tt u var wbr".split(" "),
);

/**
 * Reads the text at, around and below a node.
 * @param {Node} root
 */
export async function read(root) {
  /** @type {Set<Node>} */
  const blocks = new Set();
  const own = blockOf(root);
  // Its own text may have been part of a handle, or have become one.
  if (drop(own) || own.textContent?.includes("@")) blocks.add(own);
  /** @type {Text[]} */
  const texts = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node; (node = /** @type {Text | null} */ (walker.nextNode())); ) if (node.data.includes("@")) texts.push(node);
  await eachInSlices(texts, (text) => blocks.add(blockOf(text)));
  await eachInSlices([...blocks], readBlock);
}

/** The element, or root, whose lines a node's text is part of. @param {Node} node */
function blockOf(node) {
  let block = node;
  while (block.parentNode && (block.nodeType === Node.TEXT_NODE || INLINE.has(/** @type {Element} */ (block).localName)))
    block = block.parentNode;
  return block;
}

/** @param {Node} block */
function readBlock(block) {
  drop(block);
  if (isLeftAlone(block)) return;
  /** @type {Piece[]} */
  let pieces = [];
  let text = "";
  const finish = () => {
    if (text.includes("@")) readRun(block, pieces, text);
    pieces = [];
    text = "";
  };
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, {
    acceptNode: (node) =>
      node.nodeType === Node.TEXT_NODE || INLINE.has(/** @type {Element} */ (node).localName)
        ? NodeFilter.FILTER_ACCEPT
        : (finish(), NodeFilter.FILTER_REJECT),
  });
  for (let node; (node = walker.nextNode()); ) {
    if (node.nodeType !== Node.TEXT_NODE) continue;
    pieces.push({ node: /** @type {Text} */ (node), start: text.length });
    text += /** @type {Text} */ (node).data;
  }
  finish();
}

/**
 * @param {Node} block
 * @param {Piece[]} pieces
 * @param {string} text
 */
function readRun(block, pieces, text) {
  for (const { 0: candidate, index } of text.matchAll(PATTERN)) {
    if (candidate.length > LONGEST) continue;
    const within = pieces.filter(({ node, start }) => start < index + candidate.length && start + node.data.length > index);
    // Elements that only their names call inline may be on lines of their own.
    if (within.length > 1 && !within.every(({ node }) => isInLine(node, block))) continue;
    if (within.some(({ node }) => node.parentElement?.isContentEditable)) continue;
    add(block, candidate, (length) => rangeOf(within, index, index + length));
  }
}

/**
 * @param {Piece[]} pieces
 * @param {number} from
 * @param {number} to
 */
function rangeOf(pieces, from, to) {
  const range = document.createRange();
  for (const { node, start } of pieces) {
    if (from >= start) range.setStart(node, from - start);
    if (to > start) range.setEnd(node, Math.min(to - start, node.data.length));
  }
  return range;
}

/** @param {Node} block */
function isLeftAlone(block) {
  const element = block instanceof Element ? block : block instanceof ShadowRoot ? block.host : null;
  if (document.designMode === "on") return true;
  return !!element && (!!element.closest(LEFT_ALONE) || /** @type {HTMLElement} */ (element).isContentEditable);
}

/**
 * @param {Node} node
 * @param {Node} block
 */
function isInLine(node, block) {
  for (let element = node.parentElement; element && element !== block; element = element.parentElement)
    if (!/^(inline$|contents|ruby)/.test(getComputedStyle(element).display)) return false;
  return true;
}
