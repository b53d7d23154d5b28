/** What a problem is. Codes are stable; docs/diagnostics.md explains each. */
type DiagnosticCode = "json-invalid" | "mapping-shape-unknown" | "patch-invalid" | "mapping-too-large" | "mappings-several" | "diagnostics-truncated" | "field-unknown" | "field-misplaced" | "field-type" | "field-duplicate" | "field-missing" | "name-invalid" | "name-too-long" | "name-double-underscore" | "name-whitespace" | "name-shadows-default-column" | "name-shadows-constant" | "name-not-usable-in-formula" | "name-duplicate-in-group" | "query-blank" | "query-not-ecsql" | "query-invalid" | "query-parameter" | "query-not-subselectable" | "query-not-portable" | "query-limit-unordered" | "query-dialect" | "query-duplicate-column" | "query-no-ecinstanceid" | "query-no-ecclassid" | "query-newer-ecsql" | "query-not-element" | "enum-unknown" | "type-undefined" | "deprecated-number" | "quantity-not-numeric" | "quantity-unit-mismatch" | "calculated-not-double" | "ecproperties-empty" | "property-no-source" | "gm-only-field" | "v1-only-field" | "api-mixed" | "formula-empty" | "ecproperty-blank" | "wildcard-misused" | "wildcard-no-inheritance" | "wildcard-ambiguous-types" | "aspect-wildcard" | "ec-name-impossible" | "path-invalid" | "path-array-index" | "type-mismatch" | "entry-unreachable" | "metadata-key-blank" | "metadata-key-duplicate" | "groups-merged" | "merge-type-conflict" | "table-name-collision" | "mapping-no-groups" | "group-no-properties" | "extraction-disabled" | "iModel-missing" | "source-not-in-file" | "request-invalid" | "request-unknown" | "class-unknown" | "property-unknown" | "json-member-unknown" | "option-unknown" | "option-value" | "group-missing" | "group-ambiguous" | "group-unknown" | "groups-overlap" | "column-all-null" | "not-computable-offline" | "geometry-not-loaded" | "part-not-loaded" | "column-mostly-null" | "entry-never-used" | "lossy-conversion" | "query-zero-rows" | "query-duplicate-ids" | "row-dangling" | "row-class-unknown" | "row-unknown" | "aspect-multiple" | "binding-unknown" | "binding-invalid" | "regex-invalid" | "cancelled" | "cursor-unknown" | "call-unknown" | "call-invalid" | "argument-invalid" | "sqlite-error" | "file-empty" | "file-not-sqlite" | "file-truncated" | "file-corrupt" | "file-unwritable" | "file-unreadable" | "file-changed" | "file-log-unreadable" | "file-log-ignored" | "file-log-not-given" | "file-not-imodel" | "profile-too-old" | "profile-too-new" | "profile-unknown" | "profile-mixed" | "snapshot-closed" | "engine-closed" | "engine-unreachable" | "engine-invalid" | "engine-crashed" | "engine-restarted" | "cursor-lost" | "metadata-unavailable" | "source-unsupported" | "worker-unsupported" | "formula-invalid" | "formula-literal" | "formula-operator" | "formula-variable-unknown" | "formula-function-unknown" | "formula-arguments" | "formula-always-null" | "formula-self-reference" | "formula-cycle" | "formula-too-deep" | "formula-type-mismatch" | "formula-not-offline";

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
interface PlanOptions {
    /** Which API the requests are for. Default: the generation the mapping itself speaks, else Grouping and Mapping. */
    api?: MappingApiName;
    /** A saved answer of the API with ids: the plan then changes that mapping instead of making a new one. */
    live?: MappingInput;
}

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
type PlatformBlob = Of<"Blob", {
    readonly size: number;
    arrayBuffer(): Promise<ArrayBuffer>;
    slice(start?: number, end?: number): unknown;
}>;
type PlatformResponse = Of<"Response", {
    readonly ok: boolean;
    readonly status: number;
    readonly url: string;
    arrayBuffer(): Promise<ArrayBuffer>;
}>;
type PlatformURL = Of<"URL", {
    readonly href: string;
    readonly protocol: string;
}>;
type PlatformWorker = Of<"Worker", {
    postMessage(message: never, transfer: never): void;
    addEventListener(type: never, listener: never): void;
    terminate(): void;
}>;
type PlatformWasmModule = typeof globalThis extends {
    WebAssembly: {
        Module: {
            prototype: infer Instance;
        };
    };
} ? Instance : object;

/** Readings of the rules that the published contract leaves open, as switches; docs/resolution.md tells of each. The first value is the default. */
interface Switches {
    /** every source of an entry before the next entry, or every entry at a source before the next source */
    entryOrder?: "entry-first" | "source-first";
    /** an `ECClassId` given as hex text or class name tells the row's class */
    decodeRowClass?: boolean;
    /** the entry's class must match the row for queried columns too */
    gateQueriedColumns?: boolean;
    /** a selected `Category.Id` is a column of that name */
    matchWholeColumnName?: boolean;
    /** of two queried columns with one name the first counts; `P_1` names the second */
    firstDuplicateColumn?: boolean;
    /** subclasses count among the instances of an aspect class */
    polymorphicAspects?: boolean;
    /** an element returned twice gives two rows */
    keepRepeatedRows?: boolean;
    /** a value that does not fit `ecPropertyType` is skipped, or the value's own type must be that type */
    typeMismatch?: "conversion-fails" | "declared-type-filter";
    /** convert to `ecPropertyType` before `dataType` */
    convertTwice?: boolean;
    /** what an Integer column makes of 2.5 */
    fractionToInteger?: "truncate" | "refuse" | "round";
    /** `dataType` `Undefined` is read as String */
    undefinedTypeIsString?: boolean;
    /** groups of one name fill one table */
    mergeSameNameGroups?: boolean;
    /** leave out rows whose element does not exist */
    dropDanglingRows?: boolean;
    /** JSON numbers without fraction or exponent are integers */
    jsonIntegers?: boolean;
    /** a text inside JSON is parsed again while the path goes on */
    reparseJsonStrings?: boolean;
    /** `0x9b` or `BuildingTest.Beam` */
    classIdOutput?: "hex" | "name";
    /** wildcards match rows that are no elements */
    wildcardsMatchNonElements?: boolean;
    /** `id` and `relClassName` win over a property of that name */
    navigationMembersFirst?: boolean;
    /** JSON members and aliases ignore case beyond ASCII */
    foldUnicode?: boolean;
    /** ignore spaces around the names of an entry */
    trimNames?: boolean;
    /** `Origin.X` reads a coordinate; the rules do not say */
    pathIntoPoints?: boolean;
    /** Length, Area and Volume as the service's engine has them, or the true ones */
    measureValue?: "engine" | "exact";
    /** an element without such a measure gives null, not 0 */
    zeroMeasureIsNull?: boolean;
    /** what a flat region adds to Length */
    regionLength?: "edge" | "perimeter";
    /** an element of faces without lines and volume has its perimeter as Length */
    facesHaveLength?: boolean;
    /** lines beside a solid count, though the element has a volume */
    solidsHaveLength?: boolean;
    /** a negative volume, which a mesh inside out has, is shown without its sign */
    absoluteVolume?: boolean;
}

