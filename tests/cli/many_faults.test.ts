/** Very many faults take seconds and little memory, wherever they stand: thousands here, every night 40,000. */
import { beforeAll, describe, expect, it, vi } from "vitest";
import { entry, file, premap } from "./support.ts";

vi.setConfig({ testTimeout: 600_000 });

const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
const column = (index: number) => ({ propertyName: `P${index}`, dataType: "string", ecProperties: [entry("Mark")] });
const count = (length: number, make: (index: number) => object) => Array.from({ length }, (_, index) => make(index));
const mappingOf = (groups: object[]) => ({ mappingName: "T", extractionEnabled: true, groups });
const groups = (faults: number, size: number) =>
  mappingOf(count(faults / size, (index) => ({ groupName: `G${index}`, query, properties: count(size, column) })));
const repeated = (faults: number) =>
  mappingOf([
    {
      groupName: "G",
      query,
      properties: [{ ...column(0), dataType: "String", ecProperties: count(faults + 1, () => entry("Mark")) }],
    },
  ]);

const forms: [form: string, make: (faults: number) => object | string][] = [
  ["in groups of fifty", (faults) => groups(faults, 50)],
  ["of one list, on one line", (faults) => JSON.stringify(repeated(faults))],
  ["in one group", (faults) => groups(faults, faults)],
  ["each in a group", (faults) => groups(faults, 1)],
  ["on one line", (faults) => JSON.stringify(groups(faults, 50))],
];

/** The processor's time and memory of a run, which do not hang on what else the machine does. */
function measured(args: string[]) {
  const report =
    'process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write("\\nUSED "+(u.userCPUTime+u.systemCPUTime)/1e6+" "+u.maxRSS)})';
  const answer = premap(args, { node: ["--import", `data:text/javascript,${encodeURIComponent(report)}`] });
  const [, seconds, kilobytes] = /USED (\S+) (\d+)/.exec(answer.stderr) ?? [];
  return { ...answer, seconds: Number(seconds), megabytes: Number(kilobytes) / 1024 };
}

const reports = [[], ["--format", "json"], ["--format", "sarif"], ["--format", "junit"]];
const repairs = [["--fix", "--dry-run"]];

function suite(faults: number, options: string[][], [form, make]: (typeof forms)[number]): void {
  let at = "";
  beforeAll(() => void (at = file(`${faults} ${form}.json`, make(faults))));
  it.each(options.map((each) => [each]))("%j", (each) => {
    const { status, stdout, stderr, seconds, megabytes } = measured(["validate", at, ...each]);
    expect(status).toBe(form.includes("list") || each.includes("--fix") ? 0 : 1);
    expect(stdout.length).toBeGreaterThan(faults * 25);
    if (each.includes("--fix")) expect(stderr).toContain(`${faults} repairs`);
    expect(seconds).toBeLessThan(faults > 20_000 ? 10 : 5);
    expect(megabytes).toBeLessThan(300);
  });
}

// A repair that walks the text once a fault shows at 20,000 of them; a report that does, in any form.
describe.each(forms.slice(0, 2))("4,000 faults %s", (...form) => suite(4000, reports, form));
describe.each(forms)("20,000 faults %s", (...form) => suite(20_000, repairs, form));
describe.each(forms)("40,000 faults %s", { tags: ["nightly"] }, (...form) =>
  suite(40_000, [...reports, ...repairs], form),
);
