// Questions to the background. It may be gone (stopped, updated, removed) at any time: then there is no answer, and
// the page's console hears nothing of it.

import { browser } from "./browser.js";

/** @typedef {import("./protocol.js").Request} Request */
/** @typedef {import("./protocol.js").Response} Response */

/**
 * @template {Response["kind"]} K
 * @param {Request} request
 * @param {K} kind of answer that is expected
 * @returns {Promise<Extract<Response, {kind: K}> | null>} `null` when the background failed or cannot be reached
 */
export async function ask(request, kind) {
  try {
    const response = await browser.runtime.sendMessage(request);
    return response?.kind === kind ? response : null;
  } catch {
    return null;
  }
}

/** Whether the extension that put this script here was removed, switched off or replaced since. */
export function isOrphan() {
  return !browser.runtime?.id;
}
