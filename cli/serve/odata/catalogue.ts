/** The entity sets of a report: the tables of its latest runs and the aggregations over them, by names that are theirs alone. */

import { freeIdentifier } from "../names.js";
import type { ExtractedTable, ReportTables } from "../tables.js";
import { ODataError } from "./errors.js";
import { aggregatedSource, type Source, tableSource } from "./source.js";

/** What stands in the live service for its region. */
export const region = "LOCAL";

export interface EntitySet {
  name: string;
  /** The run that wrote its rows. */
  extractionId: string;
  /** As its users call it. */
  displayName: string;
  source: Source;
}

export class Catalogue {
  readonly sets: readonly EntitySet[];

  constructor(private readonly report: ReportTables) {
    this.sets = [...currentSets(report)];
  }

  /** By its name alone: of the latest run. */
  byName(name: string): EntitySet {
    return this.sets.find((set) => set.name === name) ?? notFound(name);
  }

  /** By the live service's three segments; a run that was replaced is still found. */
  byRun(extractionId: string, name: string): EntitySet {
    const current = this.sets.find((set) => set.extractionId === extractionId && set.name === name);
    if (current) return current;
    for (const run of this.report.runs) {
      if (run.extractionId !== extractionId) continue;
      const table = run.tables.find(({ entitySet }) => entitySet === name);
      if (table) return setOf(table, name, extractionId);
      const view = this.report.aggregated.find(({ entitySet }) => entitySet === name);
      const from = view && run.tables.find(({ entitySet }) => entitySet === view.source);
      const source = view && from && aggregatedSource(view, from);
      if (source) return { name, extractionId, displayName: name, source };
    }
    return notFound(name);
  }
}

function notFound(name: string): never {
  throw new ODataError(404, "EntityNotFound", `There is no entity set ${JSON.stringify(name)} in this report.`);
}

const setOf = (table: ExtractedTable, name: string, extractionId: string): EntitySet => ({
  name,
  extractionId,
  displayName: table.groupName,
  source: tableSource(table),
});

function* currentSets(report: ReportTables): Iterable<EntitySet> {
  const names = new Set<string>();
  const groups = new Set<string>();
  const bySourceName = new Map<string, { table: ExtractedTable; extractionId: string }>();
  for (const { extractionId, tables, isReplaced } of report.runs) {
    if (isReplaced) continue;
    for (const table of tables) {
      if (groups.has(table.groupId)) continue; // a later run has it
      groups.add(table.groupId);
      if (!bySourceName.has(table.entitySet)) bySourceName.set(table.entitySet, { table, extractionId });
      yield setOf(table, freeIdentifier(table.entitySet, names), extractionId);
    }
  }
  for (const view of report.aggregated) {
    const from = bySourceName.get(view.source);
    const source = from && aggregatedSource(view, from.table);
    if (!source) continue; // what it reads was not extracted, or has no such column any more
    yield {
      name: freeIdentifier(view.entitySet, names),
      extractionId: from.extractionId,
      displayName: view.entitySet,
      source,
    };
  }
}
