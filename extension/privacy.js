import { fill } from "./fill.js";
import { privacy } from "./core/pages.js";

await fill(privacy);
