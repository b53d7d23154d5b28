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
/** What a text holds of a mapping, whatever its shape: premap's own file, saved answers of both APIs, a group or a column alone. */
interface MappingOutline {
    /** The API it is written for, or the one asked for. */
    api: MappingApi;
    /** The first thing in the text that tells the API; absent when it could be either, or the API was asked for. */
    apiSign?: {
        what: string;
        pointer: string;
    };
    /** How many mappings the text holds; the outline is of the first. */
    mappingCount: number;
    /** Empty when it has none, as all names are. */
    name: string;
    description?: string;
    extractionEnabled?: boolean;
    /** Of a saved answer, here and below. */
    id?: string;
    /** JSON pointer of the object, here and below; `""`: the whole text. */
    pointer: string;
    span: Span;
    /** Of the list that a new group goes to, which may not be there yet; absent when there is no place for one. */
    groupsPointer?: string;
    groups: GroupOutline[];
}
interface GroupOutline {
    name: string;
    query: string;
    description?: string;
    metadata?: {
        key: string;
        value?: string;
    }[];
    id?: string;
    pointer: string;
    span: Span;
    /** Of the list that a new column goes to, which may not be there yet; absent when there is no place for one. */
    columnsPointer?: string;
    columns: ColumnOutline[];
}
interface ColumnOutline {
    name: string;
    /** Its first source; a placeholder has none. */
    kind: "mapped" | "calculated" | "formula" | "placeholder";
    /** Of which resource of Reporting v1 it is, when the text says so. */
    resource: "properties" | "calculatedProperties" | "customCalculations";
    /** Words as they are written, right or wrong. */
    dataType?: string;
    quantityType?: string;
    calculatedPropertyType?: string;
    formula?: string;
    /** Names in the formula that may be columns', with their place in it (UTF-16 units); letter case does not count. */
    names?: {
        name: string;
        from: number;
        to: number;
    }[];
    id?: string;
    pointer: string;
    span: Span;
    /** In order of priority. */
    entries: EntryOutline[];
}
interface EntryOutline {
    schema: string;
    class: string;
    property: string;
    /** The `ecPropertyType`. */
    type?: string;
    pointer: string;
    span: Span;
}
/** Which API a mapping is for: Reporting v1, or Grouping and Mapping. */
type MappingApi = "reporting" | "groupingAndMapping";
interface ValidationReport {
    /** No errors (there may be warnings). */
    ok: boolean;
    /** By whose rules the (first) mapping was judged; absent when there is none. */
    api?: MappingApi;
    diagnostics: Diagnostic[];
    counts: {
        error: number;
        warning: number;
        info: number;
    };
}

/** What a report is made of: every mapping with every snapshot it was checked against, those that could not be read included. */

/** The text of a mapping, as it was checked. */
interface ReportSource {
    readonly text: string;
    /** Bytes of the file before its text; undefined where the file is no UTF-8, and no bytes are told. */
    readonly offset: number | undefined;
}
/** One mapping, checked once: alone, or against one snapshot. */
interface Run {
    /** Name of the mapping's file. */
    file: string;
    snapshot?: string;
    /** Undefined where the mapping could not be read. */
    source?: ReportSource;
    /** What it holds, for names of groups and columns. */
    outline?: MappingOutline;
    report: ValidationReport;
    /** The mapping, or the snapshot, could not be read; the report says why. */
    isUnread: boolean;
}
interface Results {
    runs: Run[];
    /** Of warnings; Infinity when not given. */
    maxWarnings: number;
}
type Counts = ValidationReport["counts"];
declare function total(runs: readonly Run[]): Counts;
/** What is wrong with the warnings as a whole. */
declare function tooManyWarnings({ runs, maxWarnings }: Results): string | undefined;
/** The report of an input that could not be read. */
declare function unread(diagnostics: readonly Diagnostic[]): ValidationReport;
declare const titleOf: ({ file, snapshot }: Run) => string;

/** A line for each finding, for a spreadsheet: what, where in the mapping's own words, and what to do. */

declare function csv({ runs }: Results): Generator<string>;

/** The report as JSON, written piece by piece: a list of ten thousand faults is never one string. */

/** All runs in one object, written run by run. */
declare function json(results: Results): Generator<string>;

/** JUnit XML: a suite for each run; a test for each finding, or one that passes where there is none. */

declare function junit(results: Results): Generator<string>;

/** SARIF 2.1.0: rules with their texts, results with their repairs. */

/** What there is to say of a code, whatever the case. */
interface CatalogueEntry {
    code: string;
    severity: Severity;
    what: string;
    why: string;
    fix: string;
}
interface SarifOptions {
    /** Of premap. */
    version: string;
    exitCode: number;
    /** By code. */
    catalogue: ReadonlyMap<string, CatalogueEntry>;
    /** The address of a file by its name; relative ones when left out. */
    uriOf?: (file: string) => string;
}
declare function sarif(results: Results, options: SarifOptions): Generator<string>;
/** Relative, so that the report holds wherever the files are. */
declare const relativeUri: (file: string) => string;

/** JSON that is safe to look at on a terminal. */
/** The same JSON with what steers a terminal spelt out: JSON itself escapes only what is below U+0020. */
declare function jsonShown(text: string): string;

export { csv, json, jsonShown, junit, relativeUri, sarif, titleOf, tooManyWarnings, total, unread };
export type { CatalogueEntry, Counts, ReportSource, Results, Run, SarifOptions };
