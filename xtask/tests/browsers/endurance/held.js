// In front of the content script in a build for tests: `held` counts what listens on the page as a whole, and observes.
(() => {
  if (Object.hasOwn(globalThis, "held")) return;
  const held = { listeners: 0, observers: 0 };
  Object.defineProperty(globalThis, "held", { value: held });

  const before = (prototype, method, act) => {
    const original = prototype[method];
    prototype[method] = function (...args) {
      act(this);
      return original.apply(this, args);
    };
  };
  const isWhole = (target) => target === window || target === document;
  before(EventTarget.prototype, "addEventListener", (target) => (held.listeners += Number(isWhole(target))));
  before(EventTarget.prototype, "removeEventListener", (target) => (held.listeners -= Number(isWhole(target))));

  const observing = new WeakSet();
  for (const { prototype } of [MutationObserver, IntersectionObserver, ResizeObserver]) {
    before(prototype, "observe", (observer) => {
      held.observers += Number(!observing.has(observer));
      observing.add(observer);
    });
    before(prototype, "disconnect", (observer) => (held.observers -= Number(observing.delete(observer))));
  }
})();
