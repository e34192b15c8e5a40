// What the scripts that are brought later build on: they are bundles of their own, so whatever holds state is reached
// through here and not imported.

import { ask, isOrphan } from "./ask.js";
import { addressOf, findAlso, isOwnLink } from "./find.js";
import { observeAlso, watchRoot } from "./guard.js";
import { judge, missing, take } from "./judge.js";
import * as marks from "./mark.js";

/** @typedef {typeof core} Core */

export const core = {
  ask,
  isOrphan,
  findAlso,
  isOwnLink,
  addressOf,
  observeAlso,
  watchRoot,
  judge,
  missing,
  take,
  hasMarks: marks.hasMarks,
  isDrawn: marks.isDrawn,
  letters: marks.LETTERS,
  listedLinks: marks.listedLinks,
  listing: marks.listing,
  looks: marks.looks,
  newName: marks.newName,
  point: marks.point,
  tellChange: marks.tellChange,
  write: marks.write,
};
