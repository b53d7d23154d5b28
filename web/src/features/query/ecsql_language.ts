// ECSQL for the editor: words to colour, and completion from the open snapshot's schemas.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { SQLDialect, sql } from "@codemirror/lang-sql";
import type { ClassInfo, PropertyInfo, SchemaInfo } from "../../engine";
import { offeredFunctions, systemProperties } from "./words";

const keywords =
  "select from where and or not in is null like escape between case when then else end as join inner left right full outer cross natural on using " +
  "group by having order asc desc limit offset union all intersect except distinct with recursive values only cast exists collate first last nulls " +
  "over partition rows range groups preceding following unbounded current row exclude filter window relationship forward backward ecsqloptions options";
const types =
  "integer int long double real float string varchar text boolean binary blob timestamp datetime date point2d point3d navigation true false";

const dialect = SQLDialect.define({
  keywords,
  types,
  identifierQuotes: '"[',
  doubleQuotedStrings: false,
  slashComments: false,
});

/** Without completion of its own: ours knows the schemas. */
export const ecsqlLanguage = sql({ dialect, upperCaseKeywords: true }).language;

const functions = offeredFunctions.map((label): Completion => ({
  label,
  apply: `${label}(`,
  detail: "()",
  type: "function",
  boost: -5,
}));

const offered = keywords
  .toUpperCase()
  .split(" ")
  .filter((word) => word.length > 2)
  .map((label): Completion => ({ label, type: "keyword", boost: -10 }));

/** Offers classes after `alias.`, schemas where a class is due, and properties of the classes the query names. */
export function ecsqlCompletion(schemas: readonly SchemaInfo[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\w[\]]*/);
    const before = context.state.sliceDoc(Math.max(0, context.pos - 400), word?.from ?? context.pos);
    const from = word?.from ?? context.pos;
    const chain = /((?:\w+[.:])+)$/.exec(before)?.[1]?.slice(0, -1).toLowerCase().split(/[.:]/) ?? [];
    const [qualifier, ...steps] = chain;
    const text = context.state.doc.toString();
    const named = namedClasses(text, schemas);
    if (qualifier) {
      const members = membersBehind(chain, text, named, schemas);
      if (members) return { from, options: members, validFor: /^\w*$/ };
      if (steps.length > 0) return null;
      const schema = schemas.find((s) => s.alias.toLowerCase() === qualifier || s.name.toLowerCase() === qualifier);
      if (schema)
        return { from, options: schema.classes.filter((c) => c.isQueryable).map(classOption), validFor: /^[\w[\]]*$/ };
      const item = aliasedClass(text, qualifier, schemas);
      return item ? { from, options: propertyOptions([item]), validFor: /^\w*$/ } : null;
    }
    if (!context.explicit && (word === null || word.from === word.to)) return null;
    if (/\b(from|join|only)\s+$/i.test(before))
      return {
        from,
        options: schemas.filter((s) => s.classes.some((c) => c.isQueryable)).map(schemaOption),
        validFor: /^\w*$/,
      };
    return { from, options: [...propertyOptions(named), ...functions, ...offered], validFor: /^\w*$/ };
  };
}

/** What `Model.` or `b.Model.` goes on with: a link has an id, a point coordinates, a struct its members. */
function membersBehind(
  chain: readonly string[],
  text: string,
  named: readonly ClassInfo[],
  schemas: readonly SchemaInfo[],
): Completion[] | undefined {
  const [first = "", ...rest] = chain;
  const aliased = aliasedClass(text, first, schemas);
  let owners: readonly ClassInfo[] = aliased ? [aliased] : named;
  const steps = aliased ? rest : chain;
  let property: PropertyInfo | undefined;
  for (const step of steps) {
    property = owners.flatMap((owner) => owner.properties).find((p) => p.name.toLowerCase() === step);
    if (!property) return undefined;
    const [schema, name] = property.type.split(/[.:]/);
    owners = property.kind === "struct" ? [findClass(schemas, schema, name)].filter((c) => c !== undefined) : [];
  }
  if (!property) return undefined;
  if (owners.length > 0) return propertyOptions(owners, []);
  const names =
    property.kind === "navigation" ? ["Id", "RelECClassId"] : (coordinates[property.type.toLowerCase()] ?? []);
  return names.length > 0 ? names.map((label) => ({ label, detail: property.name, type: "property" })) : undefined;
}

const coordinates: Record<string, string[]> = { point2d: ["X", "Y"], point3d: ["X", "Y", "Z"] };

const schemaOption = ({ alias, name }: SchemaInfo): Completion => {
  return { label: alias, apply: `${alias}.`, detail: name, type: "namespace" };
};

const classOption = ({ name, modifier }: ClassInfo): Completion => {
  return { label: name, detail: modifier === "abstract" ? "abstract" : "", type: "class" };
};

function propertyOptions(classes: readonly ClassInfo[], always: readonly string[] = systemProperties): Completion[] {
  const options = new Map<string, Completion>();
  for (const name of always) options.set(name, { label: name, detail: "id", type: "property", boost: 5 });
  for (const item of classes)
    for (const { name, type, owner } of item.properties) {
      const boost = owner.endsWith(`.${item.name}`) ? 3 : 1;
      if (!options.has(name)) options.set(name, { label: name, detail: type, type: "property", boost });
    }
  return [...options.values()];
}

/** Classes after FROM or JOIN, anywhere in the text. */
function namedClasses(text: string, schemas: readonly SchemaInfo[]): ClassInfo[] {
  return [...text.matchAll(/\b(\w+)[.:]\[?(\w+)\]?/g)].flatMap(
    ([, schema, name]) => findClass(schemas, schema, name) ?? [],
  );
}

/** The class behind `FROM bt.Beam b` for `b`. */
function aliasedClass(text: string, alias: string, schemas: readonly SchemaInfo[]): ClassInfo | undefined {
  for (const [, schema, name, as] of text.matchAll(/\b(\w+)[.:]\[?(\w+)\]?\s+(?:as\s+)?(\w+)/gi)) {
    if (as?.toLowerCase() === alias) return findClass(schemas, schema, name);
  }
  return undefined;
}

function findClass(schemas: readonly SchemaInfo[], schema = "", name = ""): ClassInfo | undefined {
  const s = schemas.find(
    (item) => item.alias.toLowerCase() === schema.toLowerCase() || item.name.toLowerCase() === schema.toLowerCase(),
  );
  return s?.classes.find((c) => c.name.toLowerCase() === name.toLowerCase());
}
