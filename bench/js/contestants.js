// Who is measured in JavaScript. Each builds something from names, and answers how many of these hosts are listed, or
// below a listed name. `prepare` does what is done before the clock starts.

import { FiltersEngine, Request } from "@ghostery/adblocker";
import HNTrieContainer from "@gorhill/ubo-core/js/hntrie.js";
import hntrie from "@gorhill/ubo-core/js/wasm/hntrie.wasm.json" with { type: "json" };

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {number} [largest] the longest list that it can be given in reasonable time
 * @property {boolean} [finds] whether it looks hosts up at all
 * @property {(names: string[]) => any} build
 * @property {(hosts: string[]) => any[]} [prepare]
 * @property {(built: any, hosts: any[]) => number} count
 */

/** @type {Contestant[]} */
export const PEERS = [
  {
    name: "JavaScript Set, suffix walk",
    build: (names) => new Set(names),
    count(set, hosts) {
      let count = 0;
      for (const host of hosts) if (isBelow(set, host)) count++;
      return count;
    },
  },
  {
    // As `@ublacklist/match-pattern` is built, which npm does not have.
    name: "trie of labels, plain objects",
    build: grow,
    count(trie, hosts) {
      let count = 0;
      for (const host of hosts) if (isUnder(trie, host)) count++;
      return count;
    },
  },
  {
    name: "@gorhill/ubo-core (HNTrie, JavaScript)",
    build: (names) => fill(new HNTrieContainer(), names),
    count: countInTrie,
  },
  {
    name: "@gorhill/ubo-core (HNTrie, wasm)",
    async build(names) {
      const trie = new HNTrieContainer();
      const compiled = WebAssembly.compile(new Uint8Array(hntrie));
      if (!(await trie.enableWASM(() => compiled, ""))) throw new Error("no wasm for the trie");
      return fill(trie, names);
    },
    count: countInTrie,
  },
  {
    name: "@ghostery/adblocker",
    largest: 50_000,
    build: (names) => FiltersEngine.parse(names.map((name) => `||${name}^`).join("\n")),
    prepare: (hosts) =>
      hosts.map((host) => Request.fromRawDetails({ type: "main_frame", url: `https://${host}/`, hostname: host })),
    count(engine, requests) {
      let count = 0;
      for (const request of requests) if (engine.match(request).match) count++;
      return count;
    },
  },
];

/** @param {Set<string>} set @param {string} host */
function isBelow(set, host) {
  for (let rest = host; ; ) {
    if (set.has(rest)) return true;
    const dot = rest.indexOf(".");
    if (dot < 0) return false;
    rest = rest.slice(dot + 1);
  }
}

/** @param {string[]} names */
function grow(names) {
  const root = Object.create(null);
  for (const name of names) {
    let node = root;
    for (const label of name.split(".").reverse()) node = node[label] ??= Object.create(null);
    node[""] = true; // no label is empty
  }
  return root;
}

/** @param {any} trie @param {string} host */
function isUnder(trie, host) {
  let node = trie;
  for (const label of host.split(".").reverse()) {
    node = node[label];
    if (!node) return false;
    if (node[""]) return true;
  }
  return false;
}

/** @param {any} trie @param {string[]} names */
function fill(trie, names) {
  const root = trie.createTrie();
  for (const name of names) trie.setNeedle(name).add(root);
  return { trie, root };
}

/** @param {any} built @param {string[]} hosts */
function countInTrie({ trie, root }, hosts) {
  let count = 0;
  for (const host of hosts) if (trie.setNeedle(host).matches(root) >= 0) count++;
  return count;
}
