// Puts in place what building and testing need. See usage below.
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium, clangFormat, firefox } from "./lib/programs.mjs";
import { emccOnPath, ownFolder } from "./lib/emscripten.mjs";
import { cache, inRoot, root } from "./lib/paths.mjs";
import { Failure, helpFirst, main, output, run, say, which } from "./lib/run.mjs";

helpFirst(`
node scripts/setup.mjs [--build]

Makes a Debian 12 (or newer) machine ready for premap:
  1. programs by apt when they are missing: cmake, ninja, python3 and, for the tests, g++, clang-format, chromium, firefox-esr, git, patch
  2. node_modules, by npm ci, when package-lock.json has changed
  3. Emscripten, when there is none of version 4 or later on PATH
  4. the sources of SQLite, the headers of nlohmann/json and Dragonbox and, for the tests, the sources of Catch2

--build leaves out what only the tests need. 3 and 4 are kept in ${cache}, shared by all clones,
and held to the versions and sums of scripts/setup/pins.txt.
Safe to run again, and by several clones at once.
`);

const forTests = !process.argv.includes("--build");

const programs = [
  { package: "cmake", present: () => which("cmake") },
  { package: "ninja-build", present: () => which("ninja") },
  { package: "python3", present: () => which("python3") },
  { package: "g++", present: () => which("g++"), tests: true },
  { package: "clang-format", present: clangFormat, tests: true },
  { package: "chromium", present: chromium, tests: true },
  { package: "firefox-esr", present: firefox, tests: true },
  { package: "git", present: () => which("git"), tests: true },
  { package: "patch", present: () => which("patch"), tests: true },
];

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Failure(`Node ${process.versions.node} is too old: premap needs Node 20.19 or later.`);
}

function installPrograms() {
  const missing = programs.filter((p) => (forTests || !p.tests) && !p.present()).map((p) => p.package);
  if (missing.length === 0) return;

  const byHand = `install ${missing.join(", ")} (on Debian: apt-get install ${missing.join(" ")})`;
  if (!which("apt-get")) throw new Failure(`this machine has no apt-get; please ${byHand}.`);
  const asRoot =
    process.getuid() === 0
      ? []
      : which("sudo") && output("sudo", ["-n", "true"]) !== undefined
        ? ["sudo", "-n"]
        : undefined;
  if (!asRoot) throw new Failure(`this needs an administrator; please ${byHand}.`);

  say(`setup: installing ${missing.join(", ")}`);
  const apt = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"];
  run("reading apt's package lists", apt[0], [...apt.slice(1), "update"]);
  run(`installing ${missing.join(", ")}`, apt[0], [
    ...apt.slice(1),
    "install",
    "-y",
    "--no-install-recommends",
    ...missing,
  ]);
}

/** Runs a program that no other clone (or no other set-up of this clone) runs at the same time. */
function runLocked(what, lockFile, program, args) {
  mkdirSync(path.dirname(lockFile), { recursive: true });
  if (which("flock")) run(what, "flock", [lockFile, program, ...args]);
  else run(what, program, args);
}

function installNodeModules() {
  const stamp = inRoot("node_modules", ".premap-installed");
  const wanted = createHash("sha256")
    .update(readFileSync(inRoot("package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  // npm empties the folder first, wherever a link leads.
  if (lstatSync(inRoot("node_modules"), { throwIfNoEntry: false })?.isSymbolicLink())
    throw new Failure(
      "node_modules is a link, and what it leads to is not of this package-lock.json: remove the link.",
    );
  say("setup: installing node_modules");
  runLocked("npm ci", inRoot("build", ".npm.lock"), "npm", ["ci", "--ignore-scripts", "--loglevel=error"]);
  writeFileSync(stamp, wanted);
}

function installEmscripten() {
  if (emccOnPath()) return;
  runLocked("installing Emscripten", path.join(cache, ".emscripten.lock"), inRoot("scripts/setup/emscripten.sh"), [
    ownFolder,
  ]);
}

function installSources() {
  const lock = path.join(cache, ".sources.lock");
  runLocked("fetching SQLite", lock, inRoot("scripts/setup/sqlite.sh"), [path.join(cache, "sqlite")]);
  for (const [folder, ...headers] of [
    ["json", "nlohmann-json", "nlohmann-json3-dev", "nlohmann"],
    ["dragonbox", "dragonbox", "libdragonbox-dev", "dragonbox-*/dragonbox"],
  ])
    runLocked(`fetching ${folder}`, lock, inRoot("scripts/setup/headers.sh"), [path.join(cache, folder), ...headers]);
  if (forTests) runLocked("fetching Catch2", lock, inRoot("scripts/setup/catch2.sh"), [path.join(cache, "catch2")]);
}

await main(() => {
  process.chdir(root);
  checkNode();
  installPrograms();
  installNodeModules();
  installEmscripten();
  installSources();
});
