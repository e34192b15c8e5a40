import "./bridge.js";
import init, { popup } from "./core/fencepost.js";

await init();
await popup();
