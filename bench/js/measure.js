// Lets contestants take turns, in a page or in Node.js alike.

import { PEERS } from "./contestants.js";

const BATCH = 1000;

/**
 * B1 and B2 for one list.
 * @param {{names: string[], misses: string[], hits: string[], deep: string[]}} corpus
 * @param {number} rounds
 * @param {import("./contestants.js").Contestant[]} more contestants that only this place has
 * @param {string} place
 */
export async function lookUps(corpus, rounds, more, place) {
  const size = corpus.names.length;
  const figures = [];
  const built = [];
  for (const contestant of [...more, ...PEERS].filter((it) => size <= (it.largest ?? Infinity))) {
    const start = performance.now();
    built.push({ contestant, made: await contestant.build(corpus.names) });
    const time = ((performance.now() - start) * 1e6) / size;
    figures.push(figure("B2", `${size} names, building, ${place}`, contestant.name, [time, time, time]));
  }
  for (const kind of /** @type {const} */ (["misses", "hits", "deep"])) {
    const hosts = corpus[kind];
    const turns = built.map(({ contestant, made }) => {
      /** @type {any[][]} */
      const batches = [];
      const prepared = contestant.prepare?.(hosts) ?? hosts;
      for (let at = 0; at < prepared.length; at += BATCH) batches.push(prepared.slice(at, at + BATCH));
      const count = () => batches.reduce((sum, batch) => sum + contestant.count(made, batch), 0);
      const expected = kind === "misses" ? 0 : hosts.length;
      if (contestant.finds !== false && count() !== expected) throw new Error(`${contestant.name} finds ${count()} ${kind} of ${expected}`);
      return { name: contestant.name, act: count };
    });
    for (const [name, values] of await takeTurns(turns, rounds, hosts.length)) {
      figures.push(figure("B1", `${size} names, ${kind}, ${place}`, name, values));
    }
  }
  return figures;
}

/**
 * Whoever is first in a round is last in the next; the first round does not count.
 * @param {{name: string, act: () => unknown}[]} turns what is a promise is waited for
 * @param {number} rounds
 * @param {number} parts
 * @returns {Promise<[string, number[]][]>} nanoseconds: quartiles
 */
async function takeTurns(turns, rounds, parts) {
  /** @type {Map<string, number[]>} */
  const times = new Map(turns.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    await new Promise((done) => setTimeout(done)); // somebody may want to know whether this goes on
    for (const { name, act } of round % 2 ? [...turns].reverse() : turns) {
      const start = performance.now();
      await act();
      const time = ((performance.now() - start) * 1e6) / parts;
      if (round) times.get(name)?.push(time);
    }
  }
  return [...times].map(([name, times]) => [name, quartiles(times)]);
}

/** @param {number[]} values */
function quartiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return [1, 2, 3].map((quarter) => sorted[Math.floor(((sorted.length - 1) * quarter) / 4)] ?? 0);
}

/** @param {string} measure @param {string} kase @param {string} contestant @param {number[]} values */
function figure(measure, kase, contestant, [low, median, high]) {
  return { measure, case: kase, contestant, unit: "ns", median, low, high };
}

/**
 * B5: from the bytes of a list to a set of its names.
 * @param {string} text
 * @param {string} kase
 * @param {number} size in entries
 * @param {number} rounds
 * @param {{name: string, act: () => void}[]} more
 */
export async function reading(text, kase, size, rounds, more) {
  const bytes = new TextEncoder().encode(text);
  const parse = () => new Set(JSON.parse(new TextDecoder().decode(bytes)).map((/** @type {any} */ it) => it.domain)).size;
  const turns = [...more, { name: "JSON.parse, Set", act: parse }];
  return (await takeTurns(turns, rounds, size)).map(([name, values]) => figure("B5", kase, name, values));
}

/**
 * B3: what it costs that a list has starred-out names.
 * @param {{names: string[], digests: string[], misses: string[]}} corpus of which a number of names is starred out
 * @param {number} starred that number
 * @param {number} rounds
 * @param {{name: string, count: (hosts: string[]) => number}[]} ours
 * @param {string} place
 */
export async function starredOut({ digests, misses }, starred, rounds, ours, place) {
  const known = new Set(digests.slice(-starred));
  /** @param {string} name */
  const isKnown = async (name) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(name)));
    return known.has(Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""));
  };
  const suffixes = (/** @type {string} */ host) => host.split(".").map((_, at, labels) => labels.slice(at).join("."));
  const hashAll = async () => (await Promise.all(misses.flatMap(suffixes).map(isKnown))).filter((it) => it).length;
  const batches = [];
  for (let at = 0; at < misses.length; at += BATCH) batches.push(misses.slice(at, at + BATCH));
  const turns = [
    ...ours.map(({ name, count }) => ({ name, act: () => batches.map(count) })),
    { name: "hashing every suffix with WebCrypto", act: hashAll },
  ];
  const times = await takeTurns(turns, rounds, misses.length);
  return times.map(([name, values]) => figure("B3", `${starred} names starred out, misses, ${place}`, name, values));
}
