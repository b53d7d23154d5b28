/**
 * From two outlines, of the edited mapping and of what is live, to the requests between them, in an order in which no name is
 * taken twice and no formula reads a column that is not there.
 */

import { mappingApis, only } from "../arguments.js";
import { isNoMapping } from "../errors.js";
import type {
  ColumnOutline,
  GroupOutline,
  MappingApi,
  MappingApiName,
  MappingInput,
  MappingOutline,
} from "../types.js";
import { type Body, columnBody, type ColumnBody, groupBody, mappingBody, type Remarks } from "./bodies.js";
import { fieldChanges, pair, type Pair } from "./compare.js";
import type { FieldChange, MappingChange, PlanOptions, PlannedRequest, PushPlan } from "./types.js";

/** What is there already: nothing, or a saved answer, in which there may be no mapping. */
interface Live {
  outline: MappingOutline | undefined;
}

/** The plan for what outlines tell; `edited` is undefined when the text holds no mapping. */
export function planOf(edited: MappingOutline | undefined, api: MappingApiName | undefined, live?: Live): PushPlan {
  const speaker = live?.outline ?? edited;
  const planner = new Planner(api ? mappingApis[api] : (speaker?.api ?? "groupingAndMapping"));
  if (!edited) planner.refuse("There is no mapping in the text.", "");
  else if (!live) planner.create(edited);
  else if (!live.outline) planner.refuse("The saved answer holds no mapping.", "");
  else planner.update(live.outline, edited);
  return {
    api: planner.api,
    kind: live ? "update" : "create",
    mappingName: edited?.name ?? "",
    requests: planner.requests,
    changes: planner.changes,
    obstacles: planner.remarks.obstacles,
    notes: [...planner.remarks.notes],
  };
}

/** The same for texts; `outlineOf` fails with an EngineError for what is no mapping. */
export async function planOfTexts(
  mapping: MappingInput,
  given: PlanOptions | undefined,
  outlineOf: (mapping: MappingInput) => Promise<MappingOutline>,
): Promise<PushPlan> {
  const { api, live } = only(given, "api", "live");
  const read = (text: MappingInput) =>
    outlineOf(text).catch((error: unknown) => {
      if (isNoMapping(error)) return undefined;
      throw error;
    });
  const edited = await read(mapping);
  return planOf(edited, api, live === undefined ? undefined : { outline: await read(live) });
}

/** A request for a column, with what decides its place among the others of its group. */
interface ColumnStep {
  request: PlannedRequest;
  pointer: string;
  /** The name the column has afterwards; absent when it is deleted. */
  takes?: string;
  /** The name it gives up. */
  frees?: string;
  /** Names it reads, in lower case. */
  reads: Set<string>;
}

const lower = (name: string): string => name.toLowerCase();

class Planner {
  readonly requests: PlannedRequest[] = [];
  readonly changes: MappingChange[] = [];
  readonly remarks: Remarks = { obstacles: [], notes: new Set() };
  readonly #root: string;
  #newGroups = 0;
  /** Told once: where one id is missing, most are. */
  #lacksIds = false;

  constructor(readonly api: MappingApi) {
    this.#root =
      api === "reporting"
        ? "/insights/reporting/datasources/imodels/{iModelId}/mappings"
        : "/grouping-and-mapping/datasources/imodel-mappings";
  }

  refuse(message: string, pointer: string): void {
    this.remarks.obstacles.push({ message, pointer });
  }

  create(mapping: MappingOutline): void {
    this.#checkNames(mapping);
    const { name } = mapping;
    this.requests.push({
      method: "POST",
      path: this.#root,
      body: this.api === "reporting" ? mappingBody(mapping) : { iModelId: "{iModelId}", ...mappingBody(mapping) },
      what: `Create mapping ${name}`,
      pointer: mapping.pointer,
      gives: { placeholder: "mappingId", member: "mapping.id" },
    });
    for (const group of mapping.groups) this.#createGroup(`${this.#root}/{mappingId}/groups`, group);
  }

