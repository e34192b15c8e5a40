import "./bridge.js";
import init, { popup } from "./core/pages.js";

await init();
await popup();
