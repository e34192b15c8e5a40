import init, { welcome } from "./core/fencepost.js";

globalThis.browser ??= globalThis.chrome;
await init();
await welcome();
