// What a change can break, as far as the names of the changed files tell: which modules' unit tests and which suites of scripts
// `npm test -- quick` runs. When nothing can be told, everything.
import { readFileSync } from "node:fs";
import { filesUnder } from "./files.mjs";
import { inRoot } from "./paths.mjs";
import { output } from "./run.mjs";

const everyScripted = ["js", "golden", "cli", "serve", "push", "docs", "scripts"];

/** Files that differ from the last commit, new ones included; undefined where git cannot say. */
export function changedFiles() {
  const named = (args) => output("git", ["-c", "core.quotePath=false", ...args])?.split("\n");
  const changed = named(["diff", "--name-only", "--no-renames", "HEAD"]);
  const added = named(["ls-files", "--others", "--exclude-standard"]);
  return changed && added && [...changed, ...added].filter(Boolean);
}

/** module -> the modules it names in `premap_module(… DEPENDS premap_x …)` of CMakeLists.txt. */
export function moduleTable(cmake = readFileSync(inRoot("CMakeLists.txt"), "utf8")) {
  const calls = cmake.matchAll(/^premap_module\(\s*(\w+)([^)]*)\)/gm);
  return new Map(
    [...calls].map(([, name, rest]) => [
      name,
      [...(rest.split(/\bDEPENDS\b/)[1] ?? "").matchAll(/\bpremap_(\w+)/g)].map(([, dependency]) => dependency),
    ]),
  );
}

/** The modules themselves and all that stand on them. */
export function withDependents(modules, table) {
  const found = new Set(modules);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [name, dependencies] of table) if (dependencies.some((each) => found.has(each))) found.add(name);
  }
  return [...table.keys()].filter((name) => found.has(name));
}

/** Test folder -> the folders of the repository that its tests read, by the macros of tests/CMakeLists.txt. */
function readers() {
  const definitions = readFileSync(inRoot("tests/CMakeLists.txt"), "utf8").matchAll(
    /(PREMAP_\w+)="\$\{PROJECT_SOURCE_DIR\}\/([^"]+)"/g,
  );
  const macros = [...definitions].map(([, macro, folder]) => [
    macro,
    folder.replace("build/fixtures", "tests/fixtures"),
  ]);
  const found = new Map();
  for (const file of filesUnder("tests/unit")) {
    const text = readFileSync(inRoot(file), "utf8");
    const folders = macros.filter(([macro]) => text.includes(macro)).map(([, folder]) => folder);
    const of = file.split("/")[2];
    found.set(of, new Set([...(found.get(of) ?? []), ...folders]));
  }
  return found;
}

/** What a changed file can break: {units} (folders of tests/unit), {suites}, or "everything" when it cannot be told. */
function reachOf(file, table, reads) {
  const [top, second, third] = file.split("/");
  const inUnit = [...reads].filter(([, folders]) => [...folders].some((folder) => file.startsWith(`${folder}/`)));
  const units = inUnit.map(([folder]) => folder);
  const module = top === "src" ? second : file.startsWith("include/premap/") ? third : undefined;
  if (module !== undefined)
    return table.has(module) ? { units: withDependents([module], table), suites: ["js", "golden"] } : "everything";
  if (file.startsWith("tests/unit/"))
    return reads.has(third) && file.split("/").length > 3 ? { units: [third] } : "everything";
  if (file.startsWith("tests/native/")) return { suites: ["golden"] };
  if (file.startsWith("wasm/ts/push/")) return { suites: ["push"] };
  if (file.startsWith("wasm/ts/")) return { suites: ["js", "cli", "serve", "push"] };
  if (top === "wasm") return { suites: ["js"] };
  if (file.startsWith("cli/serve/")) return { suites: ["cli", "serve", "push"] };
  if (/^cli\/(push\/|commands\/(pull|diff|push|check_extraction)\.)/.test(file)) return { suites: ["cli", "push"] };
  if (top === "cli") return { suites: ["cli"] };
  if (top === "tests" && everyScripted.includes(second)) return { units, suites: [second] };
  if (/^tests\/fixtures\/(snapshots|logs)\//.test(file)) return "everything";
  if (file.startsWith("tests/fixtures/")) return { units, suites: ["golden", "js", "scripts"] };
  if (/^tests\/(e2e|fuzz|bundlers|consumer)\//.test(file) || top === "bench") return {};
  if (file.startsWith("web/public/sample/")) return { units, suites: ["js", "cli", "docs"] };
  if (top === "web") return {};
  if (top === "schema") return { units, suites: ["js"] };
  if (top === "docs" || file === "README.md") return { units, suites: ["docs", "cli"] };
  if (top === "scripts") return { units, suites: ["scripts"] };
  if (/^(CHANGELOG|CONTRIBUTING|THIRD_PARTY_NOTICES)\.md$|^LICENSE$|^\.(clang-format|prettier|gitignore)/.test(file))
    return {};
  return "everything";
}

/** What `files` can break: {units: folders of tests/unit, suites, why}; everything when they are undefined, none, or unknown. */
export function reach(files) {
  const table = moduleTable();
  const reads = readers();
  const everything = (why) => ({
    units: [...reads.keys()].filter((name) => !name.includes(".")),
    suites: everyScripted,
    why,
  });
  if (!files) return everything("git does not say what has changed");
  if (files.length === 0) return everything("nothing has changed since the last commit");
  const reached = files.map((file) => [file, reachOf(file, table, reads)]);
  const unknown = reached.find(([, each]) => each === "everything");
  if (unknown) return everything(`what ${unknown[0]} concerns cannot be told`);
  const all = (key) => new Set(reached.flatMap(([, each]) => each[key] ?? []));
  return {
    units: [...reads.keys()].filter((name) => all("units").has(name)),
    suites: everyScripted.filter((name) => all("suites").has(name)),
    why: `${files.length} file${files.length === 1 ? "" : "s"} changed`,
  };
}
