/** The official client's own integration tests, of both generations, twice in a row on one store. */
// @module-tag slow
import { spawn } from "node:child_process";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type TestService, testService } from "./support/service.ts";

const runner = path.join(import.meta.dirname, "official_client/run.mjs");
let service: TestService;
beforeAll(async () => {
  service = await testService();
});

function run(client: string): Promise<{ code: number | null; output: string }> {
  const env = {
    ...process.env,
    BASE_URL: service.url,
    INSIGHTS_TOKEN: "local",
    INSIGHTS_ITWIN_ID: service.iTwinId,
    INSIGHTS_IMODEL_ID: service.iModelId,
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [runner, "--client", client], { env, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (piece: Buffer) => (output += piece.toString()));
    child.on("exit", (code) => resolve({ code, output }));
  });
}

// With the tests of the carbon configurations: 80 and 83 without.
describe.each([
  ["0.17.0", 96],
  ["0.6.0", 91],
])("the tests of the client %s", (client, count) => {
  for (const when of ["on a new store", "again on the same store"])
    it(`pass ${when}`, { timeout: 300_000 }, async ({ skip }) => {
      const { code, output } = await run(client);
      if (code === 3) skip("npm cannot be reached");
      expect(output.trim().split("\n").at(-1), output).toBe(`${count} passed, 0 failed, ${count} tests`);
      expect(code).toBe(0);
    });
});
