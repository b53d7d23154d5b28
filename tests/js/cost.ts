/** What the engine's usual work costs in figures that are the same on every machine: see cost.test.ts. */
import { createEngine, type Snapshot, type SnapshotStats } from "premap";
import { snapshotFile } from "./support.ts";

export interface Cost {
  rows: number;
  /** SQLite statements prepared. */
  prepared: number;
  /** SQLite statements run; one that is run again counts again. */
  executed: number;
  /** Instructions of SQLite's virtual machine. */
  steps: number;
  reads: number;
  bytes: number;
  /** Mapping texts parsed. */
  parsed: number;
  /** Groups compiled. */
  compiled: number;
}

export type Costs = Record<string, Cost>;

const any = (path: string) => [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: path }];

const mapping = {
  mappingName: "Cost",
  groups: [
    {
      groupName: "Members",
      query: "SELECT ECInstanceId, ECClassId FROM bt.StructuralMember",
      properties: [
        { propertyName: "Mark", dataType: "String", ecProperties: any("Mark") },
        { propertyName: "Length", dataType: "Double", ecProperties: any("Length") },
        { propertyName: "Category", dataType: "String", ecProperties: any("Category.CodeValue") },
        { propertyName: "Model", dataType: "String", ecProperties: any("Model.ModeledElement.UserLabel") },
        {
          propertyName: "Inspected",
          dataType: "String",
          ecProperties: [{ ecSchemaName: "BuildingTest", ecClassName: "WeldInspection", ecPropertyName: "Mark" }],
        },
      ],
    },
  ],
};

/** Each works on a snapshot that was just opened, and answers a number of rows. */
const operations: Record<string, (snapshot: Snapshot) => Promise<number>> = {
  open: async (snapshot) => snapshot.info.classCount,
  "first 100 rows": async (snapshot) => (await snapshot.preview(mapping, { limit: 100 })).rowCount,
  "full preview": async (snapshot) => (await snapshot.preview(mapping, { limit: null })).rowCount,
  profile: async (snapshot) => (await snapshot.profile(mapping)).rowCount,
  validate: async (snapshot) => (await snapshot.validate(mapping)).diagnostics.length,
  query: async (snapshot) =>
    (await snapshot.query("SELECT ECInstanceId, CodeValue, Model.Id FROM bis.Element ORDER BY CodeValue").toArray())
      .length,
  "sort by one column": async (snapshot) => (await snapshot.view(mapping, { orderBy: { column: "Length" } })).rowCount,
  "filter by any column": async (snapshot) => (await snapshot.view(mapping, { filter: { text: "e" } })).rowCount,
  "a window of a view": async (snapshot) => {
    const view = await snapshot.view(mapping, { orderBy: { column: "ECInstanceId", descending: true } });
    return (await view.rows({ offset: 50, limit: 10 })).rowCount;
  },
  "group facts": async (snapshot) => (await snapshot.groupFacts(mapping)).elementCount,
};

async function costOf(snapshot: Snapshot, run: (snapshot: Snapshot) => Promise<number>, isOpen: boolean) {
  const before = await snapshot.stats();
  const rows = await run(snapshot);
  const after = await snapshot.stats();
  const spent = (key: Exclude<keyof SnapshotStats, "heapBytes">) => (isOpen ? after[key] : after[key] - before[key]);
  return {
    rows,
    prepared: spent("statementCount"),
    executed: spent("executionCount"),
    steps: spent("vmSteps"),
    reads: spent("readCount"),
    bytes: spent("bytesRead"),
    parsed: spent("mappingReads"),
    compiled: spent("compilations"),
  };
}

/** The bundled sample, opened anew for each operation. */
export async function measureCosts(): Promise<Costs> {
  const engine = await createEngine({ worker: false });
  const costs: Costs = {};
  for (const [name, run] of Object.entries(operations)) {
    const snapshot = await engine.open(snapshotFile("building.bim"));
    costs[name] = await costOf(snapshot, run, name === "open");
    snapshot.close();
  }
  engine.close();
  return costs;
}

/** 40 groups of 12 columns; the query of the one with this number is edited. */
function largeMapping(groupCount: number, edited?: number): string {
  const paths = ["Mark", "Length", "Category.CodeValue", "Model.ModeledElement.UserLabel", "UserLabel", "CodeValue"];
  const properties = Array.from({ length: 12 }, (_, at) => ({
    propertyName: `Column${at}`,
    dataType: "String",
    ecProperties: any(paths[at % paths.length] as string),
  }));
  const classes = ["bt.Beam", "bt.Column", "bt.StructuralMember", "bis.PhysicalElement"];
  const groups = Array.from({ length: groupCount }, (_, at) => ({
    groupName: `Group ${at}`,
    query: `SELECT ECInstanceId, ECClassId FROM ${classes[at % classes.length]} WHERE ECInstanceId > ${at}${at === edited ? "0" : ""}`,
    properties,
  }));
  return JSON.stringify({ mappingName: "Large", groups }, null, 2);
}

/** What a pause in typing costs: all that a page asks about a mapping, before the edit and after it. */
export async function measureKeystroke(groupCount: number): Promise<{ first: Cost; afterEdit: Cost; unchanged: Cost }> {
  const engine = await createEngine({ worker: false });
  const snapshot = await engine.open(snapshotFile("building.bim"));
  const ask = async (text: string): Promise<number> => {
    await engine.openMapping(text).outline();
    const { diagnostics } = await snapshot.validate(text);
    await snapshot.preview(text, { group: "Group 7", limit: 100 });
    await snapshot.profile(text, { group: "Group 7" });
    return diagnostics.length;
  };
  const first = await costOf(snapshot, () => ask(largeMapping(groupCount)), false);
  const afterEdit = await costOf(snapshot, () => ask(largeMapping(groupCount, 7)), false);
  const unchanged = await costOf(snapshot, () => ask(largeMapping(groupCount, 7)), false);
  snapshot.close();
  engine.close();
  return { first, afterEdit, unchanged };
}

/** The parts of `now` that differ from `baseline` beyond `tolerance`, in words. */
export function deviations(now: Costs, baseline: Costs): string[] {
  const names = new Set([...Object.keys(baseline), ...Object.keys(now)]);
  return [...names].flatMap((name) => {
    const [found, expected] = [now[name], baseline[name]];
    if (!found || !expected) return [`${name}: only ${found ? "measured" : "in the baseline"}`];
    return (Object.keys(tolerance) as (keyof Cost)[])
      .filter((key) => Math.abs(found[key] - expected[key]) > expected[key] * tolerance[key])
      .map((key) => `${name}: ${found[key]} ${key} instead of ${expected[key]}`);
  });
}

/** What may differ without a word: nothing in counts; a little where the layout of a page decides. */
const tolerance: Record<keyof Cost, number> = {
  rows: 0,
  parsed: 0,
  compiled: 0,
  prepared: 0,
  executed: 0,
  steps: 0.05,
  reads: 0.05,
  bytes: 0.05,
};
