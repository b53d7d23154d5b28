// Groups made from what is in the snapshot: of a class, a category, a model, or of what has an aspect.
import { type Condition, groupQueryText, type QueryValue, rowsOf, type Subject } from "./group_query";
import type { SchemaIndex } from "./schema_index";

export interface NewGroup {
  name: string;
  query: string;
}

/** `Pi__x00E8__ce` -> `Pièce`: a name as its schema's author gave it. */
export const decodedName = (name: string): string =>
  name.replace(/__x([0-9A-Fa-f]{4})__/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** A name that every API takes for a table: `Façade (old)` -> `Facade_old`. */
export function groupNameOf(text: string): string {
  const plain = decodedName(text).normalize("NFD").replace(/\p{M}/gu, "");
  const name = plain.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  return name === "" ? "Group" : /^\d/.test(name) ? `G_${name}` : name.slice(0, 100);
}

/** The elements that are exactly of this class. Where it has subclasses with elements of their own, ONLY leaves those out. */
export function classGroup(index: SchemaIndex, fullName: string, withElements: Iterable<string>): NewGroup {
  const from = index.find(fullName)?.inQuery ?? inQuery(fullName);
  return { name: groupNameOf(from.name), query: groupQueryText(rowsOf(from, hasHeirs(index, fullName, withElements))) };
}

const hasHeirs = (index: SchemaIndex, fullName: string, others: Iterable<string>): boolean =>
  [...others].some((other) => other !== fullName && index.isA(other, fullName));

const inQuery = (fullName: string) => {
  const [schema = "", name = ""] = fullName.split(/[.:]/);
  return { schema, name };
};

/** What a group of a category or a model goes by. */
interface Named {
  id: string;
  /** Its code, which other iModels may have, too; empty where that tells it apart from no other. */
  code: string;
  name: string;
}

/** The elements of a category: by its code where that is its alone, else by its id. */
export const categoryGroup = (category: Named, is3d: boolean): NewGroup =>
  linkedGroup(category, is3d, "Category", is3d ? "SpatialCategory" : "DrawingCategory");

/** The elements of a model, which is called as what it models. */
export const modelGroup = (model: Named, is3d: boolean): NewGroup =>
  linkedGroup(model, is3d, "Model", "InformationPartitionElement");

function linkedGroup({ id, code, name }: Named, is3d: boolean, link: string, target: string): NewGroup {
  const linked: Subject = { kind: "linked", link: [link], to: bis(target), property: { path: ["CodeValue"] } };
  const byId: Subject = { kind: "property", path: [link, "Id"] };
  const value: QueryValue = code === "" ? { type: "id", text: id } : { type: "text", text: code };
  const test: Condition = { kind: "test", subject: code === "" ? byId : linked, operator: "=", values: [value] };
  const from = bis(is3d ? "GeometricElement3d" : "GeometricElement2d");
  return { name: groupNameOf(name), query: groupQueryText(rowsOf(from, false, [test])) };
}

/** The elements that have an aspect, exactly of this class. */
export function aspectGroup(index: SchemaIndex, aspect: string, withElements: Iterable<string>): NewGroup {
  const of = index.find(aspect)?.inQuery ?? inQuery(aspect);
  const only = hasHeirs(index, aspect, withElements) ? ({ only: true } as const) : {};
  const subject: Subject = { kind: "aspect", of, ...only };
  const test: Condition = { kind: "test", subject, operator: "has", values: [] };
  return { name: groupNameOf(`With ${of.name}`), query: groupQueryText(rowsOf(bis("Element"), false, [test])) };
}

const bis = (name: string) => ({ schema: "bis", name });
