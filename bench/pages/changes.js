// Pages that change: `change` does it for so long, with so many changes at each step.

const STEP = 100; // ms between two loads of an infinite scroll
const TICK = 10; // ms between two rounds of a page whose texts change

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let links = 0;

globalThis.change = async (kind, duration, count) => {
  const step = kind === "scroll" ? STEP : TICK;
  for (let passed = 0; passed < duration; passed += step) {
    kind === "scroll" ? scroll(count) : write(count);
    await wait(step);
  }
};

function scroll(count) {
  const part = document.createElement("p");
  part.innerHTML = Array.from({ length: count }, () => `<a href="https://h${links++ % 1600}.example/post">A post</a> `).join("");
  document.body.append(part);
}

function write(count) {
  const texts = document.querySelectorAll("p");
  for (let at = 0; at < count; at++) texts[at % texts.length].firstChild.data = `Some text ${links++}`;
}
