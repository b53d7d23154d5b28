/** What a problem is. Codes are stable; docs/diagnostics.md explains each. */
type DiagnosticCode = "json-invalid" | "mapping-shape-unknown" | "patch-invalid" | "mapping-too-large" | "mappings-several" | "diagnostics-truncated" | "field-unknown" | "field-misplaced" | "field-type" | "field-duplicate" | "field-missing" | "name-invalid" | "name-too-long" | "name-double-underscore" | "name-whitespace" | "name-shadows-default-column" | "name-shadows-constant" | "name-not-usable-in-formula" | "name-duplicate-in-group" | "query-blank" | "query-not-ecsql" | "query-invalid" | "query-parameter" | "query-not-subselectable" | "query-not-portable" | "query-limit-unordered" | "query-duplicate-column" | "query-no-ecinstanceid" | "query-no-ecclassid" | "query-newer-ecsql" | "query-not-element" | "enum-unknown" | "type-undefined" | "deprecated-number" | "quantity-not-numeric" | "quantity-unit-mismatch" | "calculated-not-double" | "ecproperties-empty" | "property-no-source" | "gm-only-field" | "v1-only-field" | "api-mixed" | "formula-empty" | "ecproperty-blank" | "wildcard-misused" | "wildcard-no-inheritance" | "wildcard-ambiguous-types" | "aspect-wildcard" | "ec-name-impossible" | "path-invalid" | "path-array-index" | "type-mismatch" | "entry-unreachable" | "metadata-key-blank" | "metadata-key-duplicate" | "groups-merged" | "merge-type-conflict" | "table-name-collision" | "mapping-no-groups" | "group-no-properties" | "extraction-disabled" | "iModel-missing" | "source-not-in-file" | "request-invalid" | "request-unknown" | "class-unknown" | "property-unknown" | "json-member-unknown" | "option-unknown" | "option-value" | "group-missing" | "group-ambiguous" | "group-unknown" | "groups-overlap" | "column-all-null" | "not-computable-offline" | "geometry-not-loaded" | "column-mostly-null" | "entry-never-used" | "lossy-conversion" | "query-zero-rows" | "query-duplicate-ids" | "row-dangling" | "row-class-unknown" | "row-unknown" | "aspect-multiple" | "binding-unknown" | "binding-invalid" | "regex-invalid" | "cancelled" | "cursor-unknown" | "call-unknown" | "call-invalid" | "argument-invalid" | "sqlite-error" | "file-empty" | "file-not-sqlite" | "file-truncated" | "file-corrupt" | "file-unwritable" | "file-unreadable" | "file-changed" | "file-log-unreadable" | "file-log-ignored" | "file-log-not-given" | "file-not-imodel" | "profile-too-old" | "profile-too-new" | "profile-unknown" | "profile-mixed" | "snapshot-closed" | "engine-closed" | "engine-unreachable" | "engine-invalid" | "engine-crashed" | "engine-restarted" | "cursor-lost" | "metadata-unavailable" | "source-unsupported" | "worker-unsupported" | "formula-invalid" | "formula-literal" | "formula-operator" | "formula-variable-unknown" | "formula-function-unknown" | "formula-arguments" | "formula-always-null" | "formula-self-reference" | "formula-cycle" | "formula-too-deep" | "formula-type-mismatch" | "formula-not-offline";

