/** 40,000 faults take seconds and little memory, wherever they stand. */
import { describe, expect, it, vi } from "vitest";
import { entry, file, premap } from "./support.ts";

vi.setConfig({ testTimeout: 600_000 });

const faults = 40_000;
const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
const column = (index: number) => ({ propertyName: `P${index}`, dataType: "string", ecProperties: [entry("Mark")] });
const count = (length: number, make: (index: number) => object) => Array.from({ length }, (_, index) => make(index));
const mappingOf = (groups: object[]) => ({ mappingName: "T", extractionEnabled: true, groups });
const groups = (size: number) =>
  mappingOf(count(faults / size, (index) => ({ groupName: `G${index}`, query, properties: count(size, column) })));
const repeated = mappingOf([
  {
    groupName: "G",
    query,
    properties: [{ ...column(0), dataType: "String", ecProperties: count(faults + 1, () => entry("Mark")) }],
  },
]);

const mappings = {
  "in groups of fifty": groups(50),
  "in one group": groups(faults),
  "each in a group": groups(1),
  "on one line": JSON.stringify(groups(50)),
  "of one list, on one line": JSON.stringify(repeated),
};

/** The processor's time and memory of a run, which do not hang on what else the machine does. */
function measured(args: string[]) {
  const report =
    'process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write("\\nUSED "+(u.userCPUTime+u.systemCPUTime)/1e6+" "+u.maxRSS)})';
  const answer = premap(args, { node: ["--import", `data:text/javascript,${encodeURIComponent(report)}`] });
  const [, seconds, kilobytes] = /USED (\S+) (\d+)/.exec(answer.stderr) ?? [];
  return { ...answer, seconds: Number(seconds), megabytes: Number(kilobytes) / 1024 };
}

describe.each(Object.entries(mappings))("40,000 faults %s", (name, content) => {
  const at = file(`many ${name}.json`, content);

  it.each([[[]], [["--format", "json"]], [["--format", "sarif"]], [["--format", "junit"]], [["--fix", "--dry-run"]]])(
    "%j",
    (options) => {
      const { status, stdout, stderr, seconds, megabytes } = measured(["validate", at, ...options]);
      expect(status).toBe(name.includes("list") || options.includes("--fix") ? 0 : 1);
      expect(stdout.length).toBeGreaterThan(1_000_000);
      if (options.includes("--fix")) expect(stderr).toContain(`${faults} repairs`);
      expect(seconds).toBeLessThan(10);
      expect(megabytes).toBeLessThan(300);
    },
  );
});
