// In front of the content script in a build for tests: `held` counts what listens on the page as a whole, and observes.
(() => {
  if (Object.hasOwn(globalThis, "held")) return;
  const held = { listeners: 0, observers: 0 };
  Object.defineProperty(globalThis, "held", { value: held });

  const before = (prototype, method, act) => {
    const original = prototype[method];
    prototype[method] = function (...args) {
      act(this, ...args);
      return original.apply(this, args);
    };
  };
  /** Who listens to what: whoever listens to the same once more is one listener still. */
  const listening = new WeakMap();
  const whatOf = (target, type, options) => `${target === window} ${type} ${options?.capture ?? options ?? false}`;
  const isWhole = (target) => target === window || target === document;
  before(EventTarget.prototype, "addEventListener", (target, type, listener, options) => {
    if (!listener || !isWhole(target)) return;
    const heard = listening.get(listener) ?? new Set();
    const what = whatOf(target, type, options);
    held.listeners += Number(!heard.has(what));
    listening.set(listener, heard.add(what));
  });
  before(EventTarget.prototype, "removeEventListener", (target, type, listener, options) => {
    if (!listener || !isWhole(target)) return;
    held.listeners -= Number(!!listening.get(listener)?.delete(whatOf(target, type, options)));
  });

  const observing = new WeakSet();
  for (const { prototype } of [MutationObserver, IntersectionObserver, ResizeObserver]) {
    before(prototype, "observe", (observer) => {
      held.observers += Number(!observing.has(observer));
      observing.add(observer);
    });
    before(prototype, "disconnect", (observer) => (held.observers -= Number(observing.delete(observer))));
  }
})();
