import "./bridge.js";
import init, { check } from "./core/pages.js";

await init();
await check();
