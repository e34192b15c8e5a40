// What React offers, for a page of the tests: bundled by `browsers/frameworks.rs`.
import { createElement, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot, hydrateRoot } from "react-dom/client";

Object.assign(window, { h: createElement, useState, flushSync, createRoot, hydrateRoot });
