import { fill } from "./fill.js";
import { options } from "./core/pages.js";

await fill(options);
