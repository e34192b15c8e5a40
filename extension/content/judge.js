// Which links lead to a listed place: each distinct key is asked once per document, and the answer remembered.

import { ask } from "./ask.js";
import { askWhole, keyOf } from "./find.js";
import { attribute, markAll, show, unmark, unmarkWhere } from "./mark.js";
import { eachInSlices } from "./pace.js";

/** @typedef {import("./protocol.js").Link} Link */
/** @typedef {import("./protocol.js").Look} Look */
/** @typedef {import("./protocol.js").Mark} Mark */

const BATCH = 2000; // keys a message

/** @type {Map<string, Mark | null>} */
let answers = new Map();
/** Links that wait for an answer about their key. @type {Map<string, Link[]>} */
let waiting = new Map();
/** Keys that are being asked. @type {Set<string>} */
let asked = new Set();
/** Whether what draws marks is in the document. The background brings it before it answers the first marks. */
let styled = false;

/**
 * Judges links and marks the listed ones; those whose key is not known yet once the answer is there. Keys whose
 * question failed before are asked again.
 * @param {ArrayLike<Link>} links
 * @param {(link: Link) => string | null} [read] a quicker `keyOf`
 * @returns {Promise<void>}
 */
export async function judge(links, read = keyOf) {
  const current = answers;
  /** @type {[Link, string, Mark][]} */
  const hits = [];
  await eachInSlices(links, (link) => {
    const key = read(link);
    const answer = key === null ? null : answers.get(key);
    if (key !== null && answer && keyOf(link) === key) hits.push([link, key, answer]);
    else if (key !== null && answer === undefined) wait(key).push(link);
    else unmark(link);
  });
  if (current !== answers) return; // forgotten meanwhile: the links are judged again
  await markAll(hits);
  await settleAll();
}

/** Has keys judged that no link has. @param {string[]} keys */
export async function judgeKeys(keys) {
  for (const key of keys) if (!answers.has(key)) wait(key);
  await settleAll();
}

/** What is known of a key. @param {string} key */
export function markOf(key) {
  return answers.get(key);
}

/** Forgets every answer; marks stay until the links are judged again. */
export function forget() {
  answers = new Map();
  waiting = new Map();
  asked = new Set();
}

/** The attribute, as long as what draws marks is not there yet. */
export function missing() {
  return styled ? null : attribute;
}

/** Takes over what an answer says of marks in general. @param {{marks: unknown[], look: Look}} answer */
export function take({ marks, look }) {
  styled ||= look.severities.length > 0 && marks.length > 0;
  show(look);
}

/** @param {string} key */
function wait(key) {
  const others = waiting.get(key);
  if (others) return others;
  /** @type {Link[]} */
  const links = [];
  waiting.set(key, links);
  return links;
}

async function settleAll() {
  const keys = [...waiting.keys()].filter((key) => !asked.has(key));
  for (const key of keys) asked.add(key);
  // One after the other, so that the style is inserted once.
  for (let i = 0; i < keys.length; i += BATCH) await settle(keys.slice(i, i + BATCH));
}

/** @param {string[]} keys */
async function settle(keys) {
  const current = asked;
  const { judged: answer } = await ask(() => (current === asked ? { judge: { keys: keys.join(" "), attribute: missing() } } : null));
  if (current !== asked) return; // forgotten while the question was on its way
  for (const key of keys) asked.delete(key);
  if (!answer) return;

  take(answer);
  for (const key of keys) answers.set(key, null);
  /** @type {[Link, string, Mark][]} */
  const hits = [];
  for (const [position, mark] of answer.marks) {
    const key = /** @type {string} */ (keys[position]);
    answers.set(key, mark);
    for (const link of waiting.get(key) ?? []) if (keyOf(link) === key) hits.push([link, key, mark]);
  }
  /** @type {Link[]} */
  const unknown = [];
  for (const position of answer.whole) {
    const host = /** @type {string} */ (keys[position]);
    askWhole(host);
    unknown.push(...(waiting.get(host) ?? []));
  }
  for (const key of keys) waiting.delete(key);
  unmarkWhere((key) => answers.get(key) === null);
  await markAll(hits);
  if (unknown.length) await judge(unknown);
}
