// Everything that is measured in JavaScript, with the core as one more contestant.

import { lookUps, reading, starredOut } from "./measure.js";

const LONGEST_TO_READ = 100_000; // entries
const STARRED = 1000;

const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);
/** As a page asks the background. */
const question = (/** @type {string[]} */ keys) => ({ judge: { keys: keys.join(" "), attribute: null } });
const judge = (/** @type {any} */ built, /** @type {string[]} */ keys) => built.judge(question(keys)).judged.marks.length;

/**
 * @param {any} LookUps the core's class
 * @param {{names: string[], digests: string[], misses: string[], hits: string[], deep: string[]}} corpus
 * @param {number} rounds
 * @param {string} place
 * @param {any} [Fast] the same, compiled to be fast instead of small
 */
export async function measureAll(LookUps, corpus, rounds, place, Fast) {
  const compile = (/** @type {any} */ core) => (/** @type {string[]} */ names) => core.read(encode(names.join("\n")));
  const ours = { name: "ours (wasm)", build: compile(LookUps), count: judge };
  const taken = {
    name: "ours (wasm), hosts taken in, none looked up",
    build: ours.build,
    finds: false,
    count: (/** @type {any} */ built, /** @type {string[]} */ keys) => built.take(question(keys)),
  };
  const fast = Fast && { name: "ours (wasm), built for speed", build: compile(Fast), count: judge };
  const figures = await lookUps(corpus, rounds, [ours, taken, ...(fast ? [fast] : [])], place);
  const size = corpus.names.length;
  if (size > LONGEST_TO_READ) return figures;
  /** @param {string[] | null} digests @param {string} kind */
  const read = async (digests, kind) => {
    const comment = "Unmoderated: spam and worse";
    const entry = (/** @type {string} */ domain, /** @type {number} */ at) =>
      ({ domain, digest: digests?.[at] ?? null, severity: "suspend", comment });
    const text = JSON.stringify(corpus.names.map(entry));
    const bytes = encode(text);
    const read = (/** @type {any} */ core) => () => core.read(bytes).free();
    const turns = [{ name: ours.name, act: read(LookUps) }];
    if (fast) turns.push({ name: fast.name, act: read(Fast) });
    return reading(text, `${size} entries, ${kind}, ${place}`, size, rounds, turns);
  };
  return [...figures, ...(await read(corpus.digests, "JSON")), ...(await read(null, "JSON without digests"))];
}

/**
 * B3: a list whose last thousand names are starred out.
 * @param {any} LookUps the core's class
 * @param {{names: string[], digests: string[], starred: string[], misses: string[]}} corpus
 * @param {number} rounds
 * @param {string} place
 */
export function measureStarred(LookUps, corpus, rounds, place) {
  const clear = corpus.names.length - STARRED;
  const list = (/** @type {number} */ from) =>
    corpus.names.map((name, at) => ({
      domain: at < from ? name : corpus.starred[at],
      digest: at < from ? null : corpus.digests[at],
      severity: "suspend",
    }));
  const build = (/** @type {object[]} */ entries) => LookUps.read(encode(JSON.stringify(entries)));
  const [starred, without] = [build(list(clear)), build(list(Infinity).slice(0, clear))];
  const found = judge(starred, corpus.names.map((name) => `www.${name}`));
  if (found !== corpus.names.length) throw new Error(`${found} starred-out and other names are recognised`);
  const ours = [
    { name: "ours (wasm)", count: (/** @type {string[]} */ hosts) => judge(starred, hosts) },
    { name: "ours (wasm), none starred out", count: (/** @type {string[]} */ hosts) => judge(without, hosts) },
  ];
  return starredOut(corpus, STARRED, rounds, ours, place);
}
