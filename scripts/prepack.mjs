// What npm runs before it packs or publishes. See usage below.
import { existsSync, readFileSync } from "node:fs";
import { emccOnPath, ownEmcc } from "./lib/emscripten.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main, output, runScript } from "./lib/run.mjs";

helpFirst(`
node scripts/prepack.mjs [--publish]

Builds what is missing or has changed, so that a package never goes out without its dist, or with an old one; a second or two when there
is nothing to do. When it cannot be built, nothing is packed. --publish also refuses a compiler that is not the pinned one.
`);

/** npm hands its options to what it starts, where they would change what \`npm ci\` and \`npm pack\` of the set-up do. */
function forgetOptions() {
  const meant = ["dry_run", "json", "pack_destination", "workspace", "workspaces", "omit", "include", "global", "tag"];
  for (const name of meant) delete process.env[`npm_config_${name}`];
}

/** Every file that the package's fields name. */
function promised({ bin, exports }) {
  const files = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(files));
  return [
    ...new Set([
      ...files(bin),
      ...files(exports),
      "THIRD_PARTY_NOTICES.md",
      "web/dist/index.html",
      "web/dist/send.html",
    ]),
  ];
}

function checkCompiler() {
  const pin = /^emscripten ([\d.]+)/m.exec(readFileSync(inRoot("scripts/setup/pins.txt"), "utf8"))[1];
  const version = output(emccOnPath() ?? ownEmcc(), ["-dumpversion"]);
  if (version === pin) return;
  throw new Failure(
    `the package is published with Emscripten ${pin} only, and this is ${version}: run \`npm test\` with it, then pin it in ` +
      "scripts/setup/pins.txt.",
  );
}

await main(() => {
  forgetOptions();
  try {
    runScript("build.mjs");
    runScript("build-web.mjs");
  } catch {
    throw new Failure("nothing was packed, because the package could not be built: run `npm run build` and see why.");
  }
  const missing = promised(JSON.parse(readFileSync(inRoot("package.json"), "utf8"))).filter(
    (file) => !existsSync(inRoot(file)),
  );
  if (missing.length > 0) throw new Failure(`nothing was packed: ${missing.join(", ")} is not there.`);
  if (process.argv.includes("--publish")) checkCompiler();
});
