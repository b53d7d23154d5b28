// Which tests vitest runs, and the tags by which `npm test` and its shorter and longer sisters choose among them.
import { defineConfig } from "vitest/config";

/** Tests over the built package in dist/; scripts/test.mjs builds it first. */
export default defineConfig({
  test: {
    include: ["tests/{js,golden,cli,serve,push,docs,scripts}/**/*.test.{ts,mjs}"],
    // Told apart by measured time: `npm test` leaves the nightly ones to `npm run test:nightly`, `npm test -- quick` the slow ones too.
    tags: [
      { name: "nightly", description: "sizes and repetitions that say little of an ordinary change" },
      { name: "slow", description: "many processes or a pack of the package; seconds, not milliseconds" },
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
    // The built package runs as Node loads it, not through vitest's transform.
    server: { deps: { external: [/\/dist\//] } },
  },
});
