// The page that asks about one profile or server: what own lists say at once, what the servers answer after a press.

import { named, wording } from "../content/message.js";
import { answerOf, textOf } from "./answer.js";
import { Failure, homes, look } from "./background.js";
import { fillOwn } from "./own.js";
import { field, open, part, template } from "./page.js";
import { Run } from "./run.js";
import { say } from "./words.js";

/** The check that is shown. @type {Run | undefined} */
let run;

/** What the buttons do. @type {Record<string, () => unknown>} */
const ACTS = {
  ask: () => run?.start(),
  again: () => run?.start(),
  permit: () => run?.permit(),
  refuse: () => run?.refuse(),
  stop: async () => {
    part("offer").focus();
    await run?.end();
    await run?.offer();
  },
  copy,
};

await start();

async function start() {
  open(say("checkTitle"));
  part("ask-form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  field("home").addEventListener("change", ask);
  part("looked").addEventListener("click", ({ target }) => {
    const pressed = target instanceof Element ? target.closest("[data-do]") : null;
    if (pressed instanceof HTMLElement) ACTS[pressed.dataset.do ?? ""]?.();
  });
  addEventListener("pagehide", () => run?.end());
  await homes().then(showHomes, fail);
  field("ask").value = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  if (field("ask").value) await ask();
  else field("ask").focus();
}

/** Shows what is known about what is in the field. */
async function ask() {
  await run?.end();
  run = undefined;
  const question = { text: field("ask").value, home: field("home").value || field("home-typed").value.trim() || null };
  const place = part("looked");
  try {
    const looked = await look(question);
    const whole = template("looked", { subject: named(looked.subject) });
    fillOwn(whole, looked);
    place.replaceChildren(whole);
    place.hidden = false;
    place.focus();
    show(looked);
    run = new Run(looked, async () => {
      const looked = await look(question);
      show(looked);
      if (run) run.looked = looked;
      await run?.offer();
    });
    await run.offer();
  } catch (error) {
    fail(error);
    field("ask").focus();
  }
}

/** Says what went wrong, in place of an answer. @param {unknown} error */
function fail(error) {
  if (!(error instanceof Failure)) throw error;
  const place = part("looked");
  const problem = template("problem", { "problem-text": wording(error.sentence) });
  problem.setAttribute("role", "alert");
  place.replaceChildren(problem);
  place.hidden = false;
}

/** @param {import("./protocol.js").Looked} looked */
function show(looked) {
  part("answer").replaceChildren(...answerOf(looked));
}

async function copy() {
  const answer = run?.looked.answer;
  if (!answer) return;
  const copied = navigator.clipboard.writeText(textOf(answer));
  part("copied").textContent = await copied.then(
    () => say("checkCopied"),
    () => say("checkNotCopied"),
  );
}

/** Lets the person choose among several homes, or name one when there is none. @param {string[]} homes */
function showHomes(homes) {
  if (homes.length > 1) part("home").replaceChildren(...homes.map((home) => new Option(named(home), home)));
  part("home-choice").hidden = homes.length < 2;
  part("home-name").hidden = homes.length > 0;
}
