// Holds the sources to the direction of the modules and folders.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { filesUnder } from "./lib/files.mjs";
import { inRoot } from "./lib/paths.mjs";
import { helpFirst, main, say } from "./lib/run.mjs";

helpFirst(`
node scripts/check-includes.mjs

Reads the two tables of docs/architecture.md, "Modules and their direction". Fails when a C++ file includes a module that its own may
not see, directly or through those it sees, or a header under src/ of another module; and when a file of wasm/, cli/ or web/ includes
or imports what its folder may not see.
`);

/** The rows of the two tables: name -> text of the last cell. */
function rowsOf(text, pattern) {
  return new Map([...text.matchAll(pattern)].map(([, name, sees]) => [name, sees]));
}

function readTables() {
  const text = readFileSync(inRoot("docs/architecture.md"), "utf8")
    .split("## Modules and their direction")[1]
    .split("\n## ")[0];
  const direct = rowsOf(text, /^\| (\w+) \|[^|]*\|\s*([^|]*?)\s*\|$/gm);
  direct.delete("module");
  direct.delete("folder");
  const reach = (name, seen = new Set([name])) => {
    const sees = direct.get(name) ?? "";
    for (const next of sees === "all" ? direct.keys() : (sees.match(/\w+/g) ?? [])) {
      if (!seen.has(next)) reach(next, seen.add(next));
    }
    return seen;
  };
  const folders = rowsOf(text, /^\| `([\w/]+)` \|[^|]*\|\s*([^|]*?)\s*\|$/gm);
  return {
    modules: new Map([...direct.keys()].map((name) => [name, reach(name)])),
    folders: new Map(
      [...folders].map(([name, sees]) => [name, [...sees.matchAll(/`([^`]+)`/g)].map(([, seen]) => seen)]),
    ),
  };
}

const cpp = /\.(h|cpp)$/;
const includes = (text) => [...text.matchAll(/^\s*#include "([^"]+)"/gm)].map(([, quoted]) => quoted);

/** The module of an include; of one without a folder, undefined. Of a header under src/ the module is the folder. */
function faultOfModule(file, quoted, modules) {
  const from = file.split(path.sep)[file.startsWith("src") ? 1 : 2];
  if (!modules.has(from)) return `${from} is no module of docs/architecture.md`;
  const [to, ...rest] = quoted.replace(/^premap\//, "").split("/");
  if (rest.length === 0) return undefined;
  if (!modules.get(from).has(to)) return `${from} may not include ${quoted}`;
  return quoted.startsWith("premap/") || to === from ? undefined : `${quoted} is a private header of ${to}`;
}

/** A test of a module may look into it, and into no other. */
function faultOfTest(file, quoted) {
  const module = file.split(path.sep)[2];
  const isPrivate = !quoted.startsWith("premap/") && existsSync(inRoot("src", quoted));
  return isPrivate && quoted.split("/")[0] !== module ? `${quoted} is a private header, not of ${module}` : undefined;
}

const importing = /^(?:import|export)\b[^"'`;=]*? from "([^"\n]+)"|^import "([^"\n]+)"|\bimport\("([^"\n]+)"\)/gm;
const imports = (text) => [...text.matchAll(importing)].map((found) => found[1] ?? found[2] ?? found[3]);
const isBelow = (name, folder) => name === folder || name.startsWith(folder.endsWith("/") ? folder : `${folder}/`);

/** The folder of the table that holds the file: the longest name. In features/ each is a room of its own. */
function folderOf(file, folders) {
  const found = [...folders.keys()].filter((name) => isBelow(file, name)).sort((a, b) => b.length - a.length)[0];
  return found?.endsWith("/features") ? file.split("/").slice(0, 4).join("/") : found;
}

/** Packages other than our own are for package.json to allow; the command line has none. */
function faultOfImport(file, quoted, folders) {
  const from = folderOf(file, folders);
  if (!from) return "its folder is not in docs/architecture.md";
  const sees = folders.get(from) ?? folders.get(path.dirname(from));
  if (quoted.startsWith(".")) {
    const to = path.posix.join(path.posix.dirname(file), quoted);
    const folder = folderOf(to, folders);
    return folder === from || sees.some((seen) => isBelow(to, seen)) ? undefined : `${from} may not see ${quoted}`;
  }
  if (quoted.startsWith("node:") || sees.includes(quoted.replace(/^(premap)\/.*/, "$1"))) return undefined;
  const isOurs = isBelow(quoted, "premap") && !file.startsWith("wasm/");
  return isOurs || from === "cli" ? `${from} may not import ${quoted}` : undefined;
}

function faultOfWasm(file, quoted, folders) {
  const isOwn = existsSync(inRoot("wasm", quoted));
  const sees = folders.get("wasm") ?? [];
  return isOwn || sees.some((seen) => isBelow(quoted, seen)) ? undefined : `wasm may not include ${quoted}`;
}

await main(() => {
  const { modules, folders } = readTables();
  if (modules.size < 5 || folders.size < 5) throw new Error("the tables of docs/architecture.md could not be read");
  const faults = [];
  let checked = 0;
  const check = (roots, kind, namesIn, faultOf) => {
    for (const file of roots.flatMap(filesUnder).filter((name) => kind.test(name)))
      for (const quoted of namesIn(readFileSync(inRoot(file), "utf8"))) {
        checked += 1;
        const fault = faultOf(file.replaceAll(path.sep, "/"), quoted);
        if (fault) faults.push(`${file}: ${fault}`);
      }
  };
  check(["include/premap", "src"], cpp, includes, (file, quoted) => faultOfModule(file, quoted, modules));
  check(["tests/unit"], cpp, includes, faultOfTest);
  check(["wasm"], cpp, includes, (file, quoted) => faultOfWasm(file, quoted, folders));
  check(["wasm/ts", "cli", "web/src"], /\.tsx?$/, imports, (file, quoted) => faultOfImport(file, quoted, folders));
  for (const fault of faults) say(fault);
  say(`check-includes: ${checked} includes and imports, ${faults.length} against the arrows`);
  return faults.length > 0 ? 1 : 0;
});
