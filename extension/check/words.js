// The page's words.

import { browser } from "../content/browser.js";
import { wording } from "../content/message.js";

/** @typedef {import("../content/protocol.js").Value} Value */

/**
 * The message with this key.
 * @param {string} key
 * @param {Value[]} values
 */
export function say(key, values = []) {
  return wording({ key, values });
}

/** A name of a server, account or list. @param {string} name @returns {Value} */
export function name(name) {
  return { name };
}

/** Names one after the other. @param {string[]} names @returns {Value} */
export function names(names) {
  const list = new Intl.ListFormat(say("locale"), { type: "conjunction" }).format(names);
  return { name: list };
}

/** A moment as the day and time where the person is. @param {number} time @returns {Value} */
export function moment(time) {
  const format = new Intl.DateTimeFormat(say("locale"), { dateStyle: "long", timeStyle: "short" });
  return { text: format.format(time) };
}

/** The extension's name. */
export function brand() {
  return browser.runtime.getManifest().name;
}

/** Words without what keeps names in one piece on a page. @param {string} words */
export function plainly(words) {
  return words.replace(/[\u2068\u2069]/g, "");
}
