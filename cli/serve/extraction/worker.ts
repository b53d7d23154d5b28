/** The thread of a run: one engine, which writes one table after the other. */

import { parentPort, workerData } from "node:worker_threads";
import { createEngine, type Diagnostic, type ExtractedTableFile, EngineError, type Snapshot } from "premap";
import { freeIdentifier } from "../names.js";
import type { ExtractedTable, RunEvent, TableColumn } from "../tables.js";
import type { ExtractionJob, FromExtraction } from "./job.js";
import { type PlannedTable, plannedTables } from "./table_plan.js";

const job = workerData as ExtractionJob;
const post = (told: FromExtraction): void => parentPort?.postMessage(told);

/** Logs are read through the network: they name no place of this machine. */
function withoutPaths(text: string, table?: PlannedTable): string {
  const named = table ? text.replaceAll(table.file, table.entitySet) : text;
  return named.replaceAll(job.folder, "the run's folder").replaceAll(job.snapshot, "the snapshot");
}

const tell = (event: RunEvent): void => post({ event });

async function run(): Promise<ExtractedTable[]> {
  const engine = await createEngine({ worker: false });
  try {
    const snapshot = await engine.open(job.snapshot);
    const planned = plannedTables(job.mapping, job.groupIds, job.folder);
    if (planned.length === 0)
      tell({
        level: "Warning",
        category: "GroupQuery",
        message: "The mapping has no groups: there is nothing to extract.",
      });
    const tables: ExtractedTable[] = [];
    for (const table of planned) {
      const made = await extract(snapshot, table);
      if (made) tables.push(made);
    }
    return tables;
  } finally {
    engine.close();
  }
}

async function extract(snapshot: Snapshot, table: PlannedTable): Promise<ExtractedTable | undefined> {
  const { groupName, groupIds, file, entitySet } = table;
  const groupId = groupIds[0] as string;
  const told = (event: Omit<RunEvent, "groupId">) => {
    for (const id of groupIds) tell({ ...event, groupId: id });
  };
  told({ level: "Information", category: "GroupQuery", message: `The group ${groupName} is read.` });
  let isRunning = false;
  try {
    const made = await snapshot.extractTable(job.mapping, {
      group: groupName,
      file,
      ...(job.ecInstanceIds ? { options: { ecInstanceIds: job.ecInstanceIds } } : {}),
      onProgress: ({ rows, rowCount }) => {
        isRunning = true;
        post({ progress: { groupId, rows, rowCount: rowCount ?? rows } });
      },
    });
    translated(made.diagnostics, told);
    told({
      level: "Information",
      category: "QueryExecution",
      message: `The group ${groupName} gave ${made.rowCount} rows.`,
    });
    return {
      groupId,
      groupName,
      entitySet,
      file,
      ...columnsOf(made, entitySet),
      rowCount: made.rowCount,
      isKeyed: made.isKeyed,
    };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const isOfRows = isRunning || error.code.startsWith("file-");
    told({
      level: "Error",
      category: isOfRows ? "QueryExecution" : "QueryTranslation",
      message: withoutPaths(error.message, table),
      diagnostics: error.diagnostics.map((each) => ({ ...each, message: withoutPaths(each.message, table) })),
    });
    return undefined;
  }
}

/** What the plan had to say of it. */
function translated(diagnostics: readonly Diagnostic[], told: (event: Omit<RunEvent, "groupId">) => void): void {
  const category = "QueryTranslation";
  const isFaulty = diagnostics.some(({ severity }) => severity === "error");
  const [first] = diagnostics;
  if (!first) return told({ level: "Information", category, message: "The group's query and columns are understood." });
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  told({ level: isFaulty ? "Error" : "Warning", category, message: `${first.message}${more}`, diagnostics });
}

function columnsOf({ columns }: ExtractedTableFile, entitySet: string): { columns: TableColumn[] } {
  const taken = new Set([entitySet]); // a property is not called as its type
  return {
    columns: columns.map(({ name, dataType }) => {
      const own = freeIdentifier(name, taken);
      const isKnown = dataType === "Boolean" || dataType === "Integer" || dataType === "Double";
      return { name: own, type: isKnown ? dataType : "String", ...(own === name ? {} : { displayName: name }) };
    }),
  };
}

try {
  post({ tables: await run() });
} catch (error) {
  post({ failure: withoutPaths(error instanceof Error ? error.message : String(error)) });
}
