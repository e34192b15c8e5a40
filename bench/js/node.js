// B1, B2 and B5 in Node.js: node node.js ROUNDS MODULE CORPUS…; figures are printed as lines of JSON.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { measureAll } from "./all.js";

const [rounds, module, ...corpora] = process.argv.slice(2);
const core = await import(pathToFileURL(module).href);

for (const path of corpora) {
  const corpus = JSON.parse(readFileSync(path, "utf8"));
  for (const figure of await measureAll(core.default.LookUps, corpus, Number(rounds), "Node.js")) {
    console.log(JSON.stringify(figure));
  }
}
