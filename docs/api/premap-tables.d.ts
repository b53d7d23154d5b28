/** What a problem is. Codes are stable; docs/diagnostics.md explains each. */
type DiagnosticCode = "json-invalid" | "mapping-shape-unknown" | "patch-invalid" | "mapping-too-large" | "mappings-several" | "diagnostics-truncated" | "field-unknown" | "field-misplaced" | "field-type" | "field-duplicate" | "field-missing" | "name-invalid" | "name-too-long" | "name-double-underscore" | "name-whitespace" | "name-shadows-default-column" | "name-shadows-constant" | "name-not-usable-in-formula" | "name-duplicate-in-group" | "query-blank" | "query-not-ecsql" | "query-invalid" | "query-parameter" | "query-not-subselectable" | "query-not-portable" | "query-limit-unordered" | "query-dialect" | "query-duplicate-column" | "query-no-ecinstanceid" | "query-no-ecclassid" | "query-newer-ecsql" | "query-not-element" | "enum-unknown" | "type-undefined" | "deprecated-number" | "quantity-not-numeric" | "quantity-unit-mismatch" | "calculated-not-double" | "ecproperties-empty" | "property-no-source" | "gm-only-field" | "v1-only-field" | "api-mixed" | "formula-empty" | "ecproperty-blank" | "wildcard-misused" | "wildcard-no-inheritance" | "wildcard-ambiguous-types" | "aspect-wildcard" | "ec-name-impossible" | "path-invalid" | "path-array-index" | "type-mismatch" | "entry-unreachable" | "metadata-key-blank" | "metadata-key-duplicate" | "groups-merged" | "merge-type-conflict" | "table-name-collision" | "mapping-no-groups" | "group-no-properties" | "extraction-disabled" | "iModel-missing" | "source-not-in-file" | "request-invalid" | "request-unknown" | "class-unknown" | "property-unknown" | "json-member-unknown" | "option-unknown" | "option-value" | "group-missing" | "group-ambiguous" | "group-unknown" | "groups-overlap" | "column-all-null" | "not-computable-offline" | "geometry-not-loaded" | "part-not-loaded" | "column-mostly-null" | "entry-never-used" | "lossy-conversion" | "query-zero-rows" | "query-duplicate-ids" | "row-dangling" | "row-class-unknown" | "row-unknown" | "aspect-multiple" | "binding-unknown" | "binding-invalid" | "regex-invalid" | "cancelled" | "cursor-unknown" | "call-unknown" | "call-invalid" | "argument-invalid" | "sqlite-error" | "file-empty" | "file-not-sqlite" | "file-truncated" | "file-corrupt" | "file-unwritable" | "file-unreadable" | "file-changed" | "file-log-unreadable" | "file-log-ignored" | "file-log-not-given" | "file-not-imodel" | "profile-too-old" | "profile-too-new" | "profile-unknown" | "profile-mixed" | "snapshot-closed" | "engine-closed" | "engine-unreachable" | "engine-invalid" | "engine-crashed" | "engine-restarted" | "cursor-lost" | "metadata-unavailable" | "source-unsupported" | "worker-unsupported" | "formula-invalid" | "formula-literal" | "formula-operator" | "formula-variable-unknown" | "formula-function-unknown" | "formula-arguments" | "formula-always-null" | "formula-self-reference" | "formula-cycle" | "formula-too-deep" | "formula-type-mismatch" | "formula-not-offline";

/// <reference lib="esnext.disposable" preserve="true" />

type Severity = "error" | "warning" | "info";
/** A place in the text the user wrote: the mapping's, or the query given to `query`. */
interface Span {
    /** UTF-8 bytes from 0, half-open. */
    begin: number;
    end: number;
    /** From 1; the column in UTF-16 units, as editors count. */
    line: number;
    column: number;
    /** The same range in UTF-16 units from 0: `text.slice(from, to)`. */
    from: number;
    to: number;
    /** For a fault inside a query or formula of a mapping: the range in that field's own text, escapes decoded. */
    inField?: {
        from: number;
        to: number;
    };
}
/** Another place or fact that explains a diagnostic. */
interface RelatedInfo {
    message: string;
    path?: string;
    span?: Span;
}
/** Puts `text` in place of a part of another text. */
interface TextEdit {
    span: Span;
    text: string;
}
/** One problem in a mapping, a query or a file. Codes are stable; docs/diagnostics.md lists them. */
interface Diagnostic {
    code: DiagnosticCode;
    severity: Severity;
    /** What is wrong, in one sentence. */
    message: string;
    /** JSON pointer into the mapping, when there is one: `/groups/0/properties/2/ecProperties/0`. */
    path?: string;
    /** Place in the mapping's text or in the query. */
    span?: Span;
    /** The API's own name for the faulty field. */
    target?: string;
    /** What to do about it. */
    hint?: string;
    /** A repair, when it is mechanical: JSON Patch (RFC 6902) text. */
    patch?: string;
    /** The patch says the same in the right words: `fix` applies it without asking. */
    isPatchSafe?: boolean;
    /**
     * In order of place. Of a query that was refused: what repairs it, where that is plain. Of a mapping, with the option `edits` of
     * `validate`: what the patch changes in the text.
     */
    edits?: TextEdit[];
    related?: RelatedInfo[];
}

