import { fill } from "./fill.js";
import "./going.js";
import { popup } from "./core/pages.js";

await fill(popup);