/** Why a cell, or an entry, has no value; docs/resolution.md explains each. */
type Reason = "column-absent" | "merge-type-conflict" | "no-source" | "class-unknown" | "class-mismatch" | "aspect-wildcard" | "path-invalid" | "type-unknown" | "column-not-selected" | "property-missing" | "aspect-none" | "aspect-multiple" | "nav-null" | "nav-dangling" | "json-member-missing" | "json-case-ambiguous" | "json-invalid" | "path-into-scalar" | "value-null" | "convert-failed" | "not-geometric" | "no-measure" | "not-computable-offline" | "geometry-not-loaded" | "formula-invalid" | "formula-null" | "formula-non-finite" | "formula-incomparable" | "formula-too-long" | "internal";
/** Where a cell's value came from. */
type VerdictSource = "none" | "queried" | "element" | "aspect" | "calculated" | "formula";
/** How much a missing value should worry: the data is just not there, the mapping misses, or something is wrong. */
type ReasonTone = "quiet" | "attention" | "fault";

/// <reference lib="esnext.disposable" preserve="true" />

/**
 * The public types of premap. Everything here is plain data or an interface; `createEngine` in index.ts is the way in.
 *
 * ```ts
 * const engine = await createEngine();
 * const snapshot = await engine.open(file);
 * for await (const row of snapshot.query("SELECT ECInstanceId, CodeValue FROM bis.Element")) console.log(row);
 * snapshot.close();
 * engine.close();
 * ```
 *
 * Rules that hold everywhere: 64-bit ids are text (`"0x2d"`), dates are ISO 8601 text, lengths and areas are in the unit
 * the property is stored in, a missing value is `null` (or, in object rows, absent). Every promise rejects with an
 * {@link EngineError}, a `CrashedError`, or a `DOMException` named `AbortError`.
 */
/** A 64-bit id as lower-case hex text: `"0x2d"`. */
type Id64String = string;

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
/** Where the engine's WebAssembly comes from. A URL, its text, in Node also a path, a fetched response, the bytes, or a compiled module. */
type WasmSource = string | PlatformURL | PlatformResponse | Promise<PlatformResponse> | ArrayBuffer | Uint8Array | PlatformWasmModule;
/**
 * The parts of the engine that are loaded when a call first needs them, each a file of that name: `geometry` measures and draws; `tools`
 * explains cells, sorts and filters rows, compares groups, extracts tables and edits mappings (`apply`, `fix`), checks single requests, answers PRAGMA
 * and says what a refused query was to say; `query` is for queries of one's own, and columns of structs and lists; `formula` for formula columns; `sqlite` for window functions
 * and `premap/sqljs`.
 */
type EnginePartName = "geometry" | "tools" | "query" | "formula" | "sqlite";
/** Where a part comes from: as `WasmSource`, but nothing that would have to be fetched before it is needed. */
type PartWasmSource = string | PlatformURL | ArrayBuffer | Uint8Array | PlatformWasmModule;
interface EngineOptions {
    /** Default: `engine.wasm` beside the package's own files. */
    wasm?: WasmSource;
    /**
     * Where the parts are that are loaded when they are needed. Default: `geometry.wasm` and so on, beside `wasm` where that is the
     * address of an `engine.wasm`, else beside the package's own files.
     */
    partsWasm?: {
        readonly [Part in EnginePartName]?: PartWasmSource;
    };
    /**
     * Where the engine runs. `true`: in a module worker made from the package's `worker.js`; a `Worker`: in that one (it must
     * have loaded `premap/worker`); `false`: in this thread. Default: `true` in a browser's page, `false` elsewhere.
     * A `File` or `Blob` can be read without a copy only in a worker.
     */
    worker?: boolean | PlatformWorker;
    /** Stops the start. */
    signal?: PlatformAbortSignal;
}
/**
 * A sql.js `Database`, or anything else whose `export()` gives the bytes of a SQLite file. One of `premap/sqljs` is read where
 * it is, as it is when it is opened: nothing is copied, and what is written to it later does not show.
 */