/** What the package's promises reject with. Across a worker an error travels as {@link ErrorWire} and is rebuilt here. */

/** The engine refused: every problem it found is in `diagnostics`; `code` is the first one's. */
declare class EngineError extends Error {
    readonly name = "EngineError";
    readonly code: DiagnosticCode;
    readonly diagnostics: readonly Diagnostic[];
    constructor(diagnostics: readonly Diagnostic[]);
}
/** The engine itself broke (out of memory, or a fault of ours). It answers nothing any more: make a new one. */
declare class CrashedError extends Error {
    readonly name = "CrashedError";
    readonly code = "engine-crashed";
}

/**
 * premap/tables: reads the SQLite files that {@link Snapshot.extractTable} writes, by SQL, a page of JSON or CSV at a time. The
 * file is read in place; the text of a page is made inside the engine. Everything runs in this thread and at once: whoever has
 * other things to do in the meantime gives it a worker.
 *
 * ```ts
 * const reader = await startTableReader();
 * const table = reader.open("beams.sqlite");
 * const fields = [{ name: "Name", type: "String" }];
 * const page = table.rows({ sql: "SELECT rowid, Name FROM rows", fields });
 * console.log(`[${new TextDecoder().decode(page.bytes)}]`);
 * ```
 */

interface TableReaderOptions {
    /** Asked every few thousand steps of a query; true ends it with `cancelled`. */
    shouldStop?: () => boolean;
    /** The compiled engine.wasm, where several threads share it. */
    wasm?: WebAssembly.Module;
}
interface TableReader {
    /** Errors: `file-unreadable`, `file-not-sqlite` … */
    open(path: string): OpenTable;
    close(): void;
}
interface OpenTable {
    /** Errors: `sqlite-error`, `cancelled`, `file-changed`, `file-unreadable`. */
    rows(query: TableQuery): TablePage;
    /** The first column of every row, a whole number below 2^32: row numbers. */
    numbers(query: Pick<TableQuery, "sql" | "bindings">): Uint32Array<ArrayBuffer>;
    close(): void;
}
/** A value bound to `?1`, `?2` …; numbers say which kind they are. */
type TableBinding = null | string | {
    long: string;
} | {
    real: number;
};
interface TableField {
    name: string;
    type: "Boolean" | "Integer" | "Double" | "String";
}
interface TableQuery {
    /** Its first column is the number of the row, which is not shown. The file's table is `rows`. */
    sql: string;
    bindings?: readonly TableBinding[];
    /** Of the columns behind the first. */
    fields: readonly TableField[];
    /** Default `json`: objects with a comma between them. `csv`: lines, without a header. */
    format?: "json" | "csv";
    /** JSON: a null is left out. */
    omitNulls?: boolean;
    /** JSON: whole numbers as texts. */
    integersAsText?: boolean;
    /** Where the page ends; 10,000 rows, 16 MB. */
    mostRows?: number;
    mostBytes?: number;
    /** The statement is run once for each of these, bound to `?1`, and answers one row or none. */
    numbers?: readonly number[];
}
interface TablePage {
    bytes: Uint8Array<ArrayBuffer>;
    count: number;
    /** The last row's number. */
    last: number;
    hasMore: boolean;
}
declare function startTableReader({ shouldStop, wasm }?: TableReaderOptions): Promise<TableReader>;

export { CrashedError, EngineError, startTableReader };
export type { OpenTable, TableBinding, TableField, TablePage, TableQuery, TableReader, TableReaderOptions };
