/** The script of a plan, sent to a service that throttles and loses answers, killed and run again: nothing is made twice. */
import { spawn, spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { planPush, pushScript } from "premap/plan";
import { listMappings, pullMapping, pushMapping, diffMappings } from "premap/push";
import { temporaryFolder } from "../serve/support/service.ts";
import { type Bed, testBed } from "./support/bed.ts";

const token = "s3cret-token-of-a-test";
const there = (...command: string[]) => spawnSync(command[0]!, command.slice(1)).status === 0;
const shells = [
  {
    shell: "sh",
    file: "push.sh",
    run: ["sh"],
    send: "--send",
    has: there("curl", "--version") && there("jq", "--version"),
  },
  {
    shell: "powershell",
    file: "push.ps1",
    run: ["pwsh", "-NoProfile", "-File"],
    send: "-Send",
    has: there("pwsh", "-NoProfile", "-Command", "exit 0"),
  },
] as const;

const column = (propertyName: string) => ({
  propertyName,
  dataType: "String",
  ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: propertyName }],
});
// Groups of one name are told apart by what was there before.
const group = (groupName: string) => ({
  groupName,
  query: "SELECT ECInstanceId, ECClassId FROM bt.Beam",
  properties: [column("Mark"), { propertyName: "Länge", dataType: "Double", formula: "1 + 1" }],
});

let bed: Bed;
beforeAll(async () => {
  bed = await testBed();
});

describe.each(shells)("the script for $shell", ({ shell, file, run, send, has }) => {
  const folder = temporaryFolder();
  const place = path.join(folder, file);
  const direct = () => ({ root: bed.service().url, iModelId: bed.iModelId, token, rate: 1e9 });
  const start = (...args: string[]) =>
    spawn(run[0], [...run.slice(1), place, ...args], {
      env: { ...process.env, API_ROOT: bed.url, IMODEL_ID: bed.iModelId, ITWIN_TOKEN: token },
      detached: true,
    });
  function ended(...args: string[]) {
    return new Promise<{ status: number | null; told: string }>((resolve) => {
      const child = start(...args);
      let told = "";
      child.stdout.on("data", (piece: Buffer) => (told += piece.toString()));
      child.stderr.on("data", (piece: Buffer) => (told += piece.toString()));
      child.on("close", (status) => resolve({ status, told }));
    });
  }
  /** Killed once so many requests have been sent. */
  async function killed(requests: number): Promise<void> {
    const child = start(send);
    const end = new Promise((resolve) => child.on("close", resolve));
    child.stdout.resume();
    child.stderr.resume();
    await expect.poll(() => bed.seen.length, { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(requests);
    process.kill(-(child.pid ?? 0), "SIGKILL");
    await end;
  }
  const named = async (name: string) => (await listMappings(direct())).filter((mapping) => mapping.name === name);

  it.skipIf(!has)("creates each thing once", { timeout: 240_000 }, async () => {
    const mapping = { mappingName: `Scripted_${shell}`, groups: [group("A"), group("A"), group("B")] };
    writeFileSync(place, pushScript(planPush(mapping), { shell }));
    bed.inject({});
    expect(await ended()).toMatchObject({ status: 0, told: expect.stringContaining("Nothing was sent") });
    expect(bed.seen).toEqual([]);
    bed.inject({ throttleEvery: 4, dropEvery: 3 });
    await killed(5);
    bed.inject({ throttleEvery: 4, dropEvery: 7 });
    const { status, told } = await ended(send);
    expect(status, told).toBe(0);
    expect(told).toContain("was done before");
    expect(told).toContain("too many requests: waiting 0 s");
    const [made, ...more] = await named(mapping.mappingName);
    expect(more).toEqual([]);
    const live = await pullMapping(made!.id, direct());
    expect(await diffMappings(live.base, mapping)).toEqual([]);
    bed.inject({});
    expect((await ended(send)).status).toBe(0);
    expect(bed.seen).toEqual([]);
    // Whoever has lost what the script has noted is told before anything is made.
    rmSync(`${place}.state`);
    expect(await ended(send)).toMatchObject({ told: expect.stringContaining("has a mapping Scripted_") });
    expect(await named(mapping.mappingName)).toHaveLength(1);
    rmSync(`${place}.state`, { force: true });

    // A change of what is live, with a new group of a name that is there, which is made and whose answer is lost.
    const edited = {
      ...mapping,
      groups: [...mapping.groups.slice(0, 2), group("A"), { ...group("C"), properties: [] }],
    };
    writeFileSync(place, pushScript(planPush(edited, { live: live.base }), { shell }));
    bed.inject({ dropEvery: 2 });
    const changed = await ended(send);
    expect(changed.status, changed.told).toBe(0);
    for await (const event of pushMapping(edited, { ...direct(), mappingId: made!.id, dryRun: true }))
      if (event.type === "planned") expect(event.requests).toBe(0);
  });
});