interface SqlJsDatabase {
    export(): Uint8Array;
}
/** A snapshot: a file the user picked, bytes, or (in Node) a path or `file:` URL. Files and paths are read in place, never copied. */
type SnapshotSource = PlatformBlob | ArrayBuffer | Uint8Array | string | PlatformURL | SqlJsDatabase;
/** A log that lies beside a snapshot: a file the user picked, bytes, or (in Node) a path or `file:` URL. */
type LogSource = PlatformBlob | ArrayBuffer | Uint8Array | string | PlatformURL;
interface OpenOptions {
    /**
     * The write-ahead log beside the snapshot (`building.bim-wal`). What an application wrote last is often in it alone: the
     * snapshot is then read as SQLite would, up to the last whole commit. With a path in Node it is found without this option.
     * `null`: there is none; then nothing is said of a log that may exist.
     */
    wal?: LogSource | null;
    /** The rollback journal (`building.bim-journal`): what an application left half written is read as it was before. Found as `wal` is. */
    journal?: LogSource | null;
    signal?: PlatformAbortSignal;
}
interface EngineVersion {
    /** premap's own version. */
    version: string;
    sqliteVersion: string;
    /** The version of the ECSQL language that is implemented. */
    ecsqlVersion: string;
}
interface Engine {
    readonly version: EngineVersion;
    /**
     * Opens a snapshot and reads its schemas.
     * Errors: `file-empty`, `file-not-sqlite`, `file-truncated`, `file-corrupt`, `file-unreadable`, `file-not-imodel`,
     * `file-log-unreadable`, `file-changed`, `profile-too-new`, `profile-too-old`, `profile-unknown`.
     * Cost: independent of the file's size; under 2 % of a large file is read.
     */
    open(source: SnapshotSource, options?: OpenOptions): Promise<Snapshot>;
    /** Checks a mapping against the contract alone; no snapshot. Never rejects for faults in the mapping. */
    validate(mapping: MappingInput, options?: Omit<ValidateOptions, "rows" | "onProgress">): Promise<ValidationReport>;
    /** Applies the repairs that are safe. Rejects for nothing in the mapping: what cannot be read is left as it is. */
    fix(mapping: MappingInput, options?: Omit<ValidateOptions, "rows" | "edits" | "onProgress">): Promise<FixedMapping>;
    /**
     * Checks the parameters and fields of a request around a mapping as the API's own client does before it sends it.
     * `fields` of `list`: top; `copyMapping`: mappingName, targetIModelId; `createReport`: displayName, projectId;
     * `updateReport`: what changes; `odataPage`: url.
     */
    validateRequest(request: RequestName, fields: Readonly<Record<string, unknown>>): Promise<ValidationReport>;
    /** What a text holds of a mapping. Errors: `json-invalid`, `mapping-shape-unknown`, `mapping-too-large`. */
    outline(mapping: MappingInput, options?: Pick<ValidateOptions, "api" | "signal">): Promise<MappingOutline>;
    /** The text after a JSON Patch, and what it changed. Errors: `patch-invalid`, `json-invalid`. */
    apply(mapping: MappingInput, patch: readonly PatchStep[]): Promise<PatchedMapping>;
    /** A text to work on; `openMapping` of a snapshot gives one that can also be previewed. */
    openMapping(mapping: MappingInput): MappingDocument;
    /** Closes every snapshot and ends the worker. Calls afterwards reject with `engine-closed`. */
    close(): void;
    [Symbol.dispose](): void;
    [Symbol.asyncDispose](): Promise<void>;
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
/** A step of a JSON Patch (RFC 6902). An `add` to the end of a list (`…/-`) that is not there begins it. */
type PatchStep = {
    op: "add" | "replace" | "test";
    path: string;
    value: unknown;
} | {
    op: "remove";
    path: string;
} | {
    op: "move" | "copy";
    from: string;
    path: string;
};
/** A mapping's text that is worked on: what is asked is asked about the text as it is then. */
interface MappingDocument {
    readonly text: string;
    update(text: string): void;
    /** Of a text that is no mapping the last outline there was, `isCurrent` false; asked twice for one text, it is read once. */
    outline(): Promise<MappingOutline & {
        isCurrent: boolean;
    }>;
    /**
     * Changes the text and answers it: the steps of a patch one after the other, or edits such as diagnostics have. What they
     * do not touch stays as it is written. Errors: `patch-invalid`, `json-invalid`; then nothing is changed.
     */
    apply(change: readonly PatchStep[] | readonly TextEdit[]): Promise<string>;
    validate(options?: ValidateOptions): Promise<ValidationReport>;
    /** Applies the repairs that are safe. */
    fix(options?: Pick<ValidateOptions, "api" | "signal">): Promise<FixedMapping>;
    /** The requests that bring it to the API; see `planPush` of `premap/plan`. */
    planPush(options?: PlanOptions): Promise<PushPlan>;
}
/** The same on a snapshot: `validate` and `fix` know its schemas and rows. */
interface SnapshotMappingDocument extends MappingDocument {
    preview(options?: PreviewOptions): Promise<Preview>;
    view(options?: ViewOptions): Promise<View>;
    profile(options?: ProfileOptions): Promise<Profile>;
    explain(options: ExplainOptions): Promise<Explanation>;
    groupFacts(options?: GroupFactsOptions): Promise<GroupFacts>;
    extract(options: ExtractOptions): Extract;
}
/** What the file says of itself. */
interface SnapshotInfo {
    /** Name of the root subject; empty when there is none. */
    name: string;
    /** GUID text; empty when the file has none. */
    iModelId: string;
    iTwinId: string;
    /** False for an ECDb file without BisCore: queries work, mappings do not. */
    isIModel: boolean;
    /** Profile versions such as `"4.0.0.5"`; empty when the file has no such profile. */
    profiles: {
        ec: string;
        dgn: string;
        be: string;
    };
    byteLength: number;
    schemaCount: number;
    classCount: number;
    /**
     * What is to be known of the file and does not keep it from being read: `file-log-not-given`, `file-log-ignored`,
     * `profile-mixed`.
     */
    diagnostics: Diagnostic[];
}
type ClassType = "entity" | "relationship" | "struct" | "customAttribute";
type ClassModifier = "none" | "abstract" | "sealed";
type PropertyKind = "primitive" | "struct" | "primitiveArray" | "structArray" | "navigation";
interface PropertyInfo {
    name: string;
    kind: PropertyKind;
    /** `"string"`, `"double"`, `"point3d"`, `"navigation"`, `"Schema.Struct"`, `"int[]"` ... */
    type: string;
    /** `"BeGuid"`, `"Json"` ...; absent when none. */
    extendedType?: string;
    label: string;
    /** The class that declares it: `"BisCore.Element"`. */
    owner: string;
    /** Navigation: the relationship class. */
    relationship?: string;
    /** Navigation: the classes it can point to. */
    target?: string[];
    enumeration?: string;
    kindOfQuantity?: string;
    /** The unit its values are stored in: `"SQ_M"`; absent when its kind of quantity has none. */
    unit?: string;
    /** The quantity type of a mapping that goes with that unit. */
    quantityType?: QuantityType;
}
interface ClassInfo {
    name: string;
    id: Id64String;
    type: ClassType;
    modifier: ClassModifier;
    isMixin: boolean;
    label: string;
    /** Direct base classes: `"BisCore.PhysicalElement"`. */
    bases: string[];
    /** False for classes that have no rows of their own to select from (structs, custom attributes, unmapped classes). */
    isQueryable: boolean;
    /** Own and inherited, in the order of `SELECT *`. */
    properties: PropertyInfo[];
}
interface SchemaInfo {
    name: string;
    alias: string;
    /** `"01.00.16"`: read, write, minor. */
    version: string;
    label: string;
    description: string;
    classes: ClassInfo[];
}
interface Snapshot {
    readonly info: SnapshotInfo;
    /** Schemas > classes > properties, enough for a tree and for completion. Computed once, then kept. */
    schemas(): Promise<SchemaInfo[]>;
    /**
     * Runs an ECSQL query. Nothing happens until rows, columns or batches are asked for; each iteration runs it anew.
     * Errors (on iteration): `query-invalid`, `binding-unknown`, `binding-invalid`.
     */
    query(ecsql: string, options?: QueryOptions & {
        rowFormat?: "indexes";
    }): Query<IndexRow>;
    query(ecsql: string, options: QueryOptions & {
        rowFormat: "names" | "jsNames";
    }): Query<NamedRow>;
    query(ecsql: string, options?: QueryOptions): Query<IndexRow | NamedRow>;
    /** The SQLite SQL an ECSQL query becomes. */
    nativeSql(ecsql: string): Promise<string>;
    /** Checks a mapping against the contract and against this snapshot. */
    validate(mapping: MappingInput, options?: ValidateOptions): Promise<ValidationReport>;
    /** A text to work on. */
    openMapping(mapping: MappingInput): SnapshotMappingDocument;
    /** Applies the repairs that are safe, those included that only this snapshot's schemas tell. */
    fix(mapping: MappingInput, options?: Omit<ValidateOptions, "rows" | "edits" | "onProgress">): Promise<FixedMapping>;
    /** The first rows of a group's table, as the extraction would fill it. */
    preview(mapping: MappingInput, options?: PreviewOptions): Promise<Preview>;
    /** Sorts all rows of a group's table, or looks through all of them, and answers which these are. */
    view(mapping: MappingInput, options?: ViewOptions): Promise<View>;
    /** All rows of a group's table, to be read from the first to the last: what is held does not grow with them. */
    tableRows(mapping: MappingInput, options?: TableRowsOptions): Promise<TableRows>;
    /** Why one cell has the value it has: the verdict of every entry, in priority order. */
    explain(mapping: MappingInput, options: ExplainOptions): Promise<Explanation>;
    /** How well each column of a group is filled, over all its rows. */
    profile(mapping: MappingInput, options?: ProfileOptions): Promise<Profile>;
    /** What each group selects, which elements several groups share, and which no group has. Columns play no part. */
    groupFacts(mapping: MappingInput, options?: GroupFactsOptions): Promise<GroupFacts>;
    /** A group's whole table as a file, piece by piece (UTF-8). */
    extract(mapping: MappingInput, options: ExtractOptions): Extract;
    /**
     * A group's whole table into a SQLite file of one table, `rows`; in Node only. The columns stand in it in the table's order:
     * TEXT, INTEGER, REAL, BOOLEAN (0 or 1); ids and points are texts as every extract writes them. The file is written beside
     * its place under another name, and is there once it is whole. Errors: `file-unwritable`.
     */
    extractTable(mapping: MappingInput, options: ExtractTableOptions): Promise<ExtractedTableFile>;
    /**
     * The shapes of elements as triangles and lines, batch by batch. Errors (on iteration): `option-value`, those of the group's
     * query, and `part-not-loaded` when `query.wasm` cannot be had.
     */
    geometry(options?: GeometryOptions): AsyncIterable<GeometryBatch>;
    /** The boxes around elements, many times faster than their shapes. Errors as those of `geometry`. */
    boxes(options?: ElementChoice): AsyncIterable<BoxBatch>;
    /**
     * The elements of a group, by id, ascending, each once: whether they have a shape or a box is not looked at. Errors as those of
     * `geometry`.
     */
    members(mapping: MappingInput, options?: MembersOptions): AsyncIterable<BigUint64Array<ArrayBuffer>>;
    /** Counters since the snapshot was opened. */
    stats(): Promise<SnapshotStats>;
    /** Frees everything. Calls afterwards reject with `snapshot-closed`; running iterations end with it. */
    close(): void;
    [Symbol.dispose](): void;
    [Symbol.asyncDispose](): Promise<void>;
}
interface SnapshotStats {
    /** Bytes fetched from the file. */
    bytesRead: number;
    readCount: number;
    /** SQLite statements prepared. */
    statementCount: number;
    /** SQLite statements run. */
    executionCount: number;
    /** Instructions SQLite's virtual machine took. */
    vmSteps: number;
    /** Mapping texts parsed by the engine; a text asked about again is not. */
    mappingReads: number;
    /** Groups compiled for this snapshot; a group mapped as before is not, wherever it stands now. */
    compilations: number;
    /** Bytes of the engine's heap in use. */
    heapBytes: number;
}
/** Which elements: those of a group, those of a list, or (with neither) all in 3d. Those in 2d are drawn when they are chosen. */
interface ElementChoice {
    /** The elements of a group of this mapping, by id, each once. */
    mapping?: MappingInput;
    /** Group name; may be left out when the mapping has one group. */
    group?: string;
    options?: ResolveOptions;
    /** These elements, by id, each once; what is no element with a shape is passed over. */
    elements?: readonly Id64String[];
    signal?: PlatformAbortSignal;
}
interface MembersOptions {
    /** Group name; may be left out when the mapping has one group. */
    group?: string;
    options?: ResolveOptions;
    signal?: PlatformAbortSignal;
}
interface GeometryOptions extends ElementChoice {
    /**
     * Where positions of all batches count from, in metres: floats have seven digits, so near what is drawn. Default: near by, and anew
     * where an element is farther away than 10 km.
     */
    origin?: Point3d;
    /** The farthest that a facet may lie from its curve, in metres, at least 0.000001; no circle has more than 2000 chords. Default: any. */
    chordTolerance?: number;
    /** The most that a curve turns from one chord to the next, in degrees, 0.2 to 90. Default: 15, as the native engine draws. */
    angleTolerance?: number;
    /** True: also what is of construction class. */
    construction?: boolean;
}
/**
 * Some elements as a graphics card takes them: metres, z upwards, counterclockwise seen from outside. Plain data over one buffer of
 * its own, so that `postMessage(batch, [batch.positions.buffer])` hands all of it over. Every number counts in its batch, but
 * for those of parts, which count through all batches of the iteration.
 *
 * What is drawn is what the file says of shapes and colours; materials, textures, texts, line styles and hatches are left out.
 */
interface GeometryBatch {
    /** Where positions count from: what was asked for, else near what is in the batch, and the same in most. */
    readonly origin: Point3d;
    /** The elements, each of them with a shape and a place; hex text is `0x${id.toString(16)}`. */
    readonly ids: BigUint64Array<ArrayBuffer>;
    /** For each element how many of its primitives, those of its parts included, cannot be drawn (docs/geometry.md has why). */
    readonly refused: Uint32Array<ArrayBuffer>;
    /** For each element the box that the file has: six numbers, as in {@link BoxBatch}; NaN where it has none. */
    readonly boxes: Float64Array<ArrayBuffer>;
    /** Three numbers a point: from `origin`; those of a part in coordinates of its own. */
    readonly positions: Float32Array<ArrayBuffer>;
    /** Three numbers a point, of length 1; zero for points of lines. */
    readonly normals: Float32Array<ArrayBuffer>;
    /** Three points each. */
    readonly triangles: Uint32Array<ArrayBuffer>;
    /** Two points each. */
    readonly lines: Uint32Array<ArrayBuffer>;
    /**
     * What belongs together: four numbers each, in the order of `triangles` and `lines`, of which a run has what follows the run before.
     * The owner: an element, or a part's number plus 0x80000000; the ends in `triangles` and in `lines`; the colour, whose bytes
     * are red, green, blue and alpha (0xAABBGGRR), or 0 for the colour of the instance.
     */
    readonly runs: Uint32Array<ArrayBuffer>;
    /** The number of the first part in this batch. */
    readonly firstPart: number;
    /** Shapes that several elements share and that occur for the first time: their runs are in this batch, and in no other. */
    readonly parts: BigUint64Array<ArrayBuffer>;
    /** Where parts stand: three numbers each, element, number of the part, colour. */
    readonly instances: Uint32Array<ArrayBuffer>;
    /** For each instance twelve numbers, from the part's coordinates to positions: three rows of a matrix of 3 x 4. */
    readonly transforms: Float32Array<ArrayBuffer>;
}
/**
 * The boxes around some elements, in the world, in metres. Those of chosen elements are what the file has of each, turned with its
 * placement; those of all elements come from the file's spatial index, neighbours after each other, as floats
 * that are rounded outwards, a millimetre thick where an element is flat. Elements without a box, or that stand nowhere, are left out.
 */
interface BoxBatch {
    readonly ids: BigUint64Array<ArrayBuffer>;
    /** For each element six numbers: low x, y, z, high x, y, z. */
    readonly boxes: Float64Array<ArrayBuffer>;
}
/** How a row looks. `indexes`: an array; `names`: an object keyed by property name; `jsNames`: keyed by JS name, class ids as names. */
type RowFormat = "indexes" | "names" | "jsNames";
interface QueryOptions {
    /** Values for `?` (an array, in order) or for `:name` (an object). A parameter without a value is NULL. */
    bindings?: Bindings;
    /** Default `"indexes"`. */
    rowFormat?: RowFormat;
    /** Most rows to answer; all when left out or `null`. */
    limit?: number | null;
    /** Rows to skip first. */
    offset?: number;
    signal?: PlatformAbortSignal;
    /** Class ids as `"Schema.Class"` instead of `"0x1a"`. */
    convertClassIdsToClassNames?: boolean;
    /** Binary values as the text `{"bytes":N}` instead of bytes. */
    abbreviateBlobs?: boolean;
}
type Point2d = {
    x: number;
    y: number;
};
type Point3d = {
    x: number;
    y: number;
    z: number;
};
/**
 * A value with its type named. `int` and `long` differ only in name (a long beyond 2^53 may be a bigint or decimal text);
 * an `idset` feeds `InVirtualSet(?, ECInstanceId)`; a `struct` binds member by member.
 */
type TypedBinding = {
    type: "boolean";
    value: boolean;
} | {
    type: "int";
    value: number;
} | {
    type: "long";
    value: number | bigint | string;
} | {
    type: "double";
    value: number;
} | {
    type: "id";
    value: Id64String;
} | {
    type: "idset";
    value: readonly Id64String[];
} | {
    type: "string";
    value: string;
} | {
    type: "point2d";
    value: Point2d;
} | {
    type: "point3d";
    value: Point3d;
} | {
    type: "blob";
    value: Uint8Array;
} | {
    type: "struct";
    value: Readonly<Record<string, unknown>>;
} | {
    type: "null";
    value?: null;
};
/**
 * A plain value takes the type of what it is compared with: the text `"0x2d"` against an id is that id, ISO 8601 text
 * against a dateTime that moment, GUID text against a GUID those 16 bytes. An array of ids is an `idset`, `{x, y}` and `{x, y, z}` are points.
 */
type BindingValue = boolean | number | bigint | string | null | undefined | Uint8Array | Point2d | Point3d | readonly Id64String[] | TypedBinding;
type Bindings = readonly BindingValue[] | Readonly<Record<string, BindingValue>>;
/**
 * A value in a row: ids are `"0x2d"`; dates ISO text; binary a `Uint8Array` (GUIDs: text); points `{X, Y, Z}`, navigation
 * `{Id, RelECClassId}` (with `jsNames`: `{x, y, z}`, `{id, relClassName}`); structs objects without their null members; arrays arrays.
 * Integers beyond 2^53 lose digits, as in the native reader.
 */
type Value = boolean | number | string | Uint8Array | null | Value[] | {
    [member: string]: Value;
};
/** A row by column index; nulls at the end are left off. */
type IndexRow = Value[];
/** A row by column name; null columns are absent. */
type NamedRow = Record<string, Value>;
/** One column of a query's result. */
interface ColumnInfo {
    /** Property name or alias; a repeated name gets `_1`, `_2`. */
    name: string;
    /** Name in `jsNames` rows: `id`, `className`, `model.id`. */
    jsonName: string;
    /** `"BisCore:Element"`; empty for system and computed columns. */
    className: string;
    accessString: string;
    index: number;
    /** `"long"`, `"string"`, `"navigation"`, `"point3d"`, `"int[]"` ... */
    typeName: string;
    /** `"Id"`, `"ClassId"`, `"Json"` ...; absent when none. */
    extendedType?: string;
    /** True for computed and aliased columns. */
    generated: boolean;
}
interface Query<Row> extends AsyncIterable<Row> {
    /** The result's columns; compiles the query, runs nothing. */
    columns(): Promise<ColumnInfo[]>;
    toArray(): Promise<Row[]>;
    /** The rows as column batches: the fast way to a grid or an export. */
    batches(): AsyncIterable<Batch>;
}
type VectorKind = "null" | "boolean" | "number" | "integer" | "id" | "text" | "json" | "bytes" | "verdict";
/** A `bigint` only in the `integer` columns of previews. */
type VectorValue = Value | bigint;
/** One column of a batch. Values are made when asked for; the buffers are the batch's own. */
interface Vector {
    readonly kind: VectorKind;
    readonly length: number;
    isNull(row: number): boolean;
    /**
     * The value of a row, or null. `json` is parsed, `id` is hex text, `verdict` is the index in the verdict dictionary, an
     * `integer` is a number up to `Number.MAX_SAFE_INTEGER` and a bigint beyond.
     */
    get(row: number): VectorValue;
    /**
     * The stored numbers of kinds `boolean` (0/1), `number`, `integer`, `id`, `verdict`; undefined otherwise. Look at `isNull`
     * first.
     */
    readonly numbers: Uint8Array | Float64Array | BigInt64Array | BigUint64Array | Uint16Array | undefined;
}
/** Some rows of a result, column by column. */
interface Batch {
    readonly rowCount: number;
    readonly columns: readonly Vector[];
    /** One row as an array, nulls included. */
    row(index: number): VectorValue[];
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
type RequestName = "list" | "copyMapping" | "createReport" | "updateReport" | "odataPage";
interface ValidateOptions {
    /** The rules of which API. Default: told by the mapping's shape. */
    api?: MappingApiName;
    /** On a snapshot: also read every group's rows (the default), or only what the schemas tell, which is quick. */
    rows?: boolean;
    /** Also tell what each `patch` changes in the text. */
    edits?: boolean;
    signal?: PlatformAbortSignal;
    /** On a snapshot: called after each slice of rows; other calls are answered between slices. */
    onProgress?: (progress: Progress) => void;
}
/** A mapping's text with its mechanical faults repaired; everything else stands as it was written. */
interface FixedMapping {
    mapping: string;
    /** What was repaired: the first 10,000 of `count`. */
    fixed: Diagnostic[];
    count: number;
    /** The repairs as edits of the text that was given, in order of place and none beside another: for an editor, or a diff. */
    edits: TextEdit[];
}
/** A mapping's text after a patch. */
interface PatchedMapping {
    mapping: string;
    /** What changed, as edits of the text that was given, in order of place and none beside another. */
    edits: TextEdit[];
}
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
/** Switches of the rules that the published contract leaves open, and which rows are read. */
type ResolveOptions = Readonly<Switches> & {
    /** Only the rows of these elements. */
    readonly ecInstanceIds?: readonly Id64String[];
};
interface Progress {
    /** Rows done so far. */
    rows: number;
    /** Of `profile`: how many rows there are, known where counting costs little (rows that come by id). */
    rowCount?: number;
}
interface PreviewOptions {
    /** Group name; may be left out when the mapping has one group. */
    group?: string;
    /** Most rows; 100 when left out, `null` for all. */
    limit?: number | null;
    offset?: number;
    /** False: values only, without saying why; a little faster and smaller. */
    verdicts?: boolean;
    signal?: PlatformAbortSignal;
    onProgress?: (progress: Progress) => void;
    options?: ResolveOptions;
}
/** In which order the rows of a table stand. */
interface RowOrder {
    /** Its name, or its number in `columns`. */
    column: string | number;
    /** The largest first. Rows without a value come last either way. */
    descending?: boolean;
}
/** Which rows of a table stay. */
interface RowFilter {
    /**
     * Rows stay that have it in a cell, whatever the case of letters. A cell's text is the one an export has; `ECClassId` has the
     * class's name beside its id (`"BuildingTest.Beam"`), a cell without a value the words for why (`"no value, several aspects"`), an empty text
     * `"empty text"`. Empty: all rows stay.
     */
    text?: string;
    /** By name or number; any when left out. */
    columns?: readonly (string | number)[];
    /** Rows stay that also fulfil each of these. */
    where?: readonly RowCondition[];
}
/**
 * What a row must fulfil, by what its cells are rather than by how they read. Each asks for what `profile` or `groupFacts` have
 * counted: so many rows as were counted fulfil it. `column`: its name, or its number in `columns`.
 */
type RowCondition = 
/** The cell is one of these; null: it has no value. */
{
    column: string | number;
    values: readonly Cell[];
}
/** The cell is a number, or a text, from one on and below another. */
 | {
    column: string | number;
    from?: number | string;
    below?: number | string;
}
/** The cell has no value, for this reason, which this entry decided (as `whyNull` has them). */
 | {
    column: string | number;
    empty: true;
    reason?: Reason;
    entry?: number | null;
}
/** The cell has a value, of this entry and source (as `wins` has them); `lossy`: conversion has changed it. */
 | {
    column: string | number;
    filled: true;
    entry?: number | null;
    source?: VerdictSource;
    lossy?: boolean;
}
/** The row is of one of these classes: `"BuildingTest.Beam"`. */
 | {
    classes: readonly string[];
}
/** An earlier row has its id (false: none has). */
 | {
    repeatedId: boolean;
}
/** It is an element. */
 | {
    element: boolean;
}
/** Its element is in the table of another group, or is not. */
 | {
    inGroup: string;
} | {
    notInGroup: string;
}
/** It is an element that owns so many instances of an aspect class which an entry of the column names (as `aspects` has them). */
 | {
    column: string | number;
    aspect: string;
    instances: "none" | "one" | "several";
};
interface ViewOptions {
    /** Group name; may be left out when the mapping has one group. */
    group?: string;
    /** The order of the table when left out. */
    orderBy?: RowOrder;
    filter?: RowFilter;
    options?: ResolveOptions;
    signal?: PlatformAbortSignal;
    /** Called after each slice of rows; other calls are answered between slices. */
    onProgress?: (progress: Progress) => void;
}
interface ViewRowsOptions {
    /** Most rows; 100 when left out, `null` for all. */
    limit?: number | null;
    /** Rows of the view before the first. */
    offset?: number;
    /** False: values only, without saying why. */
    verdicts?: boolean;
    signal?: PlatformAbortSignal;
}
/** Of rows of a view, in its order: their ids, and where they stand in the table. */
interface ViewIds {
    readonly count: number;
    /** Null where the row has none. */
    id(row: number): Id64String | null;
    number(row: number): number;
}
/** Some rows of a view, in its order. */
interface ViewRows extends Preview {
    /** Rows of the view before the first. */
    readonly offset: number;
    /** False when more rows of the view follow. */
    readonly complete: boolean;
    /** Where a row stands in the table, from 0; -1 when out of range. */
    number(row: number): number;
}
/**
 * All rows of a group's table in an order, or those that fit a filter. Numbers and ids stand by size, texts by their code
 * points, with digits together as numbers and whatever the case of letters (`A-2`, `a-10`); rows that are equal stay in the
 * order of the table. It holds which rows these are, some bytes for each, until it is closed, and reads those that are asked for.
 */
interface View {
    readonly group: string;
    readonly tableName: string;
    readonly columns: readonly PreviewColumn[];
    readonly diagnostics: readonly Diagnostic[];
    /** Rows of the view. */
    readonly rowCount: number;
    /** Rows of the table: so many were sorted, or looked through. */
    readonly tableRowCount: number;
    /** Errors: `cursor-lost` after the engine was restarted, `cursor-unknown` after `close`. */
    rows(options?: ViewRowsOptions): Promise<ViewRows>;
    /** The ids of all rows, unless `limit` says how many: the view knows them, nothing is read. */
    ids(options?: Omit<ViewRowsOptions, "verdicts">): Promise<ViewIds>;
    /** Frees it; closing the snapshot does too. */
    close(): void;
    [Symbol.dispose](): void;
}
interface TableRowsOptions {
    group?: string;
    options?: ResolveOptions;
    signal?: PlatformAbortSignal;
}
/**
 * A group's table piece by piece, without verdicts; it is iterated once, which frees it however that ends. Errors (on iteration):
 * `cursor-lost` after the engine was restarted.
 */
interface TableRows extends AsyncIterable<Preview> {
    readonly group: string;
    readonly tableName: string;
    readonly columns: readonly PreviewColumn[];
    readonly diagnostics: readonly Diagnostic[];
    /** Absent where rows come in an order of the query's own, not by id: then it takes reading them. */
    readonly rowCount?: number;
    /** Frees what is not going to be iterated. */
    close(): void;
}
type ColumnDataType = "Boolean" | "Integer" | "Double" | "String" | "DateTime" | "Undefined";
interface PreviewColumn {
    name: string;
    dataType: ColumnDataType;
    quantityType?: QuantityType;
    /** One of the five columns every table has (ECInstanceId, ECClassId, UserLabel, BBoxLow, BBoxHigh). */
    isDefault: boolean;
}
/** What a reason is in words; `what` and `todo` are parts of a sentence, about the rows that have it. */
interface ReasonWords {
    /** For the cell itself: two or three words. */
    short: string;
    tone: ReasonTone;
    what: string;
    todo: string;
}
/** The words of every code an answer uses. */
interface VerdictWords {
    reasons: {
        readonly [Code in Reason]?: ReasonWords;
    };
    sources: {
        readonly [Code in VerdictSource]?: string;
    };
    decisions: Readonly<Record<string, string>>;
}
/** Why a cell has the value it has. */
interface Verdict {
    /** Index of the winning entry in `ecProperties`; null when none won. */
    entry: number | null;
    source: VerdictSource;
    /** The class that matched: `"BuildingTest.Beam"`. */
    class?: string;
    /** Why there is no value: the reason that decided. Absent when there is one. */
    reason?: Reason;
    /** The entry whose reason that is; absent when it is the column's own. */
    decidedBy?: number;
    /** What the reason is in words. */
    words?: ReasonWords;
    /** The entries before the winner (all, when none won), in order. */
    skipped: {
        entry: number;
        reason: Reason;
    }[];
    /** Decisions of the rules' open questions it hung on: `"A10"`; docs/resolution.md lists them. Absent when none. */
    decisions?: string[];
}
/**
 * A cell of a preview: composites are compact JSON text, exactly as the table would hold them; a whole number that a number
 * cannot hold to the last digit is a bigint.
 */
type Cell = boolean | number | bigint | string | null;
type PreviewRow = Record<string, Cell>;
interface Preview {
    /** Name of the group. */
    readonly group: string;
    /** Name the extraction gives the table. */
    readonly tableName: string;
    /** The default columns, then the group's, in table order. */
    readonly columns: readonly PreviewColumn[];
    readonly rowCount: number;
    /** False when `limit` cut the rows off. */
    readonly complete: boolean;
    /** Rows keyed by column name, nulls included. Made on first use. */
    readonly rows: readonly PreviewRow[];
    /** Faults that kept a column from being filled, and warnings. */
    readonly diagnostics: readonly Diagnostic[];
    /** One cell, without making row objects: the way for a grid. Null when out of range. */
    cell(row: number, column: string | number): Cell;
    /** Why a cell has its value; undefined for default columns and out of range. */
    verdict(row: number, column: string | number): Verdict | undefined;
    /** The verdicts that occur, each once. */
    readonly verdicts: readonly Verdict[];
    /** What their codes are in words. */
    readonly words: VerdictWords;
}
interface ExplainOptions {
    group?: string;
    ecInstanceId: Id64String;
    /** Name of the group property. */
    property: string;
    options?: ResolveOptions;
    signal?: PlatformAbortSignal;
}
/** One entry of the priority list, tried on one element. */
interface ExplainedEntry {
    entry: number;
    ecSchemaName: string;
    ecClassName: string;
    ecPropertyName: string;
    outcome: "used" | "skipped" | "not-reached";
    source?: VerdictSource;
    reason?: Reason;
    /** Why it gives no value and what to do, in plain English; absent when it gives one. */
    text?: string;
    /** The class that matched. */
    class?: string;
    /** The value it gave, also when an earlier entry won. */
    value?: Cell;
    /** The path part by part, with the value reached after each: `A`, `A.B`, `A.B.C`. */
    steps: {
        path: string;
        value: Cell;
        source?: VerdictSource;
        class?: string;
        reason?: Reason;
    }[];
}
interface Explanation {
    group: string;
    property: string;
    ecInstanceId: Id64String;
    value: Cell;
    verdict: Verdict;
    /** Why the cell is null and what to do, in plain English; absent when it is not null. */
    text?: string;
    entries: ExplainedEntry[];
    /** What the codes above are in words. */
    words: VerdictWords;
    /** Of a column that is Length, Area or Volume: what the element's geometry measures, primitive by primitive. */
    measures?: ElementMeasures;
    /**
     * The group's query, the SQLite SQL that fills the column, and SQLite's plan for it. SQL of several statements (the rows,
     * then the aspects read beside them) is parted by `;` and a line break.
     */
    ecsql?: string;
    sql?: string;
    plan?: string[];
}
/** Metres, square metres, cubic metres; 0 where there is none. The perimeter is that of faces. */
interface Measures {
    length: number;
    area: number;
    perimeter: number;
    volume: number;
}
/** What one primitive of an element's geometry gave to its measures. */
interface MeasuredPrimitive {
    /** Such as `line-string`, `region`, `extrusion`, `mesh`, `body`. */
    kind: string;
    /** The shared part that it stands in. */
    part?: Id64String;
    engine: Measures;
    exact: Measures;
    /** Which of the two are not the same. */
    differing: ("length" | "area" | "volume")[];
    deviations: GeometryNote[];
    /** Why it could not be read; its measures are 0 then. */
    refusal?: GeometryNote;
}
/** A deviation of the service's engine, or why something could not be read: its name, and a sentence. */
interface GeometryNote {
    code: string;
    what: string;
}
/** What an element's geometry measures: as the service's engine has it, which is what a column shows, and in truth. */
interface ElementMeasures {
    engine: Measures;
    exact: Measures;
    /** Which of the two are not the same. */
    differing: ("length" | "area" | "volume")[];
    /** In the iModel's coordinates; absent where nothing has that measure, and of bodies with curved faces. */
    centroids: {
        length?: [number, number, number];
        area?: [number, number, number];
        volume?: [number, number, number];
    };
    /** Where the service's engine is known not to give the true measure. */
    deviations: GeometryNote[];
    /** Why nothing at all could be read. */
    refusal?: GeometryNote;
    /** Primitives that were measured, of construction class, hidden, and not readable. */
    counted: number;
    construction: number;
    hidden: number;
    refused: number;
    /** The first thousand. */
    primitives: MeasuredPrimitive[];
    unreported: number;
}
interface ProfileOptions {
    group?: string;
    /** About how many rows to read, in pieces spread over the query; all of them when left out. */
    sample?: number;
    options?: ResolveOptions;
    signal?: PlatformAbortSignal;
    /** Called after each slice of rows; other calls are answered between slices. */
    onProgress?: (progress: Progress) => void;
}
/** The rows of a column without a value for one reason. */
interface EmptyRows {
    reason: Reason;
    /** The entry whose reason it is; null: it is the column's own. */
    entry: number | null;
    count: number;
    words: ReasonWords;
}
/** How many values are not less than `from` and less than `below`. */
interface HistogramBar {
    from: number | string;
    below: number | string;
    count: number;
}
/** Health of one column over all rows of a group. */
interface ColumnHealth {
    name: string;
    dataType: ColumnDataType;
    filled: number;
    nulls: number;
    /** Rows without a value, by the reason that decided. */
    nullReasons: Record<string, number>;
    /** The same with the entry that decided, most frequent first. */
    whyNull: EmptyRows[];
    /** Rows each entry won; `what` tells the source in words. */
    wins: {
        entry: number | null;
        source: VerdictSource;
        what: string;
        count: number;
    }[];
    /** Entries that gave no row its value. */
    unusedEntries: number[];
    /** Values that changed when they were converted (a fraction cut off, digits lost). */
    lossy: number;
    /** How many different values there are; at least so many, when capped. */
    distinct: number;
    distinctIsCapped: boolean;
    /**
     * The most frequent values, at most ten: no other is in more rows. Fewer, or none, where that is not certain, and none of more
     * than 1,000 different numbers. With `isAtLeast` a value may be in more rows than `count`.
     */
    top: {
        value: Cell;
        count: number;
        isAtLeast?: true;
    }[];
    /** Smallest and largest, when the column holds numbers. */
    min?: number | bigint;
    max?: number | bigint;
    /** Of all numbers, when the column holds numbers. */
    sum?: number | bigint;
    /**
     * How numbers are spread, or dates (ISO 8601), in ascending order; absent where there are other values. Together they are all
     * values. Numbers have bars without gaps; dates have one for each minute, hour, day, month, year, decade or century that has any:
     * `from` is what all texts in it begin with.
     */
    bars?: HistogramBar[];
    /**
     * Filled values that a stricter column type would hold without loss (String, Double, Integer, Boolean from loose to
     * strict); 0 where the type is not stricter than the column's.
     */
    asDouble: number;
    asInteger: number;
    asBoolean: number;
}
/** How many elements have none, one or several instances of an aspect class the group names. */
interface AspectHealth {
    class: string;
    none: number;
    one: number;
    several: number;
}
interface Profile {
    group: string;
    tableName: string;
    /** Rows read; rows of the query: more when it is a sample, whose figures are then all of `rowCount` rows. */
    rowCount: number;
    queryRows: number;
    isSample: boolean;
    /** Rows whose id occurs before; rows whose element is gone; rows that are no elements. */
    duplicateIds: number;
    danglingRows: number;
    notElements: number;
    /** Rows by their own class. */
    classes: {
        class: string;
        count: number;
    }[];
    columns: ColumnHealth[];
    aspects: AspectHealth[];
    diagnostics: Diagnostic[];
}
interface GroupFactsOptions {
    options?: ResolveOptions;
    signal?: PlatformAbortSignal;
}
/** What one group selects; groups of one name are one. */
interface GroupCounts {
    group: string;
    /** False: its query does not run, the counts are 0 and `diagnostics` say why. */
    isRead: boolean;
    rowCount: number;
    /** Different elements among the rows. */
    elementCount: number;
    /** Rows whose id occurs before; rows whose element is gone; rows that are no elements. */
    duplicateIds: number;
    danglingRows: number;
    notElements: number;
    /** Rows by their own class, most frequent first. */
    classes: {
        class: string;
        count: number;
    }[];
}
/** Two groups that share elements. */
interface GroupOverlap {
    /** Indexes into `groups`. */
    groups: [number, number];
    elementCount: number;
    /** Some of the shared elements: the smallest ids. */
    samples: Id64String[];
}
/** A class some elements of which are in no group. */
interface UngroupedClass {
    class: string;
    elementCount: number;
    ungrouped: number;
    /** Derives from `BisCore.GeometricElement`. */
    isGeometric: boolean;
}
interface GroupFacts {
    /** Elements of the snapshot; those in at least one group; those in more than one. */
    elementCount: number;
    inGroups: number;
    inSeveralGroups: number;
    groups: GroupCounts[];
    /** Pairs that share nothing are left out. */
    overlaps: GroupOverlap[];
    /** Geometric classes first, then by count. */
    ungrouped: UngroupedClass[];
    diagnostics: Diagnostic[];
}
/** The bytes of the table, piece by piece. */
interface Extract extends AsyncGenerator<Uint8Array, void, undefined> {
    /**
     * Faults that kept a column from being filled, and warnings: those `preview` has. Known as soon as the first piece is;
     * asked for earlier it plans the extract, and reads no row.
     */
    diagnostics(): Promise<readonly Diagnostic[]>;
}
type ExtractFormat = "csv" | "ndjson" | "json";
interface ExtractOptions {
    format: ExtractFormat;
    group?: string;
    options?: ResolveOptions;
    signal?: PlatformAbortSignal;
    onProgress?: (progress: ExtractProgress) => void;
    /**
     * Engines that read the file side by side; 1 by default. The bytes do not depend on it. Each is in a worker of its own, but for
     * the snapshot's own, which reads too where it is in the caller's thread (`worker: false`). `auto`: up to four, one fewer than
     * there are cores (of two both), when the group has 50,000 rows or more. Where rows do not come by id (a query with WHERE, ORDER
     * BY, JOIN …) each engine runs the query and fills the columns of its share of the rows. One engine does it alone for `json`, for
     * a query that hangs on chance or the clock, with `keepRepeatedRows: false`, and where the source cannot be opened again (bytes,
     * a database).
     */
    workers?: number | "auto";
}
interface ExtractTableOptions {
    /** The path of the file; what stands there is replaced. */
    file: string;
    group?: string;
    options?: ResolveOptions;
    signal?: PlatformAbortSignal;
    onProgress?: (progress: ExtractProgress) => void;
}
interface ExtractedTableFile {
    /** Name the extraction gives the table. */
    readonly tableName: string;
    readonly columns: readonly {
        readonly name: string;
        readonly dataType: ColumnDataType;
    }[];
    readonly rowCount: number;
    /** Every row has an ECInstanceId, and none the same. */
    readonly isKeyed: boolean;
    readonly diagnostics: readonly Diagnostic[];
}
interface ExtractProgress {
    bytes: number;
    rows: number;
    /** How many rows the query gives, known where counting costs little. Rows that are left out (A21) are counted too. */
    rowCount?: number;
}

/// <reference lib="esnext.disposable" preserve="true" />

/** As `Engine`, at once. It throws what the other rejects with. */
interface SyncEngine {
    readonly version: EngineVersion;
    /** A `File` or `Blob` only in a worker, where it can be read in place. */
    open(source: SnapshotSource, options?: OpenOptions): SyncSnapshot;
    validate(mapping: MappingInput, options?: Omit<ValidateOptions, "rows" | "onProgress">): ValidationReport;
    fix(mapping: MappingInput, options?: Omit<ValidateOptions, "rows" | "onProgress">): FixedMapping;
    outline(mapping: MappingInput, options?: Pick<ValidateOptions, "api" | "signal">): MappingOutline;
    apply(mapping: MappingInput, patch: readonly PatchStep[]): PatchedMapping;
    validateRequest(request: RequestName, fields: Readonly<Record<string, unknown>>): ValidationReport;
    close(): void;
    [Symbol.dispose](): void;
}
/** As `Snapshot`, at once. */
interface SyncSnapshot {
    readonly info: SnapshotInfo;
    schemas(): SchemaInfo[];
    query(ecsql: string, options?: SyncQueryOptions & {
        rowFormat?: "indexes";
    }): SyncQuery<IndexRow>;
    query(ecsql: string, options: SyncQueryOptions & {
        rowFormat: "names" | "jsNames";
    }): SyncQuery<NamedRow>;
    query(ecsql: string, options?: SyncQueryOptions): SyncQuery<IndexRow | NamedRow>;
    nativeSql(ecsql: string): string;
    validate(mapping: MappingInput, options?: ValidateOptions): ValidationReport;
    fix(mapping: MappingInput, options?: Omit<ValidateOptions, "rows" | "onProgress">): FixedMapping;
    preview(mapping: MappingInput, options?: PreviewOptions): Preview;
    view(mapping: MappingInput, options?: ViewOptions): SyncView;
    explain(mapping: MappingInput, options: ExplainOptions): Explanation;
    profile(mapping: MappingInput, options?: ProfileOptions): Profile;
    groupFacts(mapping: MappingInput, options?: GroupFactsOptions): GroupFacts;
    /** `workers` is of no use here: there is one engine, and the bytes are the same. */
    extract(mapping: MappingInput, options: ExtractOptions): SyncExtract;
    geometry(options?: GeometryOptions): Iterable<GeometryBatch>;
    boxes(options?: ElementChoice): Iterable<BoxBatch>;
    members(mapping: MappingInput, options?: MembersOptions): Iterable<BigUint64Array<ArrayBuffer>>;
    stats(): SnapshotStats;
    close(): void;
    [Symbol.dispose](): void;
}
/** As `View`, at once. */
interface SyncView extends Omit<View, "rows" | "ids"> {
    rows(options?: ViewRowsOptions): ViewRows;
    ids(options?: Omit<ViewRowsOptions, "verdicts">): ViewIds;
}
/** The bytes of the table, piece by piece, and what is to be said of it; see `Extract`. */
interface SyncExtract extends Generator<Uint8Array, void, undefined> {
    diagnostics(): readonly Diagnostic[];
}
/** The same: a signal is looked at between batches, which only `onProgress` or the loop over the rows can make use of. */
type SyncQueryOptions = QueryOptions;
interface SyncQuery<Row> extends Iterable<Row> {
    columns(): ColumnInfo[];
    toArray(): Row[];
    batches(): Iterable<Batch>;
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
 * premap/sync: the engine in this thread, without promises. Only starting it waits (its WebAssembly is compiled); everything
 * after that answers at once, so it blocks the thread for as long as it works. For scripts, worker threads and servers.
 *
 * ```ts
 * import { createEngine } from "premap/sync";
 *
 * const engine = await createEngine();
 * const snapshot = engine.open("building.bim");
 * for (const row of snapshot.query("SELECT ECInstanceId, CodeValue FROM bis.Element")) console.log(row);
 * ```
 */

/** Starts an engine in this thread. The parts that are loaded when they are needed come with it, since no later call can wait for them. */
declare function createEngine(given?: Pick<EngineOptions, "wasm" | "partsWasm" | "signal">): Promise<SyncEngine>;

export { CrashedError, EngineError, createEngine };
export type { AspectHealth, Batch, BindingValue, Bindings, BoxBatch, CalculatedProperty, CalculatedPropertyType, Cell, ClassInfo, ClassModifier, ClassType, ColumnDataType, ColumnHealth, ColumnInfo, ColumnOutline, CustomCalculation, DataType, Diagnostic, DiagnosticCode, ECProperty, ECPropertyType, ElementChoice, ElementMeasures, EmptyRows, Engine, EngineOptions, EnginePartName, EngineVersion, EntryOutline, ExplainOptions, ExplainedEntry, Explanation, Extract, ExtractFormat, ExtractOptions, ExtractProgress, ExtractTableOptions, ExtractedTableFile, FixedMapping, GeometryBatch, GeometryNote, GeometryOptions, Group, GroupAnswer, GroupCounts, GroupFacts, GroupFactsOptions, GroupMetadata, GroupOutline, GroupOverlap, GroupProperty, HistogramBar, Id64String, IndexRow, LogSource, Mapping, MappingAnswer, MappingApi, MappingApiName, MappingDocument, MappingInput, MappingOutline, MeasuredPrimitive, Measures, MembersOptions, NamedRow, OpenOptions, PartWasmSource, PatchStep, PatchedMapping, Point2d, Point3d, Preview, PreviewColumn, PreviewOptions, PreviewRow, Profile, ProfileOptions, Progress, PropertyInfo, PropertyKind, QuantityType, Query, QueryOptions, Reason, ReasonTone, ReasonWords, RelatedInfo, RequestName, ResolveOptions, RowCondition, RowFilter, RowFormat, RowOrder, SchemaInfo, Severity, Snapshot, SnapshotInfo, SnapshotMappingDocument, SnapshotSource, SnapshotStats, Span, SqlJsDatabase, Switches, SyncEngine, SyncExtract, SyncQuery, SyncQueryOptions, SyncSnapshot, SyncView, TableRows, TableRowsOptions, TextEdit, TypedBinding, UngroupedClass, ValidateOptions, ValidationReport, Value, Vector, VectorKind, VectorValue, Verdict, VerdictSource, VerdictWords, View, ViewIds, ViewOptions, ViewRows, ViewRowsOptions, WasmSource };
