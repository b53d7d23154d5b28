// What `npm version` does to CHANGELOG.md. See usage below.
import { readFileSync, writeFileSync } from "node:fs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main, say } from "./lib/run.mjs";

helpFirst(`
node scripts/changelog.mjs --check | --release

CHANGELOG.md has a part "## Unreleased" at its top, where every change that users notice is written down with the change itself.
--check    (before \`npm version\` sets a version) fails when there is no such part, or nothing in it
--release  (after it) puts the version of package.json and today's date in place of "Unreleased"
`);

const file = inRoot("CHANGELOG.md");
const heading = /^## Unreleased[ \t]*$/m;

/** Where the part begins and ends, without its heading. */
function unreleased(text) {
  const found = heading.exec(text);
  if (!found) throw new Failure('CHANGELOG.md has no part "## Unreleased": write there what users will notice.');
  const begin = found.index + found[0].length;
  const next = text.slice(begin).search(/^## /m);
  return text.slice(begin, next < 0 ? undefined : begin + next);
}

await main(() => {
  const text = readFileSync(file, "utf8");
  if (!/^\* /m.test(unreleased(text)))
    throw new Failure('the part "## Unreleased" of CHANGELOG.md is empty: write there what users will notice.');
  if (!process.argv.includes("--release")) return;
  const { version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  if (text.includes(`\n## ${version} `)) throw new Failure(`CHANGELOG.md has a part for ${version} already.`);
  const today = new Date().toISOString().slice(0, 10);
  writeFileSync(file, text.replace(heading, `## Unreleased\n\n## ${version} (${today})`));
  say(`changelog: the changes since the last release are those of ${version}`);
});
