// The extension API under one name. `hasOwn`, because in a page `globalThis.browser` may also be the element with
// that id.

/** @type {any} */
const world = globalThis;

/** The parts of the WebExtension API that a page's script may use. */
export const browser = Object.hasOwn(world, "browser") ? world.browser : world.chrome;
