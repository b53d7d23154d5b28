// Builds the page into web/dist.
import { whenChanged } from "./lib/files.mjs";
import { inRoot } from "./lib/paths.mjs";
import { helpFirst, main, run, say } from "./lib/run.mjs";
import { existsSync, rmSync } from "node:fs";

helpFirst(`
node scripts/build-web.mjs

Builds the page into web/dist, over the package in dist/ (scripts/build.mjs). Nothing is done when neither has changed.
`);

await main(() => {
  if (!existsSync(inRoot("web/dist/index.html"))) rmSync(inRoot("build/.web.stamp"), { force: true });
  whenChanged("web", ["web", "dist", "docs/diagnostics.json", "package-lock.json", "THIRD_PARTY_NOTICES.md"], () => {
    say("build: the page");
    run("building the page", process.execPath, [inRoot("node_modules/vite/bin/vite.js"), "build", "--logLevel=warn"], {
      cwd: inRoot("web"),
    });
  });
});
