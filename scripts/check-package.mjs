// Holds package.json to what it promises. See usage below.
import { readFileSync } from "node:fs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main, output, say } from "./lib/run.mjs";

helpFirst(`
node scripts/check-package.mjs

Looks at the list of files that \`npm pack\` would take, over a built dist, and refuses when
  a file that exports, types or bin name, a notice or a licence is not among them
  a link or picture of README.md is neither an address nor one of them
  homepage, repository and bugs are not of one public repository
  a version stands anywhere but in package.json
`);

const text = (file) => readFileSync(inRoot(file), "utf8");
const about = JSON.parse(text("package.json"));

function packedFiles() {
  const listed = output("npm", ["pack", "--dry-run", "--json", "--ignore-scripts", "--silent"]);
  if (!listed) throw new Failure("`npm pack --dry-run` failed: run it and see why.");
  return new Set(JSON.parse(listed)[0].files.map(({ path }) => path));
}

/** Every file that a field of package.json names. */
const named = (value) =>
  typeof value === "string" ? [value.replace(/^\.\//, "")] : Object.values(value).flatMap(named);

/** What README.md links to and shows, without what is an address. */
const linked = () =>
  [...text("README.md").matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)]
    .map(([, inText, inTag]) => (inText ?? inTag).replace(/#.*/, ""))
    .filter((target) => target !== "" && !/^https:\/\//.test(target));

function* faults() {
  const packed = packedFiles();
  const must = [
    ...named(about.exports),
    ...named(about.bin),
    about.types.slice(2),
    "LICENSE",
    "THIRD_PARTY_NOTICES.md",
  ];
  for (const file of new Set(must)) if (!packed.has(file)) yield `${file} would not be packed`;
  for (const file of linked()) if (!packed.has(file)) yield `README.md names ${file}, which would not be packed`;

  const place = /^git\+(https:\/\/github\.com\/[\w-]+\/[\w.-]+)\.git$/.exec(about.repository?.url)?.[1];
  if (!place) yield `the repository is ${about.repository?.url}: give git+https://github.com/OWNER/NAME.git`;
  else if (about.homepage !== `${place}#readme` || about.bugs !== `${place}/issues`)
    yield `homepage and bugs are not of the repository ${place}`;

  if (JSON.parse(text("web/package.json")).version) yield "web/package.json has a version of its own";
  if (/project\([^)]*VERSION\s+\d/.test(text("CMakeLists.txt"))) yield "CMakeLists.txt has a version of its own";
  if (JSON.parse(text("package-lock.json")).version !== about.version)
    yield "package-lock.json has another version: run `npm install --package-lock-only`";
}

await main(() => {
  const found = [...faults()];
  for (const fault of found) say(`package.json: ${fault}.`);
  return found.length === 0 ? 0 : 1;
});
