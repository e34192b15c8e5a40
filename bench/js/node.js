// B1, B2 and B5 in Node.js: node node.js ROUNDS MODULE CORPUS…; figures are printed as lines of JSON.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { lookUps, reading } from "./measure.js";

const [rounds, module, ...corpora] = process.argv.slice(2);
const core = await import(pathToFileURL(module).href);
const { LookUps } = core.default;

const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);
const ours = {
  name: "ours (wasm)",
  build: (/** @type {string[]} */ names) => LookUps.read(encode(names.join("\n"))),
  count: (/** @type {any} */ built, /** @type {string[]} */ keys) => built.judge({ judge: { keys, attribute: null } }).judged.marks.length,
};

for (const path of corpora) {
  const corpus = JSON.parse(readFileSync(path, "utf8"));
  const size = corpus.names.length;
  const figures = await lookUps(corpus, Number(rounds), [ours], "Node.js");
  const list = corpus.names.map((/** @type {string} */ domain) => ({
    domain,
    digest: null,
    severity: "suspend",
    comment: "Unmoderated: spam and worse",
  }));
  const text = JSON.stringify(list), bytes = encode(text);
  if (size <= 100_000) {
    figures.push(...reading(text, size, Number(rounds), "Node.js", [{ name: "ours (wasm)", act: () => LookUps.read(bytes).free() }]));
  }
  for (const figure of figures) console.log(JSON.stringify(figure));
}
