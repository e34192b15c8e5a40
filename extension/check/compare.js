// The page that compares servers before somebody moves: whom of those they follow they would lose where.

import { clipped, named, wording } from "../content/message.js";
import { Failure, compare, servers } from "./background.js";
import { compared } from "./compared.js";
import { element, field, open, part, template } from "./page.js";
import { say } from "./words.js";

/** Names the comparison that is under way. */
let run = 0;
/** The table for other programs. */
let csv = "";

await start();

async function start() {
  open(say("compareTitle"));
  field("file").addEventListener("change", () => {
    part("file-name").textContent = clipped(file()?.name ?? "");
  });
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    begin();
  });
  document.addEventListener("click", ({ target }) => {
    const pressed = target instanceof Element ? target.closest("[data-do]") : null;
    if (!(pressed instanceof HTMLElement)) return;
    if (pressed.dataset.do === "save") save("compared.csv", csv);
    else stop();
  });
  await servers().then(offer, (error) => fail(reason(error)));
}

/** Shows the servers that can be compared. @param {{id: string, name: string}[]} all */
function offer(all) {
  part("servers").append(...all.map(server));
  part("servers-none").hidden = all.length > 1;
}

/** @param {unknown} error */
function reason(error) {
  return error instanceof Failure ? wording(error.sentence) : say("failInternal");
}

/** @param {{id: string, name: string}} list */
function server({ id, name }) {
  const row = template("server", { "server-name": named(name) });
  const box = row.querySelector("input");
  if (box) box.value = id;
  return row;
}

function file() {
  return field("file").files?.[0];
}

async function begin() {
  const chosen = [...document.querySelectorAll("[data-part=servers] input:checked")];
  const ids = chosen.map((box) => /** @type {HTMLInputElement} */ (box).value);
  const text = await file()?.text().catch(() => undefined); // it may be gone by now
  if (text === undefined || ids.length < 2) return fail(say("compareNeeds"));
  run = 1 + Math.floor(Math.random() * 0xffff_fffe);
  const mine = run;
  part("tables").replaceChildren();
  part("result").replaceChildren(template("comparing"));
  part("result").focus();
  try {
    let answer = await compare({ compare: { run, text, servers: ids } });
    while (answer.comparing !== undefined) {
      if (run !== mine) return; // it was stopped
      field("progress").value = String(answer.comparing);
      answer = await compare({ compareOn: mine });
    }
    if (run === mine && answer.compared) show(answer.compared);
  } catch (error) {
    if (run === mine) fail(reason(error));
  }
}

/** @param {{comparison: import("./protocol.js").Comparison, csv: string}} answer */
function show(answer) {
  csv = answer.csv;
  const { accounts, unreadable } = answer.comparison;
  const words = [say("compareDone", [{ count: accounts }])];
  if (unreadable > 0) words.push(say("compareUnreadable", [{ count: unreadable }]));
  part("result").replaceChildren(element("p", words.join(" ")));
  part("tables").replaceChildren(compared(answer.comparison));
}

function stop() {
  run = 0;
  part("result").focus();
  part("result").replaceChildren();
}

/** @param {string} words */
function fail(words) {
  part("result").replaceChildren(template("problem", { "problem-text": words }));
}

/**
 * Has the browser save a text as a file.
 * @param {string} name
 * @param {string} text
 */
function save(name, text) {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
