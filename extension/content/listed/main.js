// Brought into a frame where something is listed.
//
//   place   how a link can carry its mark
//   hover   when the card is shown
//   strict  links that are held back

import { own } from "../own.js";
import { heard, turnTo, update } from "./hover.js";
import { place } from "./place.js";
import { followed } from "./strict.js";
import { listen } from "../untouched.js";

if (!own.brought.listed) {
  own.brought.listed = { place, update, heard, turnTo, followed };
  for (const type of ["click", "auxclick"]) listen(type, followed, false);
}