/** A mapping of Insights as one file: groups are output tables, their properties are columns. Both APIs can be written for: Reporting v1 and Grouping and Mapping. */
interface Mapping {
    $schema?: string;
    /** Name of the mapping; every table is called mapping_group. */
    mappingName: string;
    description?: string;
    /** Whether automatic extractions include the mapping. When absent: true in Reporting v1, false in Grouping and Mapping. */
    extractionEnabled?: boolean;
    /** Grouping and Mapping: the iModel to create the mapping for. */
    iModelId?: string;
    /** Grouping and Mapping: create as a copy of this mapping. */
    sourceMappingId?: string;
    groups: Group[];
    id?: unknown;
    createdOn?: unknown;
    createdBy?: unknown;
    modifiedOn?: unknown;
    modifiedBy?: unknown;
    _links?: unknown;
}
/** One output table: a query and its columns. Groups of one name share a table. */
interface Group {
    groupName: string;
    description?: string;
    /** An ECSQL SELECT with the columns ECInstanceId and ECClassId; in Reporting v1 also a class name like BisCore:Element. */
    query: string;
    /** Grouping and Mapping: free key and value pairs; keys are unique. */
    metadata?: GroupMetadata[];
    /** Grouping and Mapping: create with the properties of this group. */
    source?: {
        mappingId?: string;
        groupId?: string;
    } | null;
    properties?: GroupProperty[];
    calculatedProperties?: CalculatedProperty[];
    customCalculations?: CustomCalculation[];
    id?: unknown;
    createdOn?: unknown;
    createdBy?: unknown;
    modifiedOn?: unknown;
    modifiedBy?: unknown;
    _links?: unknown;
}
interface GroupMetadata {
    key: string;
    value?: string | null;
}
/** One column. Its value is the first one that its sources give: ecProperties in their order, then calculatedPropertyType, then formula. */
interface GroupProperty {
    propertyName: string;
    dataType: DataType;
    quantityType?: QuantityType | null;
    /** Where the value is read, in order of priority. */
    ecProperties?: ECProperty[];
    calculatedPropertyType?: CalculatedPropertyType | null;
    /** An expression over other columns of the group. */
    formula?: string | null;
    id?: unknown;
    createdOn?: unknown;
    createdBy?: unknown;
    modifiedOn?: unknown;
    modifiedBy?: unknown;
    _links?: unknown;
}
/** Reporting v1: a measure of the element's geometry. */
interface CalculatedProperty {
    propertyName: string;
    type: CalculatedPropertyType | null;
    quantityType?: QuantityType | null;
    id?: unknown;
    _links?: unknown;
}
/** Reporting v1: a formula over other columns of the group. */
interface CustomCalculation {
    propertyName: string;
    formula: string;
    quantityType?: QuantityType | null;
    dataType?: DataType;
    id?: unknown;
    _links?: unknown;
}
interface ECProperty {
    /** Name of the schema; * stands for any. */
    ecSchemaName: string;
    /** Name of the class; * stands for any. */
    ecClassName: string;
    /** A property, or a path through navigation properties, structs and JSON: Category.CodeValue */
    ecPropertyName: string;
    ecPropertyType?: ECPropertyType;
}
/** Type of the column. Number (the same as Double) and Undefined exist only in Reporting v1. */
type DataType = "Boolean" | "Integer" | "Double" | "String" | "Number" | "Undefined";
/** Reporting v1: the type the value is read as. */
type ECPropertyType = "Boolean" | "Integer" | "Double" | "String" | "Number";
/** What the number measures. Undefined exists only in Reporting v1. */
type QuantityType = "Area" | "Distance" | "Force" | "Mass" | "Monetary" | "Time" | "Volume" | "Undefined";
/** A measure of the element's geometry. Undefined exists only in Reporting v1 and calculates nothing. */
type CalculatedPropertyType = "Volume" | "Length" | "Area" | "BoundingBoxLongestEdgeLength" | "BoundingBoxIntermediateEdgeLength" | "BoundingBoxShortestEdgeLength" | "BoundingBoxDiagonalLength" | "BoundingBoxLongestFaceDiagonalLength" | "BoundingBoxIntermediateFaceDiagonalLength" | "BoundingBoxShortestFaceDiagonalLength" | "Undefined";

/**
 * The platform's own types, where the project knows them; else what is needed of them. So the declarations ask neither for the DOM
 * library nor for Node's types.
 */
type Of<Name extends string, Otherwise> = typeof globalThis extends {
    [Key in Name]: {
        prototype: infer Instance;
    };
} ? Instance : Otherwise;
type PlatformAbortSignal = Of<"AbortSignal", {
    readonly aborted: boolean;
    readonly reason: unknown;
    addEventListener(type: "abort", listener: () => void, options?: {
        once?: boolean;
    }): void;
    removeEventListener(type: "abort", listener: () => void): void;
}>;

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
    /** With the option `edits` of `validate`: what the patch changes in the text, in order of place. */
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
type Parts = {
    properties?: GroupProperty[];
    groupProperties?: GroupProperty[];
    calculatedProperties?: CalculatedProperty[];
    customCalculations?: CustomCalculation[];
};
/** A group as the API answers it, alone or with the answers about its columns beside it. */
type GroupAnswer = {
    group: Group;
} & Parts;
/**
 * Saved answers of the mapping API that hold a query, as they came or put together, and a column with the query to try it on. Other
 * answers are read as text.
 */
