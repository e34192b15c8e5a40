// The page that a listed link opens first, in strict mode: why the place is listed, and whether to go on.
//
// It goes nowhere by itself. Only the background opens it, with the address of the link in the fragment; no page can,
// because it is not web-accessible.

import { browser } from "../content/browser.js";
import { clipped, wording } from "../content/message.js";
import { send } from "../check/background.js";
import { element, field, open, part, template } from "../check/page.js";
import { named } from "../check/post.js";
import { brand, name, say } from "../check/words.js";

/** @typedef {import("../content/protocol.js").Explanation} Explanation */
/** @typedef {import("../content/protocol.js").Message} Message */

const SCHEMES = ["http:", "https:", ...PROFILE_SCHEMES];
const LONGEST = 1000; // characters of the address that are shown
const address = location.hash.slice(1);

await start();

async function start() {
  open(say("strictTitle"));
  part("brand").textContent = brand();
  const isLink = SCHEMES.includes(schemeOf(address));
  // Whatever happens to the background, the person can go on or back.
  const nobody = { failed: { message: { key: "failInternal", values: [] } } };
  const asked = () => send({ explain: { key: address, card: false } }).catch(() => nobody);
  const answer = isLink ? await asked() : {};
  show(answer.explained?.explanation ?? null, answer.failed?.message);
  part("address").textContent = address.length > LONGEST ? `${address.slice(0, LONGEST)}…` : address;
  for (const button of ["go", "allow"]) part(button).hidden ||= !isLink;
  part("title").focus();
}

/**
 * @param {Explanation | null} explanation
 * @param {Message} [failure]
 */
function show(explanation, failure) {
  // Of an account, what is let through is its server.
  const domain = explanation?.target.split("@").at(-1) ?? "";
  part("title").textContent = explanation ? say("strictBefore", [name(explanation.target)]) : say("strictTitle");
  part("why").replaceChildren(
    ...(explanation ? reason(explanation) : [element("p", failure ? wording(failure) : say("strictUnlisted"))]),
  );
  const isAlone = history.length < 2;
  part("back").textContent = say(isAlone ? "strictClose" : "strictBack");
  part("back").addEventListener("click", () => (isAlone ? close() : history.back()));
  part("go").addEventListener("click", go);
  part("allow").hidden = !explanation;
  part("allow").textContent = say("strictAllow", [name(domain)]);
  part("allow").addEventListener("click", () => allow(domain));
}

/**
 * As the card says it.
 * @param {Explanation} explanation
 */
function reason({ severity, heading, sentences, comment, dated, announcement }) {
  const label = element("p", wording(heading), "severity");
  label.dataset.severity = severity;
  const said = [label, ...sentences.map((sentence) => element("p", wording(sentence)))];
  if (comment) said.push(template("comment", { comment: clipped(comment) }));
  if (dated) said.push(element("p", wording(dated), "small"));
  if (announcement) said.push(named(announcement));
  return said;
}

/** In place of this page, so that going back leads to where the link was. */
function go() {
  location.replace(address);
}

/** @param {string} domain */
async function allow(domain) {
  field("allow").disabled = true;
  const { failed } = await send({ lists: { choose: { allowed: [domain, true] } } });
  if (!failed) return go();
  field("allow").disabled = false;
  part("result").textContent = wording(failed.message);
}

async function close() {
  const tab = await browser.tabs.getCurrent();
  await browser.tabs.remove(tab.id);
}

/** @param {string} address */
function schemeOf(address) {
  return URL.canParse(address) ? new URL(address).protocol : "";
}
