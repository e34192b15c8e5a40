// The same in a page: what is global is called from outside.

import { measureAll, measureStarred } from "./all.js";

/** @param {string} size @param {number} rounds @param {string} place */
globalThis.measure = async (size, rounds, place) => measureAll(...(await load(size)), rounds, place);

/** @param {string} size @param {number} rounds @param {string} place */
globalThis.measureStarred = async (size, rounds, place) => measureStarred(...(await load(size)), rounds, place);

/** @param {string} size @returns {Promise<[any, any]>} */
async function load(size) {
  const module = "/fencepost_bench.js"; // in a variable, so that it is loaded and not bundled
  const core = await import(module);
  await core.default();
  const corpus = await (await fetch(`/names-${size}.json`)).json();
  return [core.LookUps, corpus];
}
