/** `premap push` at a terminal asks before it sends, and takes nothing but yes for a yes. */
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { distFile } from "../js/support.ts";
import { temporaryFolder } from "../serve/support/service.ts";
import { type Bed, testBed } from "./support/bed.ts";

/** util-linux's, which runs a command at a terminal of its own and copies what is typed and told. */
const hasTerminal = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") ?? false;

let bed: Bed;
let folder: string;
beforeAll(async () => {
  bed = await testBed();
  folder = temporaryFolder();
  const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
  const mapping = { mappingName: "Asked", groups: [{ groupName: "A", query, properties: [] }] };
  writeFileSync(path.join(folder, "asked.json"), JSON.stringify(mapping));
});

/** Types `answer` once `question` is on the screen. */
function atTerminal(
  args: string,
  question: string,
  answer: string,
): Promise<{ status: number | null; screen: string }> {
  const command = `'${process.execPath}' '${distFile("cli.js")}' ${args}`;
  const env = { ...process.env, API_ROOT: bed.url, IMODEL_ID: bed.iModelId, ITWIN_TOKEN: "any" };
  const child = spawn("script", ["-qec", command, "/dev/null"], { cwd: folder, env });
  let screen = "";
  let isAnswered = false;
  child.stdout.on("data", (piece: Buffer) => {
    screen += piece.toString();
    if (isAnswered || !screen.includes(question)) return;
    isAnswered = true;
    child.stdin.write(answer);
  });
  return new Promise((resolve) =>
    child.on("close", (status) => {
      child.stdin.end();
      resolve({ status, screen });
    }),
  );
}

const changes = () => bed.seen.filter((request) => !request.startsWith("GET"));

describe.skipIf(!hasTerminal)("at a terminal", { timeout: 120_000 }, () => {
  it.each([
    ["n", "n\r"],
    ["nothing", "\r"],
    ["yes please", "yes please\r"],
    ["Ctrl+D", "\x04"],
    ["Ctrl+C", "\x03"],
  ])("the plan comes first, and %s sends nothing", async (_, answer) => {
    bed.inject({});
    const { status, screen } = await atTerminal("push asked.json", "Send it? [y/N]", answer);
    expect(screen.indexOf("2 requests")).toBeGreaterThanOrEqual(0);
    expect(screen.indexOf("2 requests")).toBeLessThan(screen.indexOf("Send it?"));
    expect([status, changes()], screen).toEqual([1, []]);
    expect(screen).toContain("Nothing was sent.");
  });

  it("y sends it, and taking it back asks, too", async () => {
    bed.inject({});
    const sent = await atTerminal("push asked.json", "Send it? [y/N]", "y\r");
    expect([sent.status, changes().length], sent.screen).toEqual([0, 2]);
    expect(sent.screen).toContain("What is live is what the file says.");
    bed.inject({});
    const kept = await atTerminal("push --undo asked.push.jsonl", "Take this push back? [y/N]", "n\r");
    expect([kept.status, changes()], kept.screen).toEqual([1, []]);
    const undone = await atTerminal("push --undo asked.push.jsonl", "Take this push back? [y/N]", "Y\r");
    expect([undone.status, changes().length], undone.screen).toEqual([0, 1]);
  });
});
