// Questions to the background. It may be gone (stopped, updated, removed) at any time, and the page's console hears
// nothing of it.

import { browser } from "./browser.js";
import { sleep } from "./pace.js";

/** @typedef {import("./protocol.js").Request} Request */
/** @typedef {import("./protocol.js").Response} Response */

const AGAIN = [0, 200, 1000, 5000]; // ms until a question that got no answer is asked again

/**
 * Asks until there is an answer: a question is lost when the background is stopped just then, and the next wakes it.
 * @param {() => Request | null} question what to ask now; `null` when nobody needs to know any more
 * @returns {Promise<Response>} empty when there is no answer
 */
export async function ask(question) {
  for (const delay of AGAIN) {
    if (delay) await sleep(delay);
    const request = isOrphan() ? null : question();
    if (!request) break;
    try {
      const answer = await browser.runtime.sendMessage(request);
      if (answer && !answer.failed) return answer;
    } catch {
      // Asked again.
    }
  }
  return {};
}

/** Whether the extension that put this script here was removed, switched off or replaced since. */
export function isOrphan() {
  return !browser.runtime?.id;
}
