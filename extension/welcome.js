import "./bridge.js";
import init, { welcome } from "./core/pages.js";

await init();
await welcome();
