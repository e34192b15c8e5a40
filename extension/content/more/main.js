// Brought into a frame where there is more to be read than links.
//
//   embeds    elements that show something of another place
//   text      what may be a handle in running text
//   mentions  which of that is one of a listed place, and how it is shown
//   roots     shadow roots, and all of that in them
//   pointer   the card of a handle

import { own } from "../own.js";
import { findEmbeds } from "./embeds.js";
import { draw, forget, keys, listed, prune, settle } from "./mentions.js";
import { findRoots, isHost, poll } from "./roots.js";
import { read } from "./text.js";
import { eachInSlices, idle, sleep } from "../pace.js";

const AGAIN = 1000; // ms between two readings of text that changes
const SOON = 100; // ms until added elements are asked for a shadow root

/** Nodes whose text has changed. @type {Set<Node>} */
let changed = new Set();
/** Elements that were added. @type {Set<Element>} */
let added = new Set();
let reads = false;
let looks = false;

if (!own.brought.more) {
  own.brought.more = { ready: start(), heard, again, draw, keys, mentions: listed, isHost };
}

async function start() {
  await findEmbeds();
  await readAll(document);
}

/** @param {Document | ShadowRoot} root */
async function readAll(root) {
  await read(root);
  await findRoots(root, readAll);
  await settle();
}

/** The lists have changed. */
async function again() {
  forget();
  await settle();
}

/** @param {MutationRecord[]} records */
function heard(records) {
  prune();
  for (const { type, target, addedNodes } of records) {
    if (type === "attributes") continue;
    changed.add(target);
    for (const node of addedNodes) if (node instanceof Element) added.add(node);
  }
  if (changed.size) void readAgain();
  if (added.size) void lookAgain();
}

async function readAgain() {
  if (reads) return;
  reads = true;
  await sleep(AGAIN);
  await idle();
  const nodes = changed;
  changed = new Set();
  await eachInSlices(outermost(nodes), (node) => void read(node));
  await settle();
  reads = false;
}

async function lookAgain() {
  if (looks) return;
  looks = true;
  await sleep(SOON);
  const elements = added;
  added = new Set();
  for (const element of outermost(elements)) await findRoots(element, readAll);
  looks = false;
  void poll(readAll);
}

/**
 * Of nodes in the document, those whose parent is not among them.
 * @template {Node} T
 * @param {Set<T>} nodes
 */
function outermost(nodes) {
  return [...nodes].filter((node) => node.isConnected && !nodes.has(/** @type {any} */ (node.parentNode)));
}
