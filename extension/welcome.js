import "./bridge.js";
import init, { welcome } from "./core/keeper.js";

await init();
await welcome();
