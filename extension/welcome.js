import "./bridge.js";
import init, { welcome } from "./core/fencepost.js";

await init();
await welcome();
