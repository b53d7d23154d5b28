// Holds the sources to the direction of the modules.
import { readFileSync } from "node:fs";
import path from "node:path";
import { filesUnder } from "./lib/files.mjs";
import { inRoot } from "./lib/paths.mjs";
import { helpFirst, main, say } from "./lib/run.mjs";

helpFirst(`
node scripts/check-includes.mjs

Reads the module table of docs/architecture.md and fails when a C++ file includes a module that its own may not see, directly or
through those it sees.
`);

/** module -> every module it may include, from rows of the form "| name | holds | a, b |". */
function allowedIncludes() {
  const table = readFileSync(inRoot("docs/architecture.md"), "utf8")
    .split("## Modules and their direction")[1]
    .split("\n## ")[0];
  const direct = new Map();
  for (const [, name, sees] of table.matchAll(/^\| (\w+) \|[^|]*\| ([^|]*) \|$/gm)) {
    if (name !== "module") direct.set(name, sees.match(/\w+/g) ?? []);
  }
  const reach = (name, seen = new Set()) => {
    for (const next of direct.get(name)?.includes("all") ? direct.keys() : (direct.get(name) ?? [])) {
      if (!seen.has(next)) reach(next, seen.add(next));
    }
    return seen;
  };
  return new Map([...direct.keys()].map((name) => [name, reach(name).add(name)]));
}

await main(() => {
  const allowed = allowedIncludes();
  if (allowed.size < 5) throw new Error("the module table of docs/architecture.md could not be read");
  const files = ["include/premap", "src"].flatMap(filesUnder).filter((file) => /\.(h|cpp)$/.test(file));
  let checked = 0;
  const faults = [];
  for (const file of files) {
    const from = file.split(path.sep)[file.startsWith("src") ? 1 : 2];
    if (!allowed.has(from)) faults.push(`${file}: ${from} is no module of docs/architecture.md`);
    for (const [, quoted] of readFileSync(inRoot(file), "utf8").matchAll(/^\s*#include "([^"]+)"/gm)) {
      const parts = quoted.replace(/^premap\//, "").split("/");
      if (parts.length < 2) continue;
      checked += 1;
      if (!allowed.get(from)?.has(parts[0])) faults.push(`${file}: ${from} may not include ${quoted}`);
    }
  }
  for (const fault of faults) say(fault);
  say(`check-includes: ${checked} includes in ${files.length} files, ${faults.length} against the arrows`);
  return faults.length > 0 ? 1 : 0;
});
