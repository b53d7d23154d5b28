/** Which tables a report shows: those of the latest runs of its mappings, older ones behind them, and its aggregations. */

import { freeIdentifier } from "../names.js";
import type { Store } from "../store/store.js";
import type { AggregatedTable, ExtractedTable, ReportTables } from "../tables.js";
import type { Runs } from "./runs.js";

type RunTables = ReportTables["runs"][number];

export function reportTables(store: Store, runs: Runs, reportId: string): ReportTables {
  const { mappings, aggregations, tableSets } = store.reports.value;
  const ofMapping = new Map<string, readonly ExtractedTable[]>();
  const latest: RunTables[] = [];
  const older: RunTables[] = [];
  let taken = new Set<string>();
  for (const { mappingId } of mappings.filter((row) => row.reportId === reportId)) {
    const before = taken;
    runs.withTablesOf(mappingId).forEach(({ run, mapping }, index) => {
      // An older run keeps the names that it had as the latest: somebody may be in the middle of its pages.
      const names = new Set(before);
      const tables = mapping.tables.map((table) => {
        return { ...runs.fileOf(table), entitySet: free(table.entitySet, names) };
      });
      if (index > 0) return void older.push({ extractionId: run.id, tables });
      taken = names;
      ofMapping.set(mappingId, tables);
      latest.push({ extractionId: run.id, tables });
    });
  }
  const linked = new Set(aggregations.filter((row) => row.reportId === reportId).map((row) => row.tableSetId));
  const aggregated = tableSets
    .filter(({ id }) => linked.has(id))
    .flatMap((set): AggregatedTable[] =>
      set.tables.flatMap((table) => {
        const source = sourceOf(ofMapping.get(set.datasourceId) ?? [], table.sourceTableName);
        if (!source || table.properties.length === 0) return [];
        const entitySet = free(`${set.tableSetName}_${table.tableName}`, taken);
        const properties = table.properties.map(({ propertyName: name, sourcePropertyName: sourceName, type }) => ({
          name,
          sourceName,
          type,
        }));
        return [{ entitySet, source: source.entitySet, properties }];
      }),
    );
  const replaced = joined(older).map((entry) => ({ ...entry, isReplaced: true }));
  return { reportId, runs: [...joined(latest), ...replaced], aggregated };
}

/** One entry a run, which may have extracted several mappings. */
function joined(entries: readonly RunTables[]): RunTables[] {
  const byRun = new Map<string, ExtractedTable[]>();
  for (const { extractionId, tables } of entries)
    byRun.set(extractionId, [...(byRun.get(extractionId) ?? []), ...tables]);
  return [...byRun].map(([extractionId, tables]) => ({ extractionId, tables }));
}

/** A table is named by its group, or as the report shows it. */
const sourceOf = (tables: readonly ExtractedTable[], name: string): ExtractedTable | undefined =>
  tables.find(({ groupName }) => groupName === name) ?? tables.find(({ entitySet }) => entitySet === name);

/** Two mappings may come to the same name, in any letter case: the later table is numbered. */
const free = (name: string, taken: Set<string>): string => freeIdentifier(name, taken, (each) => each.toLowerCase());
