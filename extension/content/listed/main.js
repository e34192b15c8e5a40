// Brought into a frame where something is listed.
//
//   place  how a link can carry its mark
//   hover  when the card is shown

import { own } from "../own.js";
import { heard, turnTo, update } from "./hover.js";
import { place } from "./place.js";

own.brought.listed ??= { place, update, heard, turnTo };
