// What scripts offer that the background brings into this frame when they are needed. Each adds itself.

/** @type {import("./protocol.js").Brought} */
export const brought = {};
