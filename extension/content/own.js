// The first script of this frame, for those that are brought later.

/** @type {import("./protocol.js").Fencepost} */
export const own = /** @type {any} */ (globalThis).fencepost;