type MappingAnswer = {
    mapping: Omit<Mapping, "groups"> & {
        groups?: Group[];
    };
    groups?: (Group | GroupAnswer)[];
} | {
    mappings: Mapping[];
} | {
    groups: (Group | GroupAnswer)[];
} | GroupAnswer | (GroupProperty & {
    query: string;
});
/**
 * As it is handed over: what is written `as const` is fine, and so is any text for a word of a list (an enum of another package, a
 * string); `validate` tells the wrong ones.
 */
type Given<T> = T extends string ? T | (string & {}) : T extends object ? {
    readonly [Key in keyof T]: Given<T[Key]>;
} : T;
/**
 * A mapping: premap's own file ({@link Mapping}), a saved answer of the mapping API, or one group. An object, or JSON text (then
 * diagnostics tell line and column of the text as it stands). Bytes are not text: decode them first.
 */
type MappingInput = string | Given<Mapping | MappingAnswer | Group>;
/** Which API a mapping is for: Reporting v1, or Grouping and Mapping. */
type MappingApi = "reporting" | "groupingAndMapping";
/** As every `api` option takes it: by name, or short. */
type MappingApiName = MappingApi | "v1" | "gm";
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

type HttpMethod = "POST" | "PUT" | "PATCH" | "DELETE";
/** One call of the API. */
interface PlannedRequest {
    method: HttpMethod;
    /**
     * Path below the API's root. What is not known before the push stands in braces: `{iModelId}`, and the ids that answers of
     * earlier requests give, `{mappingId}` and `{groupId1}`.
     */
    path: string;
    /** JSON body, with the same placeholders as whole values; absent for DELETE. */
    body?: Readonly<Record<string, unknown>>;
    /** What it does: "Create column Mark in Beams". */
    what: string;
    /** JSON pointer into the edited mapping of the part that it brings; absent for DELETE. */
    pointer?: string;
    /** The placeholder that takes the id in the answer, and where that id is: `mapping.id`. */
    gives?: {
        placeholder: string;
        member: string;
    };
}
/** Something that keeps the plan from being sent as it is. */
interface PlanObstacle {
    message: string;
    /** JSON pointer into the edited mapping; empty when it is about the live one. */
    pointer: string;
}
interface FieldChange {
    field: string;
    /** Absent: not set. */
    before?: unknown;
    after?: unknown;
}
/** How a mapping, a group or a column differs between two mappings. */
interface MappingChange {
    kind: "added" | "removed" | "changed";
    what: "mapping" | "group" | "column";
    /** `["Structure"]`, `["Beams"]`, `["Beams", "Mark"]`: the names after the change, or before it when removed. */
    names: string[];
    /** JSON pointer into the edited mapping; absent when removed. */
    pointer?: string;
    /** Its id in the saved answer; when added, the one the edited mapping has for it. */
    id?: string;
    /** Of a column: its group's id in the saved answer. */
    groupId?: string;
    /** What is different; all fields that are set when it was added or removed. */
    fields: FieldChange[];
}
interface PushPlan {
    api: MappingApi;
    /** `create`: nothing is there yet; `update`: a live mapping becomes the edited one. */
    kind: "create" | "update";
    mappingName: string;
    /** In the order in which they have to be sent: one at a time, each after the one before has succeeded. */
    requests: PlannedRequest[];
    /** For an update: how the edited mapping differs from the live one. */
    changes: MappingChange[];
    /** When there are any, the plan must not be sent. */
    obstacles: PlanObstacle[];
    /** What was decided on the way: defaults filled in, fields this API does not have. */
    notes: string[];
}

