// Messages as data (`src/explanation.rs`) turned into words of the user's language.

import { browser } from "./browser.js";
import { inItsScript } from "./punycode.js";

/** @typedef {import("./protocol.js").Message} Message */
/** @typedef {import("./protocol.js").Value} Value */

const LONGEST = 300; // characters of a stranger's words

/**
 * With a count among the values the key may stand for one message for each plural form of the language, `KEY_one`,
 * `KEY_other` and so on, chosen by the first count.
 * @param {Message} message
 * @returns {string}
 */
export function wording({ key, values }) {
  const texts = values.map(shown);
  const counted = values.find((value) => "count" in value);
  const forms = counted ? [`${key}_${new Intl.PluralRules(language()).select(counted.count)}`, `${key}_other`] : [];
  for (const form of [...forms, key]) {
    const text = browser.i18n.getMessage(form, texts);
    if (text) return text;
  }
  return "";
}

/** A date in full, as people write it. @param {string} date `YYYY-MM-DD` */
export function longDate(date) {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return date;
  return new Intl.DateTimeFormat(language(), { dateStyle: "long", timeZone: "UTC" }).format(day);
}

/** A stranger's words, trimmed and kept from turning the direction of what stands around them. @param {string} text */
export function quoted(text) {
  return isolated(clipped(text));
}

/**
 * The same for a place of their own. What would end an isolate, turn it around or be seen by nobody stands there as its
 * number, as `src/visible.rs` has it.
 * @param {string} text
 */
export function clipped(text) {
  const trimmed = text.replace(/\s+/g, " ").trim();
  const characters = Array.from(trimmed);
  const cut = characters.length > LONGEST ? characters.slice(0, LONGEST - 1).join("").trimEnd() + "…" : trimmed;
  const number = (/** @type {string} */ c) => `‹U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}›`;
  return cut.replace(/[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, number);
}

/**
 * A name of a server, account or list for a place of its own; behind it what it stands for, where it is the ASCII form of
 * a name in another script.
 * @param {string} text
 */
export function named(text) {
  const spelled = inItsScript(text.slice(text.lastIndexOf("@") + 1));
  return spelled ? `${clipped(text)} (${quoted(spelled)})` : clipped(text);
}

/** @param {Value} value */
function shown(value) {
  if ("name" in value) return isolated(named(value.name));
  if ("date" in value) return longDate(value.date);
  if ("count" in value) return new Intl.NumberFormat(language()).format(value.count);
  return quoted(value.text);
}

/** The language of the messages: a date or number in a sentence is written as the rest of it. @returns {string} */
function language() {
  return browser.i18n.getMessage("locale");
}

/** In an isolate of its own. @param {string} text */
function isolated(text) {
  return `\u2068${text}\u2069`;
}
