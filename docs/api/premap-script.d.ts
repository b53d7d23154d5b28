/// <reference lib="esnext.disposable" preserve="true" />

/** Which API a mapping is for: Reporting v1, or Grouping and Mapping. */
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
interface ScriptOptions {
    /** What runs it; default `sh`. */
    shell?: "sh" | "powershell";
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

export { pushScript };
export type { PushPlan, ScriptOptions };