/** As the platform's `fetch`, as far as it is needed. */
type PushFetch = (address: string, request: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    signal: PlatformAbortSignal;
    redirect: "error";
}) => Promise<{
    status: number;
    headers: {
        get(name: string): string | null;
    };
    text(): Promise<string>;
}>;
/** A token, with or without `Bearer `; or who gives one, asked again with true when the API has refused the last. */
type TokenSource = string | ((isRefused: boolean) => string | Promise<string>);
interface ApiOptions {
    iModelId: string;
    token: TokenSource;
    /** Default: Grouping and Mapping. */
    api?: MappingApiName;
    /** Default: `https://api.bentley.com`. */
    root?: string;
    fetch?: PushFetch;
    /** Requests a minute, default 400: the lowest tier has 500. */
    rate?: number;
    /** Milliseconds before the first repetition, doubled for each further one up to thirty times as many. Default 2000. */
    pause?: number;
    /** Milliseconds an answer may take. Default 60000. */
    timeout?: number;
    /** How often in a row no usable answer is put up with; being told to wait (429) does not count. Default 8. */
    patience?: number;
    signal?: PlatformAbortSignal;
    /** What the client waits for, and what it is not sure of. */
    onEvent?: (event: ClientEvent) => void;
}
/** Reads mappings and checks them. Default: an engine in this thread, started when it is first needed. */
interface MappingReader {
    outline(mapping: MappingInput): MappingOutline | Promise<MappingOutline>;
    validate(mapping: MappingInput, options: {
        api: MappingApi;
    }): ValidationReport | Promise<ValidationReport>;
}
interface PushOptions extends Omit<ApiOptions, "onEvent"> {
    /** Which mapping to change. Default: the one of that name; when there is none, a new one. */
    mappingId?: string;
    /** What was pulled when the editing began, with ids: a change of somebody else since then is then seen. */
    base?: MappingInput;
    /** Write over what somebody else has changed. */
    force?: boolean;
    /** Ends with the plan. */
    dryRun?: boolean;
    /** Asked before anything is sent. */
    confirm?: (planned: PlannedEvent) => boolean | Promise<boolean>;
    /** Where each step is noted before and after it. */
    journal?: PushJournal;
    /** The entries of a push that did not get to its end. */
    resume?: readonly JournalEntry[];
    engine?: MappingReader;
}
interface UndoOptions extends Omit<ApiOptions, "onEvent" | "iModelId" | "api" | "root"> {
    force?: boolean;
    engine?: MappingReader;
}
/** Told while waiting, and when an answer is missing and what is live is looked at instead. */
type ClientEvent = {
    type: "waiting";
    seconds: number;
    reason: string;
} | {
    type: "unsure";
    what: string;
    reason: string;
};
/** What a push would take; `minutes` at the rate that is allowed. */
interface PlannedEvent {
    type: "planned";
    plan: PushPlan;
    /** Of the mapping that is changed; absent for a new one. */
    mappingId?: string;
    requests: number;
    minutes: number;
    /** What somebody else has changed, and this push would change back. */
    foreign: readonly MappingChange[];
}
type PushEvent = ClientEvent | {
    type: "checked";
    warnings: readonly Diagnostic[];
} | {
    type: "pulled";
    mappingId?: string;
    mappingName: string;
} | PlannedEvent
/** `isAdopted`: it was there already when it was looked for. */
 | {
    type: "sent";
    number: number;
    total: number;
    request: PlannedRequest;
    isAdopted: boolean;
}
/** The push's end: what is live is what the mapping says, unless it ended with the plan. */
 | {
    type: "done";
    isPushed: boolean;
    mappingId?: string;
    requests: number;
    live?: string;
};
type RunEvent = ClientEvent | {
    type: "started";
    id: string;
} | {
    type: "state";
    id: string;
    state: string;
    isFinal: boolean;
}
/** Of the extraction's log, ids replaced by the names of mapping and groups. */
 | {
    type: "log";
    level: string;
    category: string;
    message: string;
};
interface RunOptions extends Omit<ApiOptions, "onEvent"> {
    /** Follow it to its end; default true. */
    wait?: boolean;
    /** Milliseconds between two looks. Default 5000. */
    poll?: number;
}
interface PushJournal {
    append(entry: JournalEntry): void | Promise<void>;
}
/** A line of a journal. There is never a token or an address of a person in it. */
type JournalEntry = {
    kind: "start";
    version: 1;
    root: string;
    api: MappingApi;
    iModelId: string;
    /** The mapping as it is to be. */
    mapping: string;
    /** The mapping as it was, with ids; absent when there was none. */
    was?: string;
    mappingId?: string;
    /** Ids of the iModel's mappings at that time. */
    known: string[];
} | {
    kind: "send";
    number: number;
    method: string;
    path: string;
    hash: string;
    what: string;
} | {
    kind: "answer";
    number: number;
    status: number;
    id?: string;
    isMapping?: boolean;
} | {
    kind: "end";
};
type PushErrorCode = "changed-since" | "imodel-unknown" | "journal-other" | "mapping-gone" | "mapping-invalid" | "name-ambiguous" | "name-taken" | "option-invalid" | "part-gone" | "plan-obstacle" | "request-refused" | "right-missing" | "service-unavailable" | "token-refused" | "wrong-imodel";

