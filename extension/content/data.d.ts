// Tables of the core that `xtask/src/bundle.rs` puts into the scripts: this side only looks for what they name.

import type { Relation } from "./protocol.js";

declare global {
  /** What in a path or query calls for the whole address: `ADDRESS_HINTS` in `src/target.rs`. */
  const ADDRESS_HINTS: string[];
  /** How addresses begin that are no `http` ones and are asked whole: `PROFILE_SCHEMES` in `src/target.rs`. */
  const PROFILE_SCHEMES: string[];
  /** What tells of the page itself: `SELVES` in `src/page.rs`. */
  const SELVES: [Relation, string][];
  /** What may be a handle in text: `HANDLE_PATTERN` in `src/target/mention.rs`. */
  const HANDLE_PATTERN: string;
  /** Elements that show something of another place, and the attribute that has its address: `data/embeds.json`. */
  const EMBEDS: [string, string | null][];
}
