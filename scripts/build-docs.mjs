// Builds the reference of the package's API into build/docs.
import { Application } from "typedoc";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main, say } from "./lib/run.mjs";

helpFirst(`
node scripts/build-docs.mjs

Builds a site into build/docs: the reference of every entry, with README.md and docs/package.md. A link that leads nowhere fails it.
`);

const entries = [
  "index.ts",
  "inline.ts",
  "sync.ts",
  "sqljs/index.ts",
  "presentation/index.ts",
  "plan/index.ts",
  "push/index.ts",
];

await main(async () => {
  const app = await Application.bootstrap({
    name: "premap",
    entryPoints: entries.map((entry) => inRoot("wasm/ts", entry)),
    tsconfig: inRoot("wasm/ts/tsconfig.json"),
    readme: inRoot("README.md"),
    projectDocuments: [inRoot("docs/package.md")],
    excludePrivate: true,
    excludeInternal: true,
    disableSources: true,
    githubPages: false,
    logLevel: "Warn",
    validation: { invalidLink: true, notExported: false },
  });
  const project = await app.convert();
  if (!project) throw new Failure("the reference could not be made; the lines above say why.");
  await app.generateDocs(project, inRoot("build/docs"));
  if (app.logger.hasErrors()) throw new Failure("the reference has errors; the lines above say which.");
  say("docs: build/docs/index.html");
});
