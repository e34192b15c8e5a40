import init, { popup } from "./core/fencepost.js";

globalThis.browser ??= globalThis.chrome;
await init();
await popup();
