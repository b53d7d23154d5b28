// Writes THIRD_PARTY_NOTICES.md, or sees whether it is complete. See usage below.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main } from "./lib/run.mjs";

helpFirst(`
node scripts/notices.mjs [--write]

THIRD_PARTY_NOTICES.md names all that others wrote and we deliver, with the licences: what is in the engine (scripts/notices/engine.md, by
hand) and the npm packages that the package and the page depend on, with the licence each brings along. --write writes it anew; without,
the file must be what would be written.
`);

const packages = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")).packages;

/** Where the lock file has `name` as seen from the folder of who asks: as Node looks for it, upwards. */
function folderOf(name, from) {
  for (let folder = from; ; folder = path.posix.dirname(folder) === "." ? "" : path.posix.dirname(folder)) {
    const candidate = path.posix.join(folder, "node_modules", name);
    if (packages[candidate]) return candidate;
    if (folder === "") return undefined;
  }
}

/** The packages that the one in `folder` depends on, and they on, into `found`. */
function collect(folder, found) {
  const { dependencies = {}, optionalDependencies = {} } = packages[folder];
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const inLock = folderOf(name, folder);
    if (!inLock) throw new Failure(`${name} is not in package-lock.json: run \`npm install\`.`);
    if (packages[inLock].link || found.has(inLock)) continue;
    found.add(inLock);
    collect(inLock, found);
  }
  return found;
}

/** A package's own licence text, and its notice when it has one. */
function textOf(folder) {
  const full = inRoot(folder);
  if (!existsSync(full)) throw new Failure(`${folder} is not there: run \`npm run setup\`.`);
  const files = readdirSync(full).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  if (files.length === 0)
    throw new Failure(`${folder} brings no licence: put its text into scripts/notices, and this script in the know.`);
  return files.map((name) => readFileSync(path.join(full, name), "utf8").replaceAll("\r\n", "\n").trim()).join("\n\n");
}

const section = (folder) => {
  const { version, license } = packages[folder];
  const name = folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
  return `### ${name} ${version} (${license})\n\n\`\`\`text\n${textOf(folder)}\n\`\`\`\n`;
};
const list = (workspace) => [...collect(workspace, new Set())].sort();

function notices() {
  const inPackage = list("");
  const inPage = list("web").filter((folder) => !inPackage.includes(folder));
  const part = (title, folders) => (folders.length > 0 ? [`## ${title}\n`, ...folders.map(section)] : []);
  return [
    "# Third-party notices\n",
    "premap contains the work of others. What it is, and on which terms it is passed on:\n",
    "## In the engine (engine.wasm, glue.js)\n",
    readFileSync(inRoot("scripts/notices/engine.md"), "utf8"),
    ...part("In the package", inPackage),
    ...part("In the page", inPage),
  ].join("\n");
}

await main(() => {
  const file = inRoot("THIRD_PARTY_NOTICES.md");
  const text = notices();
  if (process.argv.includes("--write")) return writeFileSync(file, text);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  throw new Failure("THIRD_PARTY_NOTICES.md is not complete: run `npm run notices`.");
});
