import "./bridge.js";
import init, { options } from "./core/keeper.js";

await init();
await options();
