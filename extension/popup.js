import "./bridge.js";
import init, { popup } from "./core/keeper.js";

await init();
await popup();
