// What the card says, as CSS strings: a page can neither find nor select generated text.

import { browser } from "../browser.js";
import { longDate, quoted, wording } from "../message.js";

/** @typedef {import("../protocol.js").Explanation} Explanation */

/**
 * The card's children by their class names, and the rules that hold their text.
 * @param {Explanation} explanation
 */
export function words({ severity, heading, sentences, comment, dated, announcement }) {
  /** @type {[string, string][]} */
  const lines = [[`heading ${severity}`, wording(heading)]];
  for (const sentence of sentences) lines.push(["sentence", wording(sentence)]);
  if (comment) lines.push(["comment", `“${quoted(comment)}”`]);
  if (dated) lines.push(["date", wording(dated)]);
  if (announcement) {
    const { title, date, description, address } = announcement;
    lines.push(["title", quoted(title)], ["date", longDate(date)]);
    if (description) lines.push(["sentence", quoted(description)]);
    lines.push(["address", quoted(address.replace("https://", ""))]);
  }
  lines.push(["more", browser.i18n.getMessage("cardMore")]);

  return {
    parts: lines.map(([part], i) => `${part} w${i}`),
    // The empty alternative: nothing here is for screen readers.
    css: lines.map(([, text], i) => `.w${i}::after{content:${cssString(text)} / ""!important}`).join(""),
  };
}

/** @param {string} text */
function cssString(text) {
  return `"${text.replace(/["\\\n\r\f\0]/g, (c) => `\\${c.charCodeAt(0).toString(16)} `)}"`;
}
