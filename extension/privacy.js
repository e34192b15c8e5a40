import "./bridge.js";
import init, { privacy } from "./core/pages.js";

await init();
await privacy();
