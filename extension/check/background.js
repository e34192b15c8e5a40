// What the check page asks the background.

import { browser } from "../content/browser.js";

/** @typedef {import("./protocol.js").Message} Message */

/** A sentence for the person at the page. */
export class Failure extends Error {
  /** @param {Message} sentence */
  constructor(sentence) {
    super(sentence.key);
    this.sentence = sentence;
  }
}

/**
 * What own lists say, and what the servers said earlier.
 * @param {import("./protocol.js").Question} question
 * @returns {Promise<import("./protocol.js").Looked>}
 */
export async function look(question) {
  return (await ask({ check: { look: question } })).check.looked;
}

/** The lists of servers that are in force. @returns {Promise<{id: string, name: string}[]>} */
export async function servers() {
  const { lists } = (await ask({ lists: "lists" })).lists;
  return lists.filter(
    (/** @type {{id: string, fetchedAt: number | null}} */ { id, fetchedAt }) =>
      fetchedAt !== null && /^(home|server):/.test(id),
  );
}

/**
 * Begins to compare, or goes on; `comparing` says how much is done.
 * @param {{compare: {run: number, text: string, servers: string[]}} | {compareOn: number}} request
 * @returns {Promise<{comparing?: number, compared?: {comparison: import("./protocol.js").Comparison, csv: string}}>}
 */
export async function compare(request) {
  return (await ask({ check: request })).check;
}

/** The servers where the person has an account, as far as their lists are loaded. @returns {Promise<string[]>} */
export async function homes() {
  const { lists } = (await ask({ lists: "lists" })).lists;
  return lists
    .filter((/** @type {{id: string}} */ { id }) => id.startsWith("home:"))
    .map((/** @type {{name: string}} */ { name }) => name);
}

/**
 * Has the servers asked. A host that has to be allowed first is the answer.
 * @param {{subject: string, home: string, run: number, allowed: string[], refused: string[]}} run
 * @returns {Promise<{server: string, host: string} | undefined>}
 */
export async function run(run) {
  return (await ask({ lists: { check: run } })).permit;
}

/** Ends a run. @param {number} run */
export async function stop(run) {
  await ask({ lists: { stopCheck: run } });
}

/** @param {unknown} request */
async function ask(request) {
  const nobody = { failed: { message: { key: "failInternal", values: [] } } };
  const answer = (await send(request).catch(() => nobody)) ?? nobody;
  if (answer.failed) throw new Failure(answer.failed.message);
  return answer;
}

/** Sends a request; a failure is an answer too. @param {unknown} request */
export function send(request) {
  const once = () => browser.runtime.sendMessage(request);
  // A background that was stopped while the request was on its way is woken by the next.
  return once().catch(once);
}
