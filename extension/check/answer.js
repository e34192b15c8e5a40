// The answer as a table, with the entries that it rests on; and as text.

import { named, wording } from "../content/message.js";
import { comment, entry } from "./own.js";
import { element, part, template } from "./page.js";
import { waysOut } from "./ways-out.js";
import { moment, name, plainly, say } from "./words.js";

/** @typedef {import("./protocol.js").Answer} Answer */
/** @typedef {import("./protocol.js").Basis} Basis */
/** @typedef {import("./protocol.js").Looked} Looked */
/** @typedef {import("./protocol.js").Row} Row */

/** @param {Looked} looked */
export function answerOf(looked) {
  const { answer, askedAt, domain } = looked;
  if (!answer) return [];
  const whole = template("answer", {
    question: wording(answer.question),
    summary: summary(answer.rows),
    "asked-at": asked(looked),
    closing: wording(answer.closing),
    "about-name": say("checkAbout", [name(domain)]),
  });
  part("rows", whole).append(...answer.rows.map(row));
  fillList(whole, "bases", bases(answer.rows).map(basis));
  fillList(whole, "notes", answer.notes.map((note) => element("li", wording(note))));
  part("again", whole).hidden = askedAt === null;
  /** @type {HTMLAnchorElement} */ (part("about", whole)).href = `https://${domain}/about`;
  if (looked.platform) waysOut(part("ways-out", whole), looked.platform);
  return [whole];
}

/** When the servers were asked, and what theirs runs. @param {Looked} looked */
function asked({ askedAt, software, domain }) {
  if (askedAt === null) return say("checkAskedNobody");
  const asked = say("checkAskedOn", [moment(askedAt)]);
  if (!software) return asked;
  const runs = { text: `${software.name} ${software.version}` };
  return `${asked} ${say("checkRuns", [name(domain), runs])}`;
}

/** The answer to be sent to somebody. @param {Answer} answer */
export function textOf({ question, rows, notes, closing }) {
  const lines = rows.map(({ activity, word, reasons, lists }) => {
    const dates = lists.flatMap(({ server, dated }) => (dated ? [`(${server}: ${wording(dated)})`] : []));
    return [`- ${wording(activity)}: ${wording(word)}.`, ...reasons.map(wording), ...dates].join(" ");
  });
  const parts = [wording(question), lines.join("\n"), notes.map(wording).join("\n"), wording(closing)];
  return plainly(`${parts.filter(Boolean).join("\n\n")}\n`);
}

/** What all rows say together. @param {Row[]} rows */
function summary(rows) {
  const outcomes = new Set(rows.map(({ outcome }) => outcome));
  if (outcomes.size === 1 && outcomes.has("yes")) return say("checkAllYes");
  if (outcomes.size === 1 && outcomes.has("no")) return say("checkAllNo");
  return outcomes.has("no") || outcomes.has("partly") ? say("checkSome") : say("checkNotKnown");
}

/** @param {Row} data */
function row({ activity, outcome, word, reasons, lists }) {
  const row = template("row", { "row-what": wording(activity), "row-whether": wording(word) });
  part("row-whether", row).dataset.whether = outcome;
  const why = part("row-why", row);
  why.append(...reasons.map((reason) => element("p", wording(reason))));
  for (const { server, dated } of lists) {
    if (dated) why.append(element("p", say("checkBasis", [name(server), { text: wording(dated) }]), "small"));
  }
  return row;
}

/** The entries that the rows rest on, each once. @param {Row[]} rows */
function bases(rows) {
  const listed = rows.flatMap(({ lists }) => lists).filter(({ listed }) => listed);
  return [...new Map(listed.map((it) => [JSON.stringify(it), it])).values()];
}

/** @param {Basis} data */
function basis(data) {
  const row = template("basis", { "basis-server": named(data.server), "basis-entry": entry(data) });
  row.append(data.comment ? comment(data.comment) : element("p", say("noReason"), "small"));
  return row;
}

/**
 * @param {HTMLElement} whole
 * @param {string} name
 * @param {HTMLElement[]} items
 */
function fillList(whole, name, items) {
  part(`${name}-box`, whole).hidden = items.length === 0;
  part(name, whole).append(...items);
}
