import { defineConfig } from "vitest/config";

/** Tests over the built package in dist/; scripts/test.mjs builds it first. */
export default defineConfig({
  test: {
    include: ["tests/{js,golden,cli,docs,scripts}/**/*.test.{ts,mjs}"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
    // The built package runs as Node loads it, not through vitest's transform.
    server: { deps: { external: [/\/dist\//] } },
  },
});
