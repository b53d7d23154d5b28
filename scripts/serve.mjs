// Serves the built page, as the end-to-end tests use it.
import { servePage } from "./lib/serve.mjs";
import { helpFirst, main } from "./lib/run.mjs";

helpFirst(`
node scripts/serve.mjs

Serves web/dist as it is, at http://127.0.0.1:4173 or at PORT, and prints the address. Stop it with Ctrl+C.
`);

await main(async () => {
  process.stdout.write(`premap is at ${await servePage(process.env.PORT)}\n`);
});
