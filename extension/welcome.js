import { fill } from "./fill.js";
import { welcome } from "./core/pages.js";

await fill(welcome);
