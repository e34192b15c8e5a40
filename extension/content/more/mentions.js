// Which candidates are handles of a listed place, and their highlights: the page's text stays as it is. The names of the
// highlights are new for every document; the background has inserted their style before the first is known to be listed.

import { own } from "../own.js";
import { updatePointer } from "./pointer.js";

/** @typedef {import("../protocol.js").Mention} Mention */
/** @typedef {import("../protocol.js").Severity} Severity */
/** @typedef {(length: number) => Range} MakeRange of the first characters of a candidate */
/** @typedef {{candidate: string, range: MakeRange, mention: Mention | null, severity: Severity | null}} Found */

const BATCH = 2000; // candidates a message
const MOST = 2000; // mentions of a page
const WATCH = 1000; // ms until it is looked again whether the highlights are still there

const { core } = own;
const prefix = core.newName();
/** Listed, as how many characters and as what; `null` when not. @type {Map<string, [number, Severity] | null>} */
let answers = new Map();
/** By the block that they stand in. @type {Map<Node, Found[]>} */
const blocks = new Map();
/** The highlights that are set, by name. @type {Map<string, Highlight>} */
const shown = new Map();
let styled = false;
let timer = 0;

/**
 * @param {Node} block
 * @param {string} candidate
 * @param {MakeRange} range
 */
export function add(block, candidate, range) {
  const others = blocks.get(block);
  const found = { candidate, range, mention: null, severity: null };
  if (others) others.push(found);
  else blocks.set(block, [found]);
}

/** Lets go of the candidates of a block; whether there were any. @param {Node} block */
export function drop(block) {
  return blocks.delete(block);
}

export function forget() {
  answers = new Map();
}

/** Asks about the candidates that are new, and shows those that are listed. */
export async function settle() {
  const candidates = [...new Set([...all()].map((it) => it.candidate))].filter((it) => !answers.has(it));
  for (let i = 0; i < candidates.length; i += BATCH) await ask(candidates.slice(i, i + BATCH));
  for (const found of all()) {
    const [length, severity] = answers.get(found.candidate) ?? [0, null];
    found.severity = severity;
    const range = severity && (found.mention?.range ?? found.range(length));
    found.mention = range ? { range, key: found.candidate.slice(0, length) } : null;
  }
  prune();
  draw();
  core.tellChange();
}

/** @param {string[]} candidates */
async function ask(candidates) {
  const current = answers;
  const { mentioned } = await core.ask(() =>
    current === answers ? { mentions: { candidates: candidates.join(" "), attribute: core.missing(), highlight: styled ? null : prefix } } : null,
  );
  if (!mentioned || current !== answers) return;
  styled ||= mentioned.look.severities.length > 0 && mentioned.marks.length > 0;
  for (const candidate of candidates) answers.set(candidate, null);
  for (const [position, length, severity] of mentioned.marks)
    answers.set(/** @type {string} */ (candidates[position]), [length, severity]);
  core.take(mentioned);
}

/** Lets go of handles that are not there any more, before the page is painted. */
export function prune() {
  let isChanged = false;
  for (const [block, found] of blocks) {
    const kept = found.filter(({ mention }) => !mention || isWhole(mention));
    if (!block.isConnected || !kept.length) blocks.delete(block);
    else if (kept.length < found.length) blocks.set(block, kept);
    else continue;
    isChanged ||= found.some(({ mention }) => mention);
  }
  if (isChanged) draw();
}

/** The handles, without those on a link that is marked itself. */
export function keys() {
  return [...new Set(listed().map(({ mention }) => mention.key))];
}

/** The handle at a place in the text. @param {Node} node @param {number} offset */
export function mentionAt(node, offset) {
  return listed().find((it) => isDrawable(it) && it.mention.range.isPointInRange(node, offset))?.mention ?? null;
}

export function draw() {
  /** @type {Map<string, Range[]>} */
  const ranges = new Map();
  const drawable = listed().filter(isDrawable);
  for (const { mention, severity } of drawable) {
    if (!core.isDrawn(mention, severity)) continue;
    const name = prefix + core.letters[severity] + core.looks().style;
    ranges.set(name, [...(ranges.get(name) ?? []), mention.range]);
  }
  for (const name of shown.keys()) if (!ranges.has(name)) CSS.highlights.delete(name);
  shown.clear();
  for (const [name, of] of ranges) {
    shown.set(name, new Highlight(...of));
    CSS.highlights.set(name, /** @type {Highlight} */ (shown.get(name)));
  }
  updatePointer(drawable.length > 0);
  clearInterval(timer);
  if (shown.size) timer = window.setInterval(mend, WATCH);
}

/** The registry is shared with the page: what it took away, or added to, is put right. */
function mend() {
  if (core.isOrphan()) {
    for (const name of shown.keys()) CSS.highlights.delete(name);
    clearInterval(timer);
  } else if ([...shown].some(([name, highlight]) => !isOurs(name, highlight))) draw();
}

/** @param {string} name @param {Highlight} highlight */
function isOurs(name, highlight) {
  return CSS.highlights.get(name) === highlight && highlight.size === listed().filter((it) => isNamed(it, name)).length;
}

/** @param {Listed} found @param {string} name */
function isNamed({ mention, severity }, name) {
  return core.isDrawn(mention, severity) && name === prefix + core.letters[severity] + core.looks().style;
}

/** @typedef {Found & {mention: Mention, severity: Severity}} Listed */

/** The handles that are listed. @returns {Listed[]} */
export function listed() {
  const listed = /** @type {Listed[]} */ ([...all()].filter(({ mention }) => mention && !isOnMarkedLink(mention)));
  return listed.slice(0, MOST);
}

function* all() {
  for (const found of blocks.values()) yield* found;
}

/** @param {Listed} found */
function isDrawable({ severity }) {
  return core.looks().severities.includes(severity);
}

/** @param {Mention} mention */
function isWhole({ range, key }) {
  return range.startContainer.isConnected && range.toString() === key;
}

/** @param {Mention} mention */
function isOnMarkedLink({ range }) {
  const link = range.startContainer.parentElement?.closest("a");
  return !!link && core.listing(link) !== null;
}
