// How long the page could not take its turn, at most, since it was asked to `listen`.

const { port1, port2 } = new MessageChannel();
let last = 0;
let longest = 0;
let ends = 0;
port1.onmessage = () => {
  const now = performance.now();
  longest = Math.max(longest, now - last);
  last = now;
  if (now < ends) port2.postMessage(0);
};

globalThis.listen = (duration) => {
  [longest, last] = [0, performance.now()];
  ends = last + duration;
  port2.postMessage(0);
};
globalThis.heard = async () => {
  while (performance.now() < ends) await new Promise((resolve) => setTimeout(resolve, 50));
  return longest;
};
