// Keeps docs/api: the package's public declarations, one file an entry, so that a change of the API shows in a review.
import { existsSync, readFileSync } from "node:fs";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { writeIfChanged } from "./lib/files.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main } from "./lib/run.mjs";

helpFirst(`
node scripts/api-report.mjs [--write]

Bundles the declarations of each entry of the built package and compares them with docs/api; --write puts them there.
`);

const entries = {
  premap: "index",
  "premap-inline": "inline",
  "premap-plan": "plan/index",
  "premap-presentation": "presentation/index",
  "premap-sqljs": "sqljs/index",
  "premap-sync": "sync",
  "premap-push": "push/index",
  "premap-script": "plan/script",
  "premap-tables": "tables/index",
  "premap-compare": "compare/index",
  "premap-reports": "reports/index",
};

async function declarations(entry) {
  const bundle = await rollup({ input: inRoot("dist", `${entry}.d.ts`), plugins: [dts()], external: [/^node:/] });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  return output[0].code;
}

await main(async () => {
  const changed = [];
  for (const [name, entry] of Object.entries(entries)) {
    const file = inRoot("docs/api", `${name}.d.ts`);
    const text = await declarations(entry);
    if (process.argv.includes("--write")) writeIfChanged(file, text);
    else if (!existsSync(file) || readFileSync(file, "utf8") !== text) changed.push(`docs/api/${name}.d.ts`);
  }
  if (changed.length > 0)
    throw new Failure(`the API is not as ${changed.join(", ")} has it; \`npm run api\` writes it down.`);
});
