// Keeping out of the page's way: long work in slices, frequent work once a frame.

const SLICE = 5; // ms; what follows a slice (style, layout) must fit into the same frame

/**
 * Visits every item, giving the page its turn whenever a slice of time is used up.
 * @template T
 * @param {ArrayLike<T>} items
 * @param {(item: T) => void} visit
 */
export async function eachInSlices(items, visit) {
  let began = performance.now();
  for (let i = 0; i < items.length; i++) {
    visit(/** @type {T} */ (items[i]));
    if (i % 32 === 31 && performance.now() - began > SLICE) {
      await pause();
      began = performance.now();
    }
  }
}

/**
 * Makes a function that runs `work` once in the next frame, however often it is called until then.
 * @param {() => void} work
 */
export function oncePerFrame(work) {
  let frame = 0;
  let timer = 0;
  const run = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    timer = 0;
    work();
  };
  return () => {
    if (timer) return;
    frame = requestAnimationFrame(run);
    // Tabs in the background and frames off screen have no frames.
    timer = window.setTimeout(run, 200);
  };
}

/**
 * Until the page was laid out for the next frame: from then on reading boxes and styles costs no layout of its own. A
 * tab in the background has no frames, and Firefox lets each of its timers wait for seconds: a page that changes all
 * the time would be another one before its marks are there.
 */
export async function laidOut() {
  if (document.hidden) return;
  await /** @type {Promise<void>} */ (new Promise((resolve) => oncePerFrame(resolve)()));
  await pause();
}

/** Until the browser has nothing else to do; half a second at most. */
export function idle() {
  return new Promise((resolve) => requestIdleCallback(resolve, { timeout: 500 }));
}

/** Gives the page its turn. What goes on after `scheduler.yield` would go before all that waits for one. */
export function pause() {
  const scheduler = /** @type {any} */ (globalThis).scheduler;
  return scheduler?.postTask?.(() => {}) ?? sleep(0);
}

/** @param {number} ms @returns {Promise<void>} */
export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
