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
interface ScriptOptions {
    /** What runs it; default `sh`. */
    shell?: "sh" | "powershell";
}

/** What the package's promises reject with. Across a worker an error travels as {@link ErrorWire} and is rebuilt here. */

/** The engine refused: every problem it found is in `diagnostics`; `code` is the first one's. */
declare class EngineError extends Error {
    readonly name = "EngineError";
    readonly code: DiagnosticCode;
    readonly diagnostics: readonly Diagnostic[];
    constructor(diagnostics: readonly Diagnostic[]);
}

/**
 * The plan as a script that sends it: a POSIX shell script for curl and jq, or with `shell: "powershell"` one for PowerShell. Run
 * as it is, it only lists the requests; `--send` (`-Send`) sends them. It waits when it is told to, and where an answer is lost it
 * looks whether the request took effect; when it was cut off or has failed, the same command goes on where it was. The token and
 * the iModel's id come from the environment (`ITWIN_TOKEN`, `IMODEL_ID`), never from the script. Whatever the mapping's names and
 * queries hold, the shell reads it as text.
 *
 * Errors: a plan with obstacles throws a RangeError, what is no plan or no shell an EngineError.
 */
declare function pushScript(plan: PushPlan, options?: ScriptOptions): string;

/**
 * The exact requests that bring a mapping to the API: each method, path and body in the order to send them. Nothing is sent.
 *
 * ```ts
 * const plan = planPush(mappingText, { api: "groupingAndMapping" });
 * for (const { method, path, body } of plan.requests) console.log(method, path, body);
 * ```
 *
 * With `live`, a saved answer of the API, the plan changes that mapping: what is the same is not sent again. Fields of the
 * mapping or of a group that the edited text does not mention are left as they are; columns are replaced as a whole.
 * The mapping is taken as it is: have `validate` check it first. Cost: linear in the mapping's size.
 *
 * Errors (thrown): `argument-invalid`, `option-unknown`, `option-value`.
 */
declare function planPush(mapping: MappingInput, given?: PlanOptions): PushPlan;

export { EngineError, planPush, pushScript };
export type { FieldChange, HttpMethod, MappingApi, MappingApiName, MappingChange, MappingInput, PlanObstacle, PlanOptions, PlannedRequest, PushPlan, ScriptOptions };
