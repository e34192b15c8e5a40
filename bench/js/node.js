// B1, B2, B3 and B5 in Node.js: node node.js ROUNDS MODULE FAST_MODULE CORPUS_FOR_B3 CORPUS…; figures are printed as lines of JSON.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { measureAll, measureStarred } from "./all.js";

const [rounds, module, fastModule, starred, ...corpora] = process.argv.slice(2);
const core = await import(pathToFileURL(module).href);
const fast = await import(pathToFileURL(fastModule).href);

/** @param {typeof measureAll | typeof measureStarred} measure @param {string} path of a corpus */
async function print(measure, path) {
  const corpus = JSON.parse(readFileSync(path, "utf8"));
  for (const figure of await measure(core.default.LookUps, corpus, Number(rounds), "Node.js", fast.default.LookUps)) {
    console.log(JSON.stringify(figure));
  }
}

for (const path of corpora) await print(measureAll, path);
await print(measureStarred, starred);
