// Builds everything the page needs and serves it.
import { spawn } from "node:child_process";
import { helpFirst, main, runScript, say, which } from "./lib/run.mjs";
import { servePage } from "./lib/serve.mjs";

helpFirst(`
node scripts/start.mjs

Sets the machine up, builds the package and the page, serves the page on this machine only at http://127.0.0.1:4173 (PORT=n chooses
another port), with a sample snapshot and mapping, and opens it when there is a desktop. Stop it with Ctrl+C.
`);

/** Opens the address in the user's browser, where there is a desktop to do so. */
function open(address) {
  if (!process.stdout.isTTY || !(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) || !which("xdg-open")) return;
  spawn("xdg-open", [address], { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}

await main(async () => {
  say("premap: setting up and building what has changed");
  runScript("build.mjs");
  runScript("build-web.mjs");
  const address = await servePage(process.env.PORT);
  process.stdout.write(`premap is at ${address}\n`);
  open(address);
});
