// Names of servers in their own script, as `src/punycode.rs` has them: https://www.rfc-editor.org/rfc/rfc3492#section-5

const BASE = 36;
const MOST = 26; // the highest threshold; the lowest is 1

/**
 * What a name stands for of which a part is the ASCII form of another script. `null` for any other, and for one that
 * stands for nothing: the browser has to make the same name of it again.
 * @param {string} name
 */
export function inItsScript(name) {
  if (!/(^|\.)xn--/.test(name)) return null;
  try {
    const spelled = name.replace(/(^|\.)xn--([^.]*)/g, (_, dot, encoded) => dot + decoded(encoded));
    return spelled !== name && new URL(`https://${spelled}`).hostname === name ? spelled : null;
  } catch {
    return null; // it stands for nothing
  }
}

/** @param {string} text */
function decoded(text) {
  const dash = text.lastIndexOf("-");
  const letters = [...text.slice(0, Math.max(dash, 0))];
  let [code, place, bias] = [128, 0, 72];
  for (let at = dash + 1; at < text.length; ) {
    const before = place;
    for (let weight = 1, step = BASE; ; step += BASE) {
      // From `a` to `z`, then from `0` to `9`.
      const digit = (parseInt(text.charAt(at++), BASE) + MOST) % BASE;
      if (Number.isNaN(digit)) throw new RangeError("no digit");
      place += digit * weight;
      const threshold = Math.min(Math.max(step - bias, 1), MOST);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const count = letters.length + 1;
    bias = adapted(place - before, count, before === 0);
    code += Math.floor(place / count);
    place %= count;
    letters.splice(place++, 0, String.fromCodePoint(code));
  }
  return letters.join("");
}

/**
 * @param {number} way
 * @param {number} count
 * @param {boolean} isFirst
 */
function adapted(way, count, isFirst) {
  way = Math.floor(way / (isFirst ? 700 : 2));
  way += Math.floor(way / count);
  let bias = 0;
  for (; way > ((BASE - 1) * MOST) / 2; bias += BASE) way = Math.floor(way / (BASE - 1));
  return bias + Math.floor((BASE * way) / (way + 38));
}
