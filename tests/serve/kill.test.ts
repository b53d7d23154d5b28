/** A service that is killed at a random moment has lost nothing that it had answered, and its folder is whole. */
// @module-tag slow
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { distFile, snapshotFile } from "../js/support.ts";
import { elements, paths, temporaryFolder } from "./support/service.ts";

const { gm, reporting: r } = paths;
const iModelId = "30462329-8d84-4a70-9b8e-1b6530246436";

/** What a worker knows of a mapping of its own. */
interface Known {
  name: string;
  description: string;
  groups: string[];
}

/** Of one worker: what was answered, and what the request under way would make of it. */
interface Worker {
  /** id -> what it is; null: deleted. */
  answered: Map<string, Known | null>;
  underWay?: { id: string; becomes: Known | null } | undefined;
  reports: Map<string, string>;
  reportUnderWay?: { id: string; becomes: string } | undefined;
  runs: string[];
  groupIds: Map<string, string[]>;
}

class Killed extends Error {}

async function start(folder: string): Promise<{ child: ChildProcess; url: string; told: () => string }> {
  const args = [
    "serve",
    "--snapshot",
    snapshotFile("building.bim"),
    "--state",
    folder,
    "--no-auth",
    "--port",
    "0",
    "--quiet",
  ];
  const child = spawn(process.execPath, [distFile("cli.js"), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (piece: Buffer) => {
        output += piece.toString();
        const found = /Start page\s+(http:\S+?)\/\n/.exec(output)?.[1];
        if (found !== undefined && output.includes("Ctrl+C")) resolve(found);
      });
    child.once("exit", (code) => reject(new Error(`it ended with ${code}: ${output}`)));
  });
  return { child, url, told: () => output };
}

async function ask(url: string, method: string, at: string, body?: object): Promise<{ status: number; body: any }> {
  const init = body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {};
  // A connection that was idle for long may just have been closed: what changes nothing is asked again.
  for (let isAgain = method !== "GET"; ; isAgain = true)
    try {
      const response = await fetch(url + at, { method, ...init });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : undefined };
    } catch (error) {
      if (isAgain) throw new Killed(`${method} ${at}: ${String((error as Error).cause ?? error)}`);
    }
}

const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)];
let counter = 0;

