// Which links lead to a listed place: each distinct key is asked once per document, and the answer remembered.

import { ask } from "./ask.js";
import { keyOf, linksWithin, quickKeyOf } from "./find.js";
import { attribute, mark, unmark, show } from "./mark.js";
import { eachInSlices } from "./pace.js";

/** @typedef {import("./protocol.js").Link} Link */
/** @typedef {import("./protocol.js").Severity} Severity */

const BATCH = 1000; // keys a message

/** @type {Map<string, Severity | null>} */
let answers = new Map();
/** Links that wait for an answer about their key. @type {Map<string, Link[]>} */
let waiting = new Map();
/** Keys that are being asked. @type {Set<string>} */
let asked = new Set();
/** Whether links to the page's own host were left out, because nothing else was to be asked. */
let passedOver = false;

/**
 * Judges links and marks the listed ones; those whose key is not known yet once the answer is there. Keys whose
 * question failed before are asked again.
 * @param {ArrayLike<Link>} links
 * @param {(link: Link) => string | null} [read] a quicker `keyOf`
 * @returns {Promise<void>}
 */
export async function judge(links, read = keyOf) {
  /** @type {[Link, string, Severity][]} */
  const hits = [];
  await eachInSlices(links, (link) => {
    const key = read(link);
    const answer = key === null ? null : answers.get(key);
    if (key !== null && answer && keyOf(link) === key) hits.push([link, key, answer]);
    else if (key !== null && answer === undefined) wait(link, key);
    else unmark(link);
  });
  await mark(hits);
  const keys = [...waiting.keys()].filter((key) => !asked.has(key));
  const own = location.hostname;
  if (keys.every((key) => key === own)) {
    // A page that only links to itself is not worth a question.
    passedOver ||= waiting.delete(own);
    return;
  }
  if (passedOver) {
    passedOver = false;
    return judge(linksWithin(document), quickKeyOf(document));
  }
  const batches = [];
  for (let i = 0; i < keys.length; i += BATCH) batches.push(settle(keys.slice(i, i + BATCH)));
  await Promise.all(batches);
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
  for (const key of keys) current.add(key);
  const { judged: answer } = await ask({ judge: { keys, attribute } });
  if (current !== asked) return; // forgotten while the question was on its way
  for (const key of keys) asked.delete(key);
  if (!answer) return;

  show(answer.shown);
  const severities = new Map(answer.marks);
  /** @type {[Link, string, Severity][]} */
  const hits = [];
  keys.forEach((key, position) => {
    const severity = severities.get(position) ?? null;
    answers.set(key, severity);
    for (const link of waiting.get(key) ?? []) {
      if (!severity) unmark(link, key);
      else if (keyOf(link) === key) hits.push([link, key, severity]);
    }
    waiting.delete(key);
  });
  await mark(hits);
}
