/** `premap schema`: what can be mapped, from the list of schemas down to one class's properties. */

import type { ClassInfo, SchemaInfo } from "premap";
import { type Command, oneOf, parse, required } from "../lib/command.js";
import { csvRow, json, table } from "../lib/format.js";
import { withSnapshot } from "../lib/input.js";
import { write } from "../lib/output.js";
import { unknownName } from "../lib/names.js";
import { exitCode, exitCodes, UsageError } from "../lib/usage.js";

export const schema: Command = {
  summary: "list schemas, the classes of a schema, or the properties of a class",
  help: `
Usage: premap schema --snapshot FILE [SCHEMA | SCHEMA.CLASS] [options]

Without a name: the schemas of the snapshot. With a schema's name or alias: its classes. With a class: its properties,
own and inherited.

  --snapshot FILE   the iModel snapshot (.bim)
  --format FORMAT   table (default), json, ndjson or csv

${exitCodes()}
`,
  async run(args) {
    const { values, positionals } = parse(args, { snapshot: { type: "string" }, format: { type: "string" } });
    const format = oneOf(values.format, ["table", "json", "ndjson", "csv"], "table");
    const path = required(values.snapshot, "snapshot");
    if (positionals.length > 1) throw new UsageError(`too many arguments: ${positionals.slice(1).join(" ")}`);
    return withSnapshot(path, undefined, async (snapshot) => {
      await print(listing(await snapshot.schemas(), positionals[0]), format);
      return exitCode.fine;
    });
  },
};

interface Listing {
  items: object[];
  headings: string[];
  rows: (string | number | boolean)[][];
}

function listing(schemas: SchemaInfo[], name: string | undefined): Listing {
  if (name === undefined) return listSchemas(schemas);
  const [schemaName = "", className] = name.split(/[.:]/, 2);
  const found = schemas.find((schema) => same(schema.name, schemaName) || same(schema.alias, schemaName));
  if (!found) {
    const names = schemas.map((schema) => schema.name);
    throw unknownName(`there is no schema ${schemaName}`, schemaName, names, "schemas");
  }
  if (className === undefined) return listClasses(found.classes);
  const cls = found.classes.find((candidate) => same(candidate.name, className));
  if (!cls) {
    const names = found.classes.map((candidate) => candidate.name);
    throw unknownName(`there is no class ${className} in ${found.name}`, className, names, "classes");
  }
  return listProperties(cls);
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function listSchemas(schemas: SchemaInfo[]): Listing {
  return {
    items: schemas,
    headings: ["schema", "alias", "version", "classes", "label"],
    rows: schemas.map((schema) => [schema.name, schema.alias, schema.version, schema.classes.length, schema.label]),
  };
}

function listClasses(classes: ClassInfo[]): Listing {
  return {
    items: classes,
    headings: ["class", "type", "modifier", "bases", "properties"],
    rows: classes.map((cls) => [
      cls.name,
      cls.isMixin ? "mixin" : cls.type,
      cls.modifier,
      cls.bases.join(", "),
      cls.properties.length,
    ]),
  };
}

function listProperties(cls: ClassInfo): Listing {
  return {
    items: cls.properties,
    headings: ["property", "type", "declared by", "more"],
    rows: cls.properties.map((property) => [
      property.name,
      property.type,
      property.owner,
      property.target?.join(", ") ?? property.enumeration ?? property.kindOfQuantity ?? property.extendedType ?? "",
    ]),
  };
}

async function print({ items, headings, rows }: Listing, format: "table" | "json" | "ndjson" | "csv"): Promise<void> {
  if (format === "json") return write(`${json(items, 2)}\n`);
  if (format === "ndjson") return write(items.map((item) => `${json(item)}\n`).join(""));
  if (format === "csv") return write([headings, ...rows].map(csvRow).join(""));
  return write(table(headings, rows));
}
