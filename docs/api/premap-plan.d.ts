/** A name as it stands in the formula, from `begin` up to `end` (UTF-16 units). */
interface FormulaName {
    name: string;
    begin: number;
    end: number;
}
/** Every name that is no function: columns, and constants such as `PI`. */
declare function namesInFormula(formula: string): FormulaName[];
/** True when the formula reads the column; letter case does not count, and a constant wins over a column of its name. */
declare const readsColumn: (formula: string, column: string) => boolean;
/**
 * The formula with a column under its new name; everything else stays as it is written.
 *
 * ```ts
 * renameInFormula("Length * 2 + 'Length'", "Length", "Span"); // "Span * 2 + 'Length'"
 * ```
 */
declare function renameInFormula(formula: string, from: string, to: string): string;

/**
 * A mapping: premap's own file (`{mappingName, groups: [{groupName, query, properties: [...]}]}`), any saved answer of the
 * mapping API, or one group. An object, or JSON text (then diagnostics tell line and column of the text as it stands).
 */
type MappingInput = string | object;
/** Rules of the API the mapping is for. */
type MappingApi = "reporting" | "groupingAndMapping";

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
    api?: MappingApi;
    /** A saved answer of the API with ids: the plan then changes that mapping instead of making a new one. */
    live?: string | object;
}

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
 */
declare function planPush(mapping: string | object, options?: PlanOptions): PushPlan;

/**
 * The plan as a POSIX shell script that sends it with curl. Run as it is, it only lists the requests; `--send` sends them and
 * stops at the first that fails. The token and the iModel's id come from the environment (`ITWIN_TOKEN`, `IMODEL_ID`), never
 * from the script. Whatever the mapping's names and queries hold, the shell reads it as text.
 *
 * Errors: a plan with obstacles throws a RangeError.
 */
declare function pushScript(plan: PushPlan): string;

export { namesInFormula, planPush, pushScript, readsColumn, renameInFormula };
export type { FieldChange, FormulaName, HttpMethod, MappingApi, MappingChange, MappingInput, PlanObstacle, PlanOptions, PlannedRequest, PushPlan };
