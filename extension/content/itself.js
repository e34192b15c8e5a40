// What the open page itself is: its own address, and those that its head gives for it.

import { keyOfAddress } from "./find.js";
import { judgeKeys, markOf } from "./judge.js";
import { tellChange } from "./mark.js";
import { all } from "./untouched.js";

/** @typedef {import("./protocol.js").Relation} Relation */

const MOST = 20; // addresses of one kind

/** The keys of the page that are listed, each with what it has to do with the page. */
export function listedSelves() {
  return selves().filter(([, key]) => markOf(key));
}

/** Judges what the page itself is. */
export async function judgeItself() {
  const unknown = () => selves().map(([, key]) => key).filter((key) => markOf(key) === undefined);
  // Twice, because a host may ask for the whole address.
  for (let turns = 2, keys; turns && (keys = unknown()).length; turns--) await judgeKeys(keys);
  tellChange();
}

/** @returns {[Relation, string][]} */
function selves() {
  if (window !== window.top) return [];
  /** @type {[Relation, string][]} */
  const addresses = [["at", location.href]];
  for (const [relation, selector] of SELVES) {
    const elements = [...all(document, selector)].slice(0, MOST);
    for (const element of elements) addresses.push([relation, /** @type {HTMLLinkElement} */ (element).href]);
  }
  const own = keyOfAddress(location.origin + "/");
  return addresses.flatMap(([relation, address]) => {
    const key = keyOfAddress(address);
    return key && (relation === "at" || key !== own) ? [[relation, key]] : [];
  });
}
