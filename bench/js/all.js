// Everything that is measured in JavaScript, with the core as one more contestant.

import { lookUps, reading } from "./measure.js";

const LONGEST_TO_READ = 100_000; // entries

/**
 * @param {any} LookUps the core's class
 * @param {{names: string[], digests: string[], misses: string[], hits: string[], deep: string[]}} corpus
 * @param {number} rounds
 * @param {string} place
 */
export async function measureAll(LookUps, corpus, rounds, place) {
  const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);
  const ours = {
    name: "ours (wasm)",
    build: (/** @type {string[]} */ names) => LookUps.read(encode(names.join("\n"))),
    count: (/** @type {any} */ built, /** @type {string[]} */ keys) =>
      built.judge({ judge: { keys, attribute: null } }).judged.marks.length,
  };
  const lines = {
    name: "ours (wasm), one text in, numbers out",
    build: ours.build,
    count: (/** @type {any} */ built, /** @type {string[]} */ keys) => built.judgeLines(keys.join("\n")).length,
  };
  const figures = await lookUps(corpus, rounds, [ours, lines], place);
  const size = corpus.names.length;
  if (size > LONGEST_TO_READ) return figures;
  /** @param {string[] | null} digests @param {string} kind */
  const read = (digests, kind) => {
    const comment = "Unmoderated: spam and worse";
    const entry = (/** @type {string} */ domain, /** @type {number} */ at) =>
      ({ domain, digest: digests?.[at] ?? null, severity: "suspend", comment });
    const text = JSON.stringify(corpus.names.map(entry));
    const bytes = encode(text);
    const turn = { name: "ours (wasm)", act: () => LookUps.read(bytes).free() };
    return reading(text, `${size} entries, ${kind}, ${place}`, size, rounds, [turn]);
  };
  return [...figures, ...read(corpus.digests, "JSON"), ...read(null, "JSON without digests")];
}
