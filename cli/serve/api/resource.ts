/** A resource of the API as one table row: from it come up to five operations, which are the same for every resource. */

import type { ShapeName } from "../wire/shapes.js";
import type { FaultCode } from "./faults.js";
import type { Body, Call, JsonOperation, Parameter } from "./operation.js";
import { pageOf, pageParameters } from "./paging.js";

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
  const { tag, path, word, keys, shapes, faults, conflicts = [] } = resource;
  const prefix = resource.prefix ?? "";
  const item = `${path}/{${resource.id}}`;
  const named = (verb: string, what = resource.name) =>
    prefix ? `${prefix}${verb[0]?.toUpperCase()}${verb.slice(1)}${what}` : `${verb}${what}`;
  const one = async (call: Call, found: Item) => ({ [keys.one]: await resource.show(found, call, false) });
  const both = <K extends string>(key: K, shape: ShapeName | undefined) => (shape ? { [key]: shape } : {});
  const found: JsonOperation[] = [
    {
      method: "GET",
      path,
      name: named("get", resource.plural),
      tag,
      summary: `List every ${word}, page by page.`,
      query: [...(resource.listQuery ?? []), ...pageParameters],
      faults: [...faults, "InvalidInsightsRequest"],
      gives: shapes.many,
      ...both("gives2", shapes.many2),
      run: async (call) => {
        const items = await resource.list(call);
        const page = await pageOf(call, keys.many, items, resource.keyOf, (each) => each);
        return {
          ...page,
          [keys.many]: await Promise.all((page[keys.many] ?? []).map((each) => resource.show(each, call, true))),
        };
      },
    },
  ];
  const { create, update, remove } = resource;
  if (create && shapes.create)
    found.push({
      method: "POST",
      path,
      name: named("create"),
      tag,
      summary: `Create a ${word}.`,
      faults: [...faults, ...conflicts, "InvalidInsightsRequest"],
      takes: shapes.create,
      ...both("takes2", shapes.create2),
      gives: shapes.one,
      ...both("gives2", shapes.one2),
      run: async (call) => one(call, await create.call(resource, call, call.body)),
    });
  if (!resource.isListOnly)
    found.push({
      method: "GET",
      path: item,
      name: named("get"),
      tag,
      summary: `Get a ${word}.`,
      faults,
      gives: shapes.one,
      ...both("gives2", shapes.one2),
      run: async (call) => one(call, await resource.find(call)),
    });
  if (update && shapes.update)
    found.push({
      method: resource.updateBy ?? "PATCH",
      path: item,
      name: named("update"),
      tag,
      summary: `Change a ${word}.`,
      faults: [...faults, ...conflicts, "InvalidInsightsRequest"],
      takes: shapes.update,
      gives: shapes.one,
      ...both("gives2", shapes.one2),
      run: async (call) => one(call, await update.call(resource, call, await resource.find(call), call.body)),
    });
  if (remove)
    found.push({
      method: "DELETE",
      path: item,
      name: named("delete"),
      tag,
      summary: `Delete a ${word}.`,
      faults,
      gives: undefined,
      run: async (call) => {
        await remove.call(resource, call, await resource.find(call));
        return undefined;
      },
    });
  return found;
}
