// What a comparison found, as two tables.

import { named } from "../content/message.js";
import { element, part, template } from "./page.js";
import { say } from "./words.js";

/** @typedef {import("./protocol.js").Comparison} Comparison */
/** @typedef {import("./protocol.js").Fate} Fate */

/** How many servers are shown; the file has all. */
const SHOWN = 500;
/** How many accounts of a server are shown. */
const ACCOUNTS = 10;
/** How many reasons of a list are shown, the most frequent. */
const REASONS = 5;

/** @param {Comparison} comparison */
export function compared({ servers, groups }) {
  const whole = template("compared");
  part("summaries", whole).append(...servers.map(summary));
  part("nobody", whole).hidden = groups.length > 0;
  part("groups-box", whole).hidden = groups.length === 0;
  part("group-heads", whole).append(...servers.map(({ server }) => head("col", server)));
  part("groups", whole).append(...groups.slice(0, SHOWN).map(group));
  const more = groups.length - SHOWN;
  if (more > 0) part("more", whole).textContent = say("compareMore", [{ count: more }]);
  return whole;
}

/** @param {Comparison["servers"][number]} data */
function summary({ server, lost, limited, unknown, reasons }) {
  const row = document.createElement("tr");
  const counts = [lost, limited, unknown].map((count) => element("td", count.toLocaleString(say("locale"))));
  const why = element("td", "");
  for (const [reason, count] of reasons.slice(0, REASONS)) {
    why.append(element("p", say("compareReason", [{ text: reason || say("noReason") }, { text: String(count) }])));
  }
  row.append(head("row", server), ...counts, why);
  return row;
}

/** @param {Comparison["groups"][number]} data */
function group({ domain, accounts, fates }) {
  const row = document.createElement("tr");
  const who = head("row", domain);
  const some = element("p", "", "small");
  for (const account of accounts.slice(0, ACCOUNTS)) some.append(element("bdi", named(account)), " ");
  if (accounts.length > ACCOUNTS) some.append("…");
  who.append(some);
  row.append(who, ...fates.map(([fate]) => fateCell(fate)));
  return row;
}

/** @param {Fate} fate */
function fateCell(fate) {
  const cell = element("td", "");
  const words = element("span", word(fate), "whether");
  words.dataset.whether = OUTCOMES[fate];
  cell.append(words);
  return cell;
}

/** What each is drawn like in an answer. @type {Record<Fate, import("./protocol.js").Outcome>} */
const OUTCOMES = { kept: "yes", limited: "partly", unknown: "unknown", lost: "no" };

/** @param {Fate} fate */
function word(fate) {
  if (fate === "kept") return say("fateKept");
  if (fate === "limited") return say("fateLimited");
  return fate === "lost" ? say("fateLost") : say("fateUnknown");
}

/**
 * @param {"row" | "col"} scope
 * @param {string} text
 */
function head(scope, text) {
  const head = element("th", "");
  head.setAttribute("scope", scope);
  head.append(element("bdi", named(text)));
  return head;
}
