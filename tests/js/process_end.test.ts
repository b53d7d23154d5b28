/** When a process ends: an engine in a worker that nobody closed does not keep it, a call that is not answered does. */
// @module-tag slow
import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { distFile, snapshotFile } from "./support.ts";

interface End {
  code: number | null;
  /** And what it wrote to standard error. */
  output: string;
}

/** Runs a module that has `createEngine`. */
function run(script: string): Promise<End> {
  const source = `
    import { createEngine } from ${JSON.stringify(distFile("index.js"))};
    const file = ${JSON.stringify(snapshotFile("building.bim"))};
    const mapping = { groupName: "G", query: "SELECT ECInstanceId, ECClassId FROM bis.Element", properties: [] };
    ${script}`;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => void (output += text));
    const late = setTimeout(() => child.kill("SIGKILL"), 60_000);
    child.on("close", (code) => {
      clearTimeout(late);
      resolve({ code, output: output.trim() });
    });
  });
}

describe("a process with an engine in a worker", { timeout: 90_000 }, () => {
  it("ends although nobody closed it", async () => {
    const { code, output } = await run(`
      const engine = await createEngine({ worker: true });
      const snapshot = await engine.open(file);
      console.log((await snapshot.query("SELECT COUNT(*) FROM ONLY bt.Beam").toArray())[0][0]);`);
    expect([code, output]).toEqual([0, "60"]);
  });

  it("lives until the last call is answered", async () => {
    const { code, output } = await run(`
      const engine = await createEngine({ worker: true });
      const snapshot = await engine.open(file);
      const many = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 300000) SELECT COUNT(*) FROM c";
      snapshot.query(many).toArray().then(([[count]]) => console.log(count));`);
    expect([code, output]).toEqual([0, "300000"]);
  });

  it("lives until the engine has started", async () => {
    const { code, output } = await run(
      `createEngine({ worker: true }).then(({ version }) => console.log(version.ecsqlVersion));`,
    );
    expect(code).toBe(0);
    expect(output).toMatch(/^\d+\.\d+/);
  });

  it("ends after it was closed, and after a call was given up", async () => {
    const closed = await run(`
      const engine = await createEngine({ worker: true });
      engine.close();
      console.log("closed");`);
    expect([closed.code, closed.output]).toEqual([0, "closed"]);
    const endless =
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000000) SELECT COUNT(*) FROM c";
    const stopped = await run(`
      const engine = await createEngine({ worker: true });
      const snapshot = await engine.open(file);
      await snapshot.query(${JSON.stringify(endless)}, { signal: AbortSignal.timeout(50) }).toArray().catch(({ name }) => console.log(name));`);
    expect([stopped.code, stopped.output]).toEqual([0, "TimeoutError"]);
  });

  it("ends although an extract by several workers was left in the middle", async () => {
    const { code, output } = await run(`
      const engine = await createEngine();
      const snapshot = await engine.open(file);
      const pieces = snapshot.extract(mapping, { format: "csv", workers: 2 })[Symbol.asyncIterator]();
      console.log(new TextDecoder().decode((await pieces.next()).value).slice(0, 12));`);
    expect([code, output]).toEqual([0, "ECInstanceId"]);
  });
});
