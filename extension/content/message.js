// Messages as data (`src/explanation.rs`) turned into words of the user's language.

import { browser } from "./browser.js";

/** @typedef {import("./protocol.js").Message} Message */
/** @typedef {import("./protocol.js").Value} Value */

const LONGEST = 300; // characters of a stranger's words

/** @param {Message} message */
export function wording({ key, values }) {
  return /** @type {string} */ (browser.i18n.getMessage(key, values.map(shown)));
}

/** A date in full, as people write it. @param {string} date `YYYY-MM-DD` */
export function longDate(date) {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return date;
  return new Intl.DateTimeFormat(browser.i18n.getMessage("locale"), { dateStyle: "long", timeZone: "UTC" }).format(day);
}

/** A stranger's words, trimmed and kept from turning the direction of what stands around them. @param {string} text */
export function quoted(text) {
  const trimmed = text.replace(/\s+/g, " ").trim();
  const characters = Array.from(trimmed);
  return isolated(characters.length > LONGEST ? characters.slice(0, LONGEST - 1).join("").trimEnd() + "…" : trimmed);
}

/** @param {Value} value */
function shown(value) {
  if ("name" in value) return isolated(value.name);
  if ("date" in value) return longDate(value.date);
  if ("count" in value) return new Intl.NumberFormat(browser.i18n.getMessage("locale")).format(value.count);
  return quoted(value.text);
}

/**
 * In an isolate of its own (U+2068, U+2069), without the controls that would end it or turn it around.
 * @param {string} text
 */
function isolated(text) {
  return `\u2068${text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "")}\u2069`;
}
