/** A resource of the API as one table row: from it come up to five operations, which are the same for every resource. */

import type { ShapeName } from "../wire/shapes.js";
import type { FaultCode } from "./faults.js";
import type { Body, Call, JsonOperation, Parameter } from "./operation.js";
import { paged, pageParameters } from "./paging.js";

type Answered<T> = T | Promise<T>;

export interface Resource<Item> {
  readonly tag: string;
  /** In the operations' names: `Mapping` gives `getMapping`, `createMapping` and so on. */
  readonly name: string;
  /** What `getMappings` is called after. */
  readonly plural: string;
  /** Before the name, where two APIs have one of it. */
  readonly prefix?: string;
  /** In sentences. */
  readonly word: string;
  readonly path: string;
  /** Name of the path's last parameter. */
  readonly id: string;
  readonly keys: { readonly one: string; readonly many: string };
  readonly shapes: {
    readonly one: ShapeName;
    readonly many: ShapeName;
    readonly create?: ShapeName;
    readonly update?: ShapeName;
    readonly one2?: ShapeName;
    readonly many2?: ShapeName;
    readonly create2?: ShapeName;
  };
  readonly faults: readonly FaultCode[];
  readonly conflicts?: readonly FaultCode[];
  readonly listQuery?: readonly Parameter[];
  /** Checks what the path and the query name, and gives the list. */
  list(call: Call): Answered<readonly Item[]>;
  find(call: Call): Answered<Item>;
  keyOf(item: Item): string;
  show(item: Item, call: Call, isListed: boolean): object | Promise<object>;
  create?(call: Call, body: Body): Promise<Item>;
  readonly updateBy?: "PATCH" | "PUT";
  update?(call: Call, item: Item, body: Body): Promise<Item>;
  remove?(call: Call, item: Item): Promise<void>;
  /** No `GET` of one item. */
  readonly isListOnly?: boolean;
}

export function operationsOf<Item>(resource: Resource<Item>): JsonOperation[] {
  const rows = [listing(resource), creation(resource), reading(resource), change(resource), removal(resource)];
  return rows.filter((row) => row !== undefined);
}

function listing<Item>(resource: Resource<Item>): JsonOperation {
  const { tag, path, word, keys, shapes, faults, plural, listQuery = [] } = resource;
  return {
    method: "GET",
    path,
    name: nameOf(resource, "get", plural),
    tag,
    summary: `List every ${word}, page by page.`,
    query: [...listQuery, ...pageParameters],
    faults: [...faults, "InvalidInsightsRequest"],
    gives: shapes.many,
    ...(shapes.many2 ? { gives2: shapes.many2 } : {}),
    run: async (call) => {
      const { items, links } = await paged(call, await resource.list(call), resource.keyOf);
      return { [keys.many]: await Promise.all(items.map((each) => resource.show(each, call, true))), _links: links };
    },
  };
}

function creation<Item>(resource: Resource<Item>): JsonOperation | undefined {
  const { tag, path, word, shapes, faults, conflicts = [] } = resource;
  if (!resource.create || !shapes.create) return undefined;
  return {
    method: "POST",
    path,
    name: nameOf(resource, "create"),
    tag,
    summary: `Create a ${word}.`,
    faults: [...faults, ...conflicts, "InvalidInsightsRequest"],
    takes: shapes.create,
    ...(shapes.create2 ? { takes2: shapes.create2 } : {}),
    ...givesOne(resource),
    run: async (call) => single(resource, call, await resource.create?.(call, call.body)),
  };
}

function reading<Item>(resource: Resource<Item>): JsonOperation | undefined {
  const { tag, word, faults } = resource;
  if (resource.isListOnly) return undefined;
  return {
    method: "GET",
    path: itemPath(resource),
    name: nameOf(resource, "get"),
    tag,
    summary: `Get a ${word}.`,
    faults,
    ...givesOne(resource),
    run: async (call) => single(resource, call, await resource.find(call)),
  };
}

function change<Item>(resource: Resource<Item>): JsonOperation | undefined {
  const { tag, word, shapes, faults, conflicts = [], updateBy = "PATCH" } = resource;
  if (!resource.update || !shapes.update) return undefined;
  return {
    method: updateBy,
    path: itemPath(resource),
    name: nameOf(resource, "update"),
    tag,
    summary: `Change a ${word}.`,
    faults: [...faults, ...conflicts, "InvalidInsightsRequest"],
    takes: shapes.update,
    ...givesOne(resource),
    run: async (call) => single(resource, call, await resource.update?.(call, await resource.find(call), call.body)),
  };
}

function removal<Item>(resource: Resource<Item>): JsonOperation | undefined {
  const { tag, word, faults, conflicts = [] } = resource;
  if (!resource.remove) return undefined;
  return {
    method: "DELETE",
    path: itemPath(resource),
    name: nameOf(resource, "delete"),
    tag,
    summary: `Delete a ${word}.`,
    faults: [...faults, ...conflicts.filter((code) => code === "MappingFileUnreadable")],
    gives: undefined,
    run: async (call) => {
      await resource.remove?.(call, await resource.find(call));
      return undefined;
    },
  };
}

const itemPath = <Item>({ path, id }: Resource<Item>): string => `${path}/{${id}}`;

function nameOf<Item>({ prefix, name }: Resource<Item>, verb: string, what = name): string {
  return prefix === undefined ? `${verb}${what}` : `${prefix}${verb[0]?.toUpperCase()}${verb.slice(1)}${what}`;
}

const givesOne = <Item>({ shapes }: Resource<Item>): { gives: ShapeName; gives2?: ShapeName } => ({
  gives: shapes.one,
  ...(shapes.one2 ? { gives2: shapes.one2 } : {}),
});

const single = async <Item>(resource: Resource<Item>, call: Call, item: Item | undefined): Promise<object> => ({
  [resource.keys.one]: await resource.show(item as Item, call, false),
});
