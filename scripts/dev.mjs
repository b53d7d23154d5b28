// The page while one works on it: a change of web/ or wasm/ts is on screen as soon as it is saved.
import { spawn } from "node:child_process";
import { inRoot } from "./lib/paths.mjs";
import { helpFirst, main, runScript, say } from "./lib/run.mjs";

helpFirst(`
node scripts/dev.mjs

Builds the package, serves the page from its sources with Vite at http://127.0.0.1:5173 (PORT=n chooses another port), and compiles
wasm/ts to dist/ whenever it changes. After a change of C++ run \`npm run build:wasm\`; the page takes it up by itself. Stop it with Ctrl+C.
`);

await main(async () => {
  say("premap: setting up and building what has changed");
  runScript("build.mjs");
  const start = (program, args, cwd) => spawn(process.execPath, [inRoot(program), ...args], { cwd, stdio: "inherit" });
  const compiler = start("node_modules/typescript/bin/tsc", ["-b", "--watch", "--preserveWatchOutput"], inRoot());
  const port = process.env.PORT ? ["--port", process.env.PORT, "--strictPort"] : [];
  const server = start("node_modules/vite/bin/vite.js", port, inRoot("web"));
  // Either of them alone is half of it.
  const ended = await Promise.race(
    [compiler, server].map((child) => new Promise((resolve) => child.on("exit", resolve))),
  );
  for (const child of [compiler, server]) child.kill();
  return ended ?? 0;
});
