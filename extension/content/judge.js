// Which links lead to a listed place: each distinct key is asked once per document, and the answer remembered.

import { ask } from "./ask.js";
import { keyOf } from "./find.js";
import { attribute, mark, show, unmark, unmarkWhere } from "./mark.js";
import { eachInSlices } from "./pace.js";

/** @typedef {import("./protocol.js").Link} Link */
/** @typedef {import("./protocol.js").Severity} Severity */

const BATCH = 2000; // keys a message

/** @type {Map<string, Severity | null>} */
let answers = new Map();
/** Links that wait for an answer about their key. @type {Map<string, Link[]>} */
let waiting = new Map();
/** Keys that are being asked. @type {Set<string>} */
let asked = new Set();
/** Whether the style of the marks is in the document. The background inserts it before it answers the first marks. */
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
  /** @type {[Link, string, Severity][]} */
  const hits = [];
  await eachInSlices(links, (link) => {
    const key = read(link);
    const answer = key === null ? null : answers.get(key);
    if (key !== null && answer && keyOf(link) === key) hits.push([link, key, answer]);
    else if (key !== null && answer === undefined) wait(link, key);
    else unmark(link);
  });
  if (current !== answers) return; // forgotten meanwhile: the links are judged again
  await mark(hits);
  const keys = [...waiting.keys()].filter((key) => !asked.has(key));
  for (const key of keys) asked.add(key);
  // One after the other, so that the style is inserted once.
  for (let i = 0; i < keys.length; i += BATCH) await settle(keys.slice(i, i + BATCH));
}

/** Forgets every answer; marks stay until the links are judged again. */
export function forget() {
  answers = new Map();
  waiting = new Map();
  asked = new Set();
}

/**
 * @param {Link} link
 * @param {string} key
 */
function wait(link, key) {
  const others = waiting.get(key);
  if (others) others.push(link);
  else waiting.set(key, [link]);
}

/** @param {string[]} keys */
async function settle(keys) {
  const current = asked;
  const { judged: answer } = await ask(() =>
    current === asked ? { judge: { keys, attribute: styled ? null : attribute } } : null,
  );
  if (current !== asked) return; // forgotten while the question was on its way
  for (const key of keys) asked.delete(key);
  if (!answer) return;

  styled ||= answer.shown && answer.marks.length > 0;
  show(answer.shown);
  for (const key of keys) answers.set(key, null);
  /** @type {[Link, string, Severity][]} */
  const hits = [];
  for (const [position, severity] of answer.marks) {
    const key = /** @type {string} */ (keys[position]);
    answers.set(key, severity);
    for (const link of waiting.get(key) ?? []) if (keyOf(link) === key) hits.push([link, key, severity]);
  }
  for (const key of keys) waiting.delete(key);
  unmarkWhere((key) => answers.get(key) === null);
  await mark(hits);
}
