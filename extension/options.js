import "./bridge.js";
import init, { options } from "./core/pages.js";

await init();
await options();
