#!/usr/bin/env bash
# The one command of this repository; `./build.sh help` lists what it does. Everything else is written in Rust, in xtask.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v cargo >/dev/null; then
  echo "build.sh: cargo of Rust 1.95 or newer is missing; https://rustup.rs tells how to get it" >&2
  exit 1
fi
if [ ! -x "${CARGO_TARGET_DIR:-target}/debug/xtask" ]; then
  echo "build.sh: compiling the build program itself; the first time this takes a minute or two" >&2
fi
exec cargo run --quiet --package xtask -- "$@"
