/**
 * What the service's two halves know of each other: the store of mappings, reports and runs above, tables of rows below.
 *
 * A run writes one table a group (`ExtractTables`); a report shows the tables of the latest runs of its mappings (`ReportTables`);
 * the OData endpoint answers requests about a report (`AnswerOData`). Neither half looks into the other's files.
 */

import type { Diagnostic } from "premap";

/** A table as a run wrote it. `file` is inside the run's own folder and holds exactly this table. */
export interface ExtractedTable {
  readonly groupId: string;
  readonly groupName: string;
  /** `{mapping}_{group}`, cleaned as the contract's 8.2 tells; two equal names get `_2`. */
  readonly entitySet: string;
  readonly file: string;
  readonly columns: readonly TableColumn[];
  readonly rowCount: number;
  /** ECInstanceId is unique and never null in it, so it may be the entity type's key. */
  readonly isKeyed: boolean;
}

export interface TableColumn {
  readonly name: string;
  /** The API's data type of the column; the five default columns are String. */
  readonly type: "Boolean" | "Integer" | "Double" | "String";
  /** As the group names it, where CSDL wants another name. */
  readonly displayName?: string;
}

/** What a run tells while it goes, in the contract's words for a log (1.11). */
export interface RunEvent {
  readonly level: "Information" | "Warning" | "Error";
  readonly category: "GroupQuery" | "QueryTranslation" | "QueryExecution" | "StateChange" | "Unknown";
  readonly groupId?: string;
  readonly message: string;
  readonly diagnostics?: readonly Diagnostic[];
}

export interface ExtractRequest {
  /** The snapshot's path. */
  readonly snapshot: string;
  /** premap's mapping text; `groupIds` beside it, in its order. */
  readonly mapping: string;
  readonly groupIds: readonly string[];
  /** Only these elements; undefined: all. */
  readonly ecInstanceIds?: readonly string[];
  /** An existing, empty folder for the tables; undefined: keep them in memory. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  readonly onProgress?: (done: { groupId: string; rows: number; rowCount: number }) => void;
}

/** Group by group; one that fails is told by an Error event and has no table. */
export type ExtractTables = (request: ExtractRequest) => Promise<readonly ExtractedTable[]>;

/** A view over extracted tables: one aggregation table of a report. */
export interface AggregatedTable {
  readonly entitySet: string;
  /** The entity set it reads. */
  readonly source: string;
  readonly properties: readonly {
    readonly name: string;
    readonly sourceName: string;
    readonly type: "GroupBy" | "Count" | "Sum" | "Average" | "Minimum" | "Maximum" | string;
  }[];
}

export interface ReportTables {
  readonly reportId: string;
  /** By the run that wrote them; the latest run of each mapping first. Older runs stay readable while somebody pages them. */
  readonly runs: readonly {
    readonly extractionId: string;
    readonly tables: readonly ExtractedTable[];
    /** Later runs have these tables: they are readable by the run's id, and not listed. A run may be given in two parts. */
    readonly isReplaced?: boolean;
  }[];
  readonly aggregated: readonly AggregatedTable[];
}

export interface ODataRequest {
  readonly method: string;
  /** What follows `R/odata/{reportId}` in the path, still encoded, without a leading slash. */
  readonly path: string;
  /** The query as it was sent, without the question mark. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The report's address as the caller reached it: `http://127.0.0.1:8080/insights/reporting/odata/{reportId}`. */
  readonly root: string;
  readonly signal: AbortSignal;
}

export interface ODataAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Pieces as they come, already in the content encoding that the headers name. */
  readonly body: AsyncIterable<Uint8Array> | Uint8Array;
}

export type AnswerOData = (report: ReportTables, request: ODataRequest) => Promise<ODataAnswer>;

/** A table's rows as CSV in the order of its columns, without a header: a partition of the CDM. */
export type ReadPartition = (table: ExtractedTable, signal: AbortSignal) => AsyncIterable<Uint8Array>;
