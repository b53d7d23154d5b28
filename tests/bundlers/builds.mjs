// How each bundler builds an app into a folder, with as little configuration as it takes.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const html = (script) => `<!doctype html><meta charset="utf-8"><title>premap</title>${script}`;
const moduleScript = html('<script type="module" src="/app.js"></script>');

function page(out, content = moduleScript) {
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, "index.html"), content);
}

/** Rollup resolves no packages by itself; this is all it needs here. */
const resolvePackage = (packageFolder) => ({
  name: "resolve-premap",
  resolveId(source) {
    if (source === "premap") return path.join(packageFolder, "dist/index.js");
    return source.startsWith("premap/") ? path.join(packageFolder, "dist", `${source.slice(7)}.js`) : null;
  },
});

export async function vite({ entry, work, out }) {
  const { build } = await import("vite");
  writeFileSync(path.join(work, "index.html"), html(`<script type="module" src="./${path.basename(entry)}"></script>`));
  await build({
    root: work,
    configFile: false,
    logLevel: "error",
    worker: { format: "es" },
    build: { outDir: out, emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 10_000 },
  });
}

export async function webpack({ entry, work, out }) {
  const { default: bundle } = await import("webpack");
  page(out, html('<script src="/app.js"></script>'));
  await new Promise((resolve, reject) => {
    const options = {
      mode: "production",
      context: work,
      entry,
      output: { path: out, filename: "app.js", publicPath: "/" },
      performance: false,
    };
    bundle(options, (error, stats) => {
      if (error) reject(error);
      else if (stats.hasErrors() || stats.hasWarnings()) reject(new Error(stats.toString("errors-warnings")));
      else resolve();
    });
  });
}

export async function esbuild({ entry, work, out, format = "esm" }) {
  const { build } = await import("esbuild");
  page(out, format === "esm" ? moduleScript : html('<script src="/app.js"></script>'));
  await build({
    absWorkingDir: work,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format,
    target: "es2022",
    external: ["node:*"],
    logLevel: "error",
    outfile: path.join(out, "app.js"),
  });
}

export async function rollup({ entry, packageFolder, out }) {
  const { rollup: bundle } = await import("rollup");
  page(out);
  const built = await bundle({
    input: entry,
    plugins: [resolvePackage(packageFolder)],
    external: [/^node:/],
    onwarn() {},
  });
  await built.write({ dir: out, format: "es", entryFileNames: "app.js" });
  await built.close();
}

/** The package's files beside the app. */
export function hostFiles({ packageFolder, out }) {
  cpSync(path.join(packageFolder, "dist"), path.join(out, "premap"), { recursive: true });
}

/** No bundler at all: an import map. */
export function plain({ entry, packageFolder, out }) {
  const imports = { premap: "/premap/index.js", "premap/sqljs": "/premap/sqljs/index.js" };
  page(
    out,
    html(
      `<script type="importmap">${JSON.stringify({ imports })}</script><script type="module" src="/app.js"></script>`,
    ),
  );
  cpSync(entry, path.join(out, "app.js"));
  cpSync(path.join(path.dirname(entry), "look.mjs"), path.join(out, "look.mjs"));
  hostFiles({ packageFolder, out });
}
