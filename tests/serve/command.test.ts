/** `premap serve` as a user starts and ends it. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { distFile, snapshotFile } from "../js/support.ts";
import { paths, temporaryFolder } from "./support/service.ts";

const sampleMapping = path.resolve(import.meta.dirname, "../../web/public/sample/mapping.json");
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

interface Started {
  child: ChildProcess;
  /** What its first lines name. */
  told: Record<string, string>;
  output: { out: string; err: string };
  ended: Promise<number | null>;
}

/** Resolves when it is ready, or has ended. */
async function serve(...args: string[]): Promise<Started> {
  const { child, ended, ready, output } = launched(args);
  await Promise.race([ready, ended]);
  const told = Object.fromEntries(
    [...output.out.matchAll(/^ {2}(\S.*?) {2,}(\S+)/gm)].map(([, what, value]) => [what, value]),
  );
  return { child, told: told as Record<string, string>, output, ended };
}

function launched(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [distFile("cli.js"), "serve", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  children.add(child);
  const output = { out: "", err: "" };
  child.stderr.on("data", (piece: Buffer) => (output.err += piece.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const ready = new Promise<void>((resolve) =>
    child.stdout.on("data", (piece: Buffer) => {
      output.out += piece.toString();
      if (output.out.includes("Ctrl+C ends it.")) resolve();
    }),
  );
  return { child, ended, ready, output };
}

async function json(address: string, key?: string): Promise<any> {
  const response = await fetch(address, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } });
  return response.json();
}

describe("premap serve", () => {
  it("--sample shows the sample's tables at an OData address, and a page with files for Power BI and Excel", async () => {
    const { child, told, output, ended } = await serve("--sample", "--port", "0");
    const key = told["Key"];
    const feed = told["OData"] as string;
    await expect.poll(async () => (await json(feed, key)).value.length, { timeout: 50_000 }).toBe(5);
    const rows = await json(`${feed}/Handover_Beams?$top=2&$count=true`, key);
    expect(rows.value).toHaveLength(2);
    expect(rows["@odata.count"]).toBeGreaterThan(2);
    const page = await (await fetch(told["Start page"] as string)).text();
    const [excel] = /\/feeds\/[\w-]+\/Handover_Beams.odc\?key=[\w-]+/.exec(page) ?? [];
    expect(page).toContain(`${feed}/Handover_Beams`);
    const odc = await (await fetch(new URL(excel ?? "", feed))).text();
    expect(odc).toContain("OData.Feed(");
    expect(odc).toContain(feed);
    expect(odc).not.toContain(key);
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(output.err).toContain("premap serve: ending");
    expect(output.err).toMatch(/GET +200 .* \/insights\/reporting\/odata\//);
    expect(output.err).not.toContain(key);
  });

  it("keeps everything beside the snapshot; started again it is all there, under the same ids", async () => {
    const folder = temporaryFolder();
    const snapshot = path.join(folder, "building.bim");
    copyFileSync(snapshotFile("building.bim"), snapshot);
    const args = ["--snapshot", snapshot, "--mapping", sampleMapping, "--no-auth", "--port", "0", "--quiet"];
    const first = await serve(...args);
    expect(first.told["Key"]).toBe("none");
    const report = new URL(first.told["OData"] as string).pathname;
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    expect(readFileSync(path.join(folder, "building.premap/mappings/Handover.json"), "utf8")).toBe(
      readFileSync(sampleMapping, "utf8"),
    );
    const second = await serve(...args);
    expect(new URL(second.told["OData"] as string).pathname).toBe(report);
    await expect.poll(() => second.output.err).toContain("the mapping Handover is in the state folder already");
    const third = await serve(...args);
    expect(await third.ended).toBe(3);
    expect(third.output.err).toContain(`another premap serve (process ${second.child.pid}) uses this state folder`);
    second.child.kill("SIGINT");
    expect(await second.ended).toBe(0);
    expect(existsSync(path.join(folder, "building.premap/lock"))).toBe(false);
  });

  it("asked to end while it is still starting takes apart what is there", async () => {
    const temporary = temporaryFolder();
    const left = () => readdirSync(temporary).filter((name) => name.startsWith("premap-serve-"));
    const { child, ended, output } = launched(["--sample", "--port", "0"], { TMPDIR: temporary });
    await vi.waitFor(() => expect(left()).toHaveLength(1), { timeout: 50_000, interval: 1 });
    child.kill("SIGTERM");
    expect(await ended, output.err).toBe(0);
    expect(left()).toEqual([]);
  });

  it("serves several snapshots, under ids that are given", async () => {
    const [one, two] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
    const file = snapshotFile("building.bim");
    const { child, told, ended } = await serve(
      "--snapshot",
      file,
      "--snapshot",
      snapshotFile("empty.bim"),
      "--imodel",
      one,
      "--imodel",
      two,
      "--itwin",
      one,
      "--memory",
      "--no-auth",
      "--port",
      "0",
    );
    const origin = new URL(told["Reporting"] as string).origin;
    const { iModels } = await json(`${origin}/imodels?iTwinId=${one}`);
    expect(iModels.map((each: { id: string }) => each.id)).toEqual([one, two]);
    expect((await json(`${origin}${paths.gm}?iModelId=${two}`)).mappings).toEqual([]);
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });

  it.each([
    [[], 2, "--snapshot is missing"],
    [["--sample", "--snapshot", "x.bim"], 2, "--sample goes without --snapshot"],
    [["--sample", "--state", "x", "--memory"], 2, "--memory goes without --state"],
    [["--sample", "--no-auth", "--host", "0.0.0.0"], 2, "--no-auth goes only with 127.0.0.1"],
    [["--sample", "--port", "70000"], 2, "--port is a number up to 65535"],
    [["--sample", "--port", "http"], 2, "--port is a whole number"],
    [["--sample", "--imodel", "building"], 2, "--imodel is an id such as"],
    [["--sample", "--origin", "example.com"], 2, "--origin is an address such as"],
    [["--sample", "--prot", "1"], 2, "did you mean --port?"],
    [["--snapshot", "no-such-file.bim", "--memory"], 3, "no-such-file.bim"],
    [["--sample", "--mapping", "no-such-file.json", "--port", "0"], 3, "no-such-file.json"],
    [["--sample", "--host", "203.0.113.1", "--port", "0"], 3, "203.0.113.1 is no address of this machine"],
  ])("%j ends with %i and says what is wrong", async (args, code, said) => {
    const { ended, output } = await serve(...args);
    expect(await ended).toBe(code);
    expect(output.err).toContain(said);
  });

  it("on a port that is taken says so", async () => {
    const { child, told, ended } = await serve("--sample", "--port", "0");
    const { port } = new URL(told["Reporting"] as string);
    const second = await serve("--sample", "--port", port);
    expect(await second.ended).toBe(3);
    expect(second.output.err).toContain(`port ${port} is taken`);
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });
});