interface PushErrorDetails {
    /** Of the answer. */
    status?: number;
    /** JSON pointer into the mapping of the part that it is about. */
    pointer?: string;
    diagnostics?: readonly Diagnostic[];
    /** What somebody else has changed. */
    foreign?: readonly MappingChange[];
}
/** Why a pull, a push or an undo did not get to its end. No token is ever in it. */
declare class PushError extends Error {
    readonly code: PushErrorCode;
    readonly name = "PushError";
    readonly status?: number;
    readonly pointer?: string;
    readonly diagnostics: readonly Diagnostic[];
    readonly foreign: readonly MappingChange[];
    constructor(code: PushErrorCode, message: string, { status, pointer, diagnostics, foreign }?: PushErrorDetails);
}

/** A mapping that is listed. */
interface ListedMapping {
    id: string;
    name: string;
}

/** Entries of a journal's text; a last line that was cut off when its writer was killed is left out. */
declare function journalEntries(text: string): JournalEntry[];

/** A mapping that is live, as a file. */
interface PulledMapping {
    id: string;
    name: string;
    /** premap's mapping file, without ids. */
    text: string;
    /** The same with ids: the base of what is edited, and what `planPush` takes as `live`. */
    base: string;
}
/** The mappings of an iModel. Errors: PushError. */
declare function listMappings(options: ApiOptions): Promise<ListedMapping[]>;
/** One live mapping. Errors: PushError `mapping-gone`, `wrong-imodel`, and those of every request. */
declare function pullMapping(id: string, options: ApiOptions): Promise<PulledMapping>;
/**
 * How `after` differs from `before`, in the words of a plan. What is equal in meaning is no difference: the order of keys,
 * defaults that are spelled out, letter case where the API does not look at it. Errors: EngineError for what is no mapping.
 */
declare function diffMappings(before: MappingInput, after: MappingInput, options?: {
    api?: MappingApiName;
    engine?: MappingReader;
}): Promise<MappingChange[]>;
/**
 * Brings a mapping to the API, step by step as it is iterated. The mapping is validated, what is live pulled and a plan made; then
 * its requests are sent one at a time, and what is live is pulled again: it ends when nothing differs. Pushed twice nothing is
 * sent the second time. Who stops iterating stops the push; the journal's entries resume it, or take it back.
 *
 * Errors: PushError.
 */
declare function pushMapping(mapping: MappingInput, options: PushOptions): AsyncIterable<PushEvent>;
/**
 * Takes back what a push has done, as far as it got: what it has made is deleted, what it has changed is as it was. Parts that it
 * has deleted come back with new ids, at the end of their list. Errors: PushError.
 */
declare function undoPush(entries: readonly JournalEntry[], options: UndoOptions): AsyncIterable<PushEvent>;
/** Puts a mapping into a report, named by its name or id; true when it was not in it before. Errors: PushError. */
declare function assignToReport(mappingId: string, report: string, options: ApiOptions): Promise<boolean>;
/** Runs the extraction of one mapping and follows it to its end, then tells its log. Errors: PushError. */
declare function runExtraction(mappingId: string, options: RunOptions): AsyncIterable<RunEvent>;

export { PushError, assignToReport, diffMappings, journalEntries, listMappings, pullMapping, pushMapping, runExtraction, undoPush };
export type { ApiOptions, ClientEvent, Diagnostic, JournalEntry, ListedMapping, MappingApi, MappingApiName, MappingChange, MappingInput, MappingReader, PlannedEvent, PlannedRequest, PulledMapping, PushErrorCode, PushErrorDetails, PushEvent, PushFetch, PushJournal, PushOptions, PushPlan, RunEvent, RunOptions, TokenSource, UndoOptions };
