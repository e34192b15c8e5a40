// What own lists say of a server, which nobody has to be asked for.

import { clipped, named, wording } from "../content/message.js";
import { element, part, template } from "./page.js";
import { post } from "./post.js";
import { name, say } from "./words.js";

/** @typedef {import("./protocol.js").Looked} Looked */
/** @typedef {import("./protocol.js").Said} Said */

/**
 * @param {HTMLElement} whole
 * @param {Looked} looked
 */
export function fillOwn(whole, looked) {
  const none = part("own-none", whole);
  none.hidden = looked.said.length > 0;
  none.textContent = looked.lists === 0 ? say("nothingInForce") : say("checkOwnNone", [name(looked.domain)]);
  part("own", whole).replaceChildren(...looked.said.map(row));
  if (looked.announcement) part("own", whole).after(post(looked.announcement));
}

/** @param {Said} said */
function row(said) {
  const row = template("own", { "own-list": named(said.list) || say("rulesTitle") });
  const severity = element("span", word(said.severity), "severity");
  severity.dataset.severity = said.severity;
  part("own-list", row).after(severity);
  part("own-listed", row).textContent = entry(said);
  if (said.comment) row.append(comment(said.comment));
  return row;
}

/** @param {Said["severity"]} severity */
function word(severity) {
  if (severity === "suspend") return say("suspended");
  if (severity === "silence") return say("limited");
  return severity === "noted" ? say("noted") : say("noop");
}

/**
 * The name that a list has, and since when.
 * @param {{listed: string | null, dated: import("./protocol.js").Message | null}} entry
 */
export function entry({ listed, dated }) {
  return [listed && say("checkListed", [name(listed)]), dated && wording(dated)].filter(Boolean).join(" · ");
}

/** A reason in its list's own words. @param {string} text */
export function comment(text) {
  return template("comment", { comment: clipped(text) });
}
