// Shadow roots, also closed ones: Firefox has them on the element, Chromium in its API.

/** @type {(element: Element) => ShadowRoot | null} */
export const rootOf = (element) => {
  const { chrome } = /** @type {any} */ (globalThis);
  return /** @type {any} */ (element).openOrClosedShadowRoot ?? chrome?.dom?.openOrClosedShadowRoot(element) ?? null;
};