async function change(url: string, worker: Worker): Promise<void> {
  counter += 1;
  const alive = [...worker.answered].filter((each): each is [string, Known] => each[1] !== null);
  const [id, known] = pick(alive) ?? [];
  const chance = Math.random();
  const done = async (becomes: Known | null, method: string, at: string, body?: object) => {
    worker.underWay = { id: id ?? "", becomes };
    const answer = await ask(url, method, at, body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    if (id !== undefined) worker.answered.set(id, becomes);
    worker.underWay = undefined;
    return answer.body;
  };
  if (id === undefined || known === undefined || chance < 0.15) {
    const name = `M${counter}`;
    const { body } = await ask(url, "POST", gm, { iModelId, mappingName: name, description: "" });
    worker.answered.set(body.mapping.id as string, { name, description: "", groups: [] });
  } else if (chance < 0.45) {
    const name = `G${counter}`;
    const body = await done({ ...known, groups: [...known.groups, name] }, "POST", `${gm}/${id}/groups`, {
      groupName: name,
      query: elements,
    });
    worker.groupIds.set(id, [...(worker.groupIds.get(id) ?? []), body.group.id as string]);
  } else if (chance < 0.6) {
    const description = `d${counter}`;
    await done({ ...known, description }, "PATCH", `${gm}/${id}`, { description });
  } else if (chance < 0.72) {
    const name = `N${counter}`;
    await done({ ...known, name }, "PATCH", `${gm}/${id}`, { mappingName: name });
  } else if (chance < 0.8) await done(null, "DELETE", `${gm}/${id}`);
  else if (chance < 0.95) {
    const report = pick([...worker.reports.keys()]);
    const displayName = `R${counter}`;
    if (report === undefined) {
      const { body } = await ask(url, "POST", `${r}/reports/`, { displayName, projectId: "p" });
      worker.reports.set(body.report.id as string, displayName);
    } else {
      worker.reportUnderWay = { id: report, becomes: displayName };
      await ask(url, "PATCH", `${r}/reports/${report}`, { displayName });
      worker.reports.set(report, displayName);
      worker.reportUnderWay = undefined;
    }
  } else
    worker.runs.push(
      (await ask(url, "POST", `${gm}/extractions`, { iModelId, mappings: [{ id }] })).body.extraction.id as string,
    );
}

async function seenOf(url: string, id: string): Promise<Known | null> {
  const { status, body } = await ask(url, "GET", `${gm}/${id}`);
  if (status === 404) return null;
  const groups = (await ask(url, "GET", `${gm}/${id}/groups`)).body.groups as { groupName: string }[];
  return {
    name: body.mapping.mappingName,
    description: body.mapping.description,
    groups: groups.map(({ groupName }) => groupName),
  };
}

/** Everything that was answered is there; what was under way is there or not, and nothing between. */
async function verify(url: string, worker: Worker): Promise<number> {
  let checked = 0;
  for (const [id, known] of worker.answered) {
    const seen = await seenOf(url, id);
    const may = [known, ...(worker.underWay?.id === id ? [worker.underWay.becomes] : [])];
    expect(may).toContainEqual(seen);
    worker.answered.set(id, seen);
    for (const group of seen === null ? [] : (worker.groupIds.get(id) ?? []))
      expect((await ask(url, "GET", `${gm}/${id}/groups/${group}`)).status).toBe(200);
    checked += 1;
  }
  worker.underWay = undefined;
  for (const [id, name] of worker.reports) {
    const seen = (await ask(url, "GET", `${r}/reports/${id}`)).body.report.displayName as string;
    expect([name, ...(worker.reportUnderWay?.id === id ? [worker.reportUnderWay.becomes] : [])]).toContain(seen);
    worker.reports.set(id, seen);
    checked += 1;
  }
  worker.reportUnderWay = undefined;
  for (const id of worker.runs) {
    const { status, body } = await ask(url, "GET", `${gm}/extractions/${id}`);
    expect(status).toBe(200);
    expect(["Queued", "Running", "Succeeded", "Failed"]).toContain(body.extraction.state);
    checked += 1;
  }
  return checked;
}

async function survives(kills: number): Promise<string> {
  const folder = temporaryFolder();
  const workers = Array.from({ length: 4 }, (): Worker => ({
    answered: new Map(),
    reports: new Map(),
    runs: [],
    groupIds: new Map(),
  }));
  let checked = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const { child, url, told } = await start(folder);
    try {
      for (const worker of workers) checked += await verify(url, worker);
    } catch (error) {
      throw new Error(`after ${kill} kills, exit ${child.exitCode} ${child.signalCode}: ${told()}`, { cause: error });
    }
    const ended = new Promise((resolve) => child.once("exit", resolve));
    setTimeout(() => child.kill("SIGKILL"), Math.random() * 500);
    await Promise.all(
      workers.map(async (worker) => {
        try {
          for (;;) await change(url, worker);
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
        }
      }),
    );
    await ended;
    // Old ones are of no interest any more: so that each round takes the same time.
    for (const worker of workers) {
      for (const id of [...worker.answered.keys()].slice(0, -6)) worker.answered.delete(id);
      worker.runs = worker.runs.slice(-3);
    }
  }
  const { child, url } = await start(folder);
  for (const worker of workers) checked += await verify(url, worker);
  for (const name of readdirSync(path.join(folder, "mappings")))
    JSON.parse(readFileSync(path.join(folder, "mappings", name), "utf8"));
  expect(readdirSync(path.join(folder, "tmp"))).toEqual([]);
  child.kill("SIGTERM");
  await new Promise((resolve) => child.once("exit", resolve));
  expect(readdirSync(folder)).not.toContain("lock");
  return `${kills} kills, ${counter} changes, ${checked} things that were answered looked up again, none lost`;
}

describe("a kill at a random moment", () => {
  it("loses nothing that was answered", { timeout: 300_000 }, async () => {
    await survives(8);
  });

  it("a hundred times", { timeout: 900_000, tags: ["nightly"] }, async () => {
    console.log(await survives(100));
  });
});
