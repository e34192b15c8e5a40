import "./bridge.js";
import "./going.js";
import init, { popup } from "./core/pages.js";

await init();
await popup();
