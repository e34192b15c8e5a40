// The same in a page: `measure` is called from outside.

import { measureAll } from "./all.js";

/** @param {string} size @param {number} rounds @param {string} place */
globalThis.measure = async (size, rounds, place) => {
  const module = "/fencepost_bench.js"; // in a variable, so that it is loaded and not bundled
  const core = await import(module);
  await core.default();
  const corpus = await (await fetch(`/names-${size}.json`)).json();
  return measureAll(core.LookUps, corpus, rounds, place);
};