  update(live: MappingOutline, edited: MappingOutline): void {
    this.#checkNames(edited);
    const before = mappingBody(live);
    const after = mappingBody(edited);
    const fields = fieldChanges(before, after).filter((change) => change.field in after);
    const path = `${this.#root}/${this.#id(live, `mapping ${live.name}`)}`;
    if (fields.length > 0) {
      this.changes.push({
        kind: "changed",
        what: "mapping",
        names: [edited.name],
        pointer: edited.pointer,
        ...idOf(live),
        fields,
      });
      const { pointer } = edited;
      this.requests.push({
        method: "PATCH",
        path,
        body: changed(fields),
        what: `Change mapping ${live.name}`,
        pointer,
      });
    }
    const pairs = pair(live.groups, edited.groups, (group) => group.name);
    for (const groups of pairs) this.#updateGroup(`${path}/groups`, groups);
  }

  #updateGroup(path: string, { before, after }: Pair<GroupOutline>): void {
    if (!before && after) {
      const fields = fieldChanges({}, groupBody(after, this.api, this.remarks));
      const { name, pointer } = after;
      this.changes.push({ kind: "added", what: "group", names: [name], pointer, ...idOf(after), fields });
      this.#createGroup(path, after);
    } else if (before && !after) {
      const fields = fieldChanges(groupBody(before, this.api, this.#silently()), {});
      this.changes.push({ kind: "removed", what: "group", names: [before.name], ...idOf(before), fields });
      const itself = `${path}/${this.#id(before, `group ${before.name}`)}`;
      this.requests.push({ method: "DELETE", path: itself, what: `Delete group ${before.name} with its columns` });
    } else if (before && after) {
      const itself = `${path}/${this.#id(before, `group ${before.name}`)}`;
      const body = groupBody(after, this.api, this.remarks);
      const fields = fieldChanges(groupBody(before, this.api, this.#silently()), body).filter((c) => c.field in body);
      if (fields.length > 0) {
        const { name, pointer } = after;
        this.changes.push({ kind: "changed", what: "group", names: [name], pointer, ...idOf(before), fields });
        this.requests.push({
          method: "PATCH",
          path: itself,
          body: changed(fields),
          what: `Change group ${before.name}`,
          pointer,
        });
      }
      const pairs = pair(before.columns, after.columns, (column) => column.name);
      this.#sendInOrder(pairs.flatMap((columns) => this.#updateColumn(itself, after.name, before.id, columns)));
    }
  }

  #updateColumn(
    group: string,
    groupName: string,
    groupId: string | undefined,
    { before, after }: Pair<ColumnOutline>,
  ): ColumnStep[] {
    const inGroup = groupId === undefined ? {} : { groupId };
    if (!before) return after ? [this.#addColumn(group, groupName, after, inGroup)] : [];
    const oldName = before.name;
    const old = columnBody(before, this.api, `${groupName}.${oldName}`, this.#silently());
    if (!after) {
      this.changes.push({
        kind: "removed",
        what: "column",
        names: [groupName, oldName],
        ...idOf(before),
        ...inGroup,
        fields: fieldChanges(old.body, {}),
      });
      return [this.#deleteColumn(group, groupName, before, old)];
    }
    const name = after.name;
    const now = columnBody(after, this.api, `${groupName}.${name}`, this.remarks);
    const fields = fieldChanges(old.body, now.body);
    if (fields.length === 0 && old.resource === now.resource) return [];
    const { pointer } = after;
    const names = [groupName, name];
    this.changes.push({ kind: "changed", what: "column", names, pointer, ...idOf(before), ...inGroup, fields });
    if (old.resource !== now.resource) {
      // Another kind of column is another resource of the older API: it cannot be changed into, only replaced.
      const created = this.#creation(group, groupName, after, now);
      return [this.#deleteColumn(group, groupName, before, old), created];
    }
    const isWhole = now.resource === "properties";
    const request: PlannedRequest = {
      method: isWhole ? "PUT" : "PATCH",
      path: `${group}/${now.resource}/${this.#id(before, `column ${groupName}.${oldName}`)}`,
      body: isWhole ? now.body : changed(fields),
      what:
        name === oldName
          ? `Change column ${name} in ${groupName}`
          : `Rename column ${oldName} in ${groupName} to ${name}`,
      pointer,
    };
    const frees = lower(name) === lower(oldName) ? {} : { frees: oldName };
    return [{ request, pointer, takes: name, ...frees, reads: readsOf(after) }];
  }

  #addColumn(group: string, groupName: string, column: ColumnOutline, inGroup: { groupId?: string }): ColumnStep {
    const body = columnBody(column, this.api, `${groupName}.${column.name}`, this.remarks);
    const names = [groupName, column.name];
    this.changes.push({
      kind: "added",
      what: "column",
      names,
      pointer: column.pointer,
      ...idOf(column),
      ...inGroup,
      fields: fieldChanges({}, body.body),
    });
    return this.#creation(group, groupName, column, body);
  }

  #createGroup(path: string, group: GroupOutline): void {
    this.#newGroups += 1;
    const placeholder = `groupId${this.#newGroups}`;
    this.requests.push({
      method: "POST",
      path,
      body: groupBody(group, this.api, this.remarks),
      what: `Create group ${group.name}`,
      pointer: group.pointer,
      gives: { placeholder, member: "group.id" },
    });
    const steps = group.columns.map((column) => {
      const body = columnBody(column, this.api, `${group.name}.${column.name}`, this.remarks);
      return this.#creation(`${path}/{${placeholder}}`, group.name, column, body);
    });
    this.#sendInOrder(steps);
  }

  #creation(group: string, groupName: string, column: ColumnOutline, { resource, body }: ColumnBody): ColumnStep {
    const what = `Create column ${column.name} in ${groupName}`;
    const { pointer } = column;
    const request: PlannedRequest = { method: "POST", path: `${group}/${resource}`, body, what, pointer };
    return { request, pointer, takes: column.name, reads: readsOf(column) };
  }

  #deleteColumn(group: string, groupName: string, column: ColumnOutline, { resource }: ColumnBody): ColumnStep {
    const id = this.#id(column, `column ${groupName}.${column.name}`);
    const what = `Delete column ${column.name} in ${groupName}`;
    const request: PlannedRequest = { method: "DELETE", path: `${group}/${resource}/${id}`, what };
    return { request, pointer: "", frees: column.name, reads: new Set() };
  }

  /** Formulas after the columns they read, a name free before it is taken, what goes away last. */
  #sendInOrder(steps: ColumnStep[]): void {
    const state = new Map<ColumnStep, "open" | "done">();
    const visit = (step: ColumnStep): void => {
      if (state.get(step) === "done") return;
      if (state.get(step) === "open") {
        const message = `The requests for ${step.takes ?? step.frees} wait for one another: a circle of formulas or of names.`;
        this.refuse(message, step.pointer);
        return;
      }
      state.set(step, "open");
      for (const other of steps) if (other !== step && waitsFor(step, other)) visit(other);
      state.set(step, "done");
      this.requests.push(step.request);
    };
    for (const step of steps) if (step.takes !== undefined) visit(step);
    for (const step of steps) visit(step);
  }

  #id(item: { id?: string }, what: string): string {
    if (item.id !== undefined && item.id !== "") return encodeURIComponent(item.id);
    if (!this.#lacksIds) this.refuse(`The saved answer has no id for ${what}: save it as the API gave it.`, "");
    this.#lacksIds = true;
    return "{unknown}";
  }

  #checkNames(mapping: MappingOutline): void {
    if (mapping.name.trim() === "") this.refuse("The mapping has no name.", mapping.pointer);
    for (const group of mapping.groups) {
      const name = group.name || "A group";
      if (group.name.trim() === "") this.refuse("A group has no name.", group.pointer);
      if (group.query.trim() === "") this.refuse(`${name} has no query.`, group.pointer);
      for (const column of group.columns)
        if (column.name.trim() === "") this.refuse(`A column of ${name} has no name.`, column.pointer);
    }
  }

  /** Remarks on what is live already are nobody's business. */
  #silently(): Remarks {
    return { obstacles: [], notes: new Set() };
  }
}

function waitsFor(step: ColumnStep, other: ColumnStep): boolean {
  if (step.takes === undefined) return false;
  if (other.frees !== undefined && lower(other.frees) === lower(step.takes)) return true;
  return other.takes !== undefined && step.reads.has(lower(other.takes));
}

const idOf = ({ id }: { id?: string }): { id?: string } => (id === undefined ? {} : { id });

const readsOf = (column: ColumnOutline): Set<string> => new Set(column.names?.map(({ name }) => lower(name)));

/** What a PATCH sends: what changed; what is no longer set goes back to nothing. */
const changed = (fields: FieldChange[]): Body =>
  Object.fromEntries(fields.map(({ field, after }) => [field, after ?? (field === "quantityType" ? "Undefined" : "")]));
