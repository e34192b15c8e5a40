// Questions to the background. It may be gone (stopped, updated, removed) at any time: then there is no answer, and
// the page's console hears nothing of it.

import { browser } from "./browser.js";

/** @typedef {import("./protocol.js").Request} Request */
/** @typedef {import("./protocol.js").Response} Response */

/**
 * @param {Request} request
 * @returns {Promise<Response>} empty when the background failed or cannot be reached
 */
export async function ask(request) {
  try {
    return (await browser.runtime.sendMessage(request)) ?? {};
  } catch {
    return {};
  }
}

/** Whether the extension that put this script here was removed, switched off or replaced since. */
export function isOrphan() {
  return !browser.runtime?.id;
}
