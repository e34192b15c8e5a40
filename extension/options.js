import init, { options } from "./core/fencepost.js";

globalThis.browser ??= globalThis.chrome;
await init();
await options();
