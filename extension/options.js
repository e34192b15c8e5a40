import "./bridge.js";
import init, { options } from "./core/fencepost.js";

await init();
await options();
