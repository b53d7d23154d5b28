// Writes the OpenAPI document of `premap serve` from its table of operations.
import { existsSync, readFileSync } from "node:fs";
import { writeIfChanged } from "./lib/files.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main } from "./lib/run.mjs";

helpFirst(`
node scripts/gen-openapi.mjs [--check]

Writes schema/insights.openapi.json from the built command line (npm run build:ts). --check writes nothing: it fails when the file is out
of date.
`);

const target = inRoot("schema/insights.openapi.json");

await main(async () => {
  const { openApi } = await import(inRoot("dist/cli/serve/openapi/document.js"));
  const text = `${JSON.stringify(openApi(), null, 1)}\n`;
  const isSame = existsSync(target) && readFileSync(target, "utf8") === text;
  if (!process.argv.includes("--check")) writeIfChanged(target, text);
  else if (!isSame) throw new Failure("schema/insights.openapi.json is out of date; write it with `npm run openapi`");
});
