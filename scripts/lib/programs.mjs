// Programs of the system whose name differs between machines.
import { existsSync } from "node:fs";
import { which } from "./run.mjs";

const first = (names) => names.map(which).find(Boolean);

/** The browser of the end-to-end tests: $CHROMIUM, else what is installed. */
export function chromium() {
  if (process.env.CHROMIUM && existsSync(process.env.CHROMIUM)) return process.env.CHROMIUM;
  return first(["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]);
}

/** The other one: $FIREFOX, else what is installed. */
export function firefox() {
  if (process.env.FIREFOX && existsSync(process.env.FIREFOX)) return process.env.FIREFOX;
  return first(["firefox-esr", "firefox"]);
}

/** clang-format 14, which Debian 12 has: another version formats differently. */
export const clangFormat = () => first(["clang-format-14", "clang-format"]);
