/** `premap geometry`: what elements look like, as a model that viewers open, or what they measure, as a table. */

import { realpathSync } from "node:fs";
import { type ElementChoice, type GeometryOptions, type Snapshot } from "premap";
import { type Command, oneOf, parse, required } from "../lib/command.js";
import { GlbFile, type Written } from "../lib/glb/glb_file.js";
import { readSource, withSnapshot } from "../lib/input.js";
import { note, progressLine, write } from "../lib/output.js";
import type { Source } from "../lib/source.js";
import { exitCode, exitCodes, UsageError } from "../lib/usage.js";

export const geometry: Command = {
  summary: "write the shapes of elements as a glTF model, or what they measure",
  help: `
Usage: premap geometry [MAPPING] --snapshot FILE --output model.glb [options]

Writes the shapes of elements as binary glTF 2.0, which viewers of 3D models open: a node for each element, named by its
id, in the colours of the file. Without MAPPING (and --element): all elements in 3d. Positions count from near
the first element, or from --origin; the scene's \`extras.origin\` has it.

  --snapshot FILE   the iModel snapshot (.bim)
  --group NAME      which group of the mapping; may be left out when there is one
  --element ID      this element (repeat for more), in place of a mapping
  --chord METRES    the farthest that a facet may lie from its curve (0.000001 or more; default: any)
  --angle DEGREES   the most that a curve turns from chord to chord (0.2 to 90; default: 15)
  --origin X,Y,Z    where positions count from, in metres
  --construction    also what is of construction class
  --format FORMAT   glb (default); csv, ndjson or json: length, area and volume of each element, to standard output
  -o, --output FILE where the model goes; it is there once it is whole

${exitCodes("mapping")}
`,
  async run(args) {
    const { values, positionals } = parse(args, {
      snapshot: { type: "string" },
      group: { type: "string" },
      element: { type: "string", multiple: true },
      chord: { type: "string" },
      angle: { type: "string" },
      origin: { type: "string" },
      construction: { type: "boolean" },
      format: { type: "string" },
      output: { type: "string", short: "o" },
    });
    const [file, ...more] = positionals;
    if (more.length > 0) throw new UsageError(`too many arguments: ${more.join(" ")}`);
    if (file !== undefined && values.element) throw new UsageError("a mapping and --element do not go together");
    if (file === undefined && values.group !== undefined) throw new UsageError("--group wants a mapping");
    const format = oneOf(values.format, ["glb", "csv", "ndjson", "json"], "glb");
    const path = required(values.snapshot, "snapshot");
    const drawing = {
      ...numberOf(values.chord, "chord", "chordTolerance"),
      ...numberOf(values.angle, "angle", "angleTolerance"),
      ...originOf(values.origin),
      ...(values.construction ? { construction: true } : {}),
    };
    if (format !== "glb" && (values.output !== undefined || Object.keys(drawing).length > 0))
      throw new UsageError(`--format ${format} goes to standard output, and draws nothing`);
    const output = format === "glb" ? required(values.output, "output") : "";
    for (const input of [path, file])
      if (format === "glb" && input !== undefined && isSameFile(input, output))
        throw new UsageError(`--output would overwrite ${input}, which is read`);
    const source = file === undefined ? undefined : await readSource(file);
    const chosen: ElementChoice = {
      ...(source ? { mapping: source.text } : {}),
      ...(values.group === undefined ? {} : { group: values.group }),
      ...(values.element ? { elements: values.element } : {}),
    };
    return withSnapshot(path, source, async (snapshot) => {
      if (format === "glb") await writeModel(snapshot, { ...chosen, ...drawing }, output);
      else await printMeasures(snapshot, chosen, source, format);
      return exitCode.fine;
    });
  },
};

function isSameFile(one: string, other: string): boolean {
  try {
    return realpathSync.native(one) === realpathSync.native(other);
  } catch {
    return false; // one of them is not there
  }
}

async function writeModel(snapshot: Snapshot, options: GeometryOptions, output: string): Promise<void> {
  const model = new GlbFile(output);
  const progress = progressLine("elements");
  try {
    for await (const batch of snapshot.geometry(options)) {
      model.add(batch);
      progress.show(model.written.elements);
    }
    await model.finish();
  } finally {
    progress.done();
    model.discard();
  }
  for (const line of told(model.written)) note(line);
}

function* told({ elements, triangles, lines, refused, refusedElements, isLongText }: Written): Iterable<string> {
  const count = (many: number, what: string) => `${many.toLocaleString("en")} ${what}${many === 1 ? "" : "s"}`;
  yield `${count(elements, "element")}: ${count(triangles, "triangle")}, ${count(lines, "line")}`;
  if (refused > 0)
    yield `not drawn: ${count(refused, "primitive")} of ${count(refusedElements, "element")} (docs/geometry.md has why)`;
  if (isLongText)
    yield "The model's description is longer than 512 MB, which viewers in web pages cannot read: write one model for each group (--group)";
}

/** The three measures as the columns of a group: the same cells, and reasons, as in every mapping. */
async function printMeasures(
  snapshot: Snapshot,
  { group, elements }: ElementChoice,
  source: Source | undefined,
  format: "csv" | "ndjson" | "json",
): Promise<void> {
  const queries = source ? await queriesOf(snapshot, source, group) : [queryFor(elements)];
  const properties = (["Length", "Area", "Volume"] as const).map((name) => ({
    propertyName: name,
    dataType: "Double" as const,
    calculatedPropertyType: name,
  }));
  const measuring = {
    mappingName: "Geometry",
    groups: queries.map((query) => ({ groupName: "Elements", query, properties })),
  };
  const progress = progressLine("rows");
  try {
    const onProgress = ({ rows, rowCount }: { rows: number; rowCount?: number }) => progress.show(rows, rowCount);
    for await (const piece of snapshot.extract(measuring, { format, workers: "auto", onProgress })) await write(piece);
  } finally {
    progress.done();
  }
}

function queryFor(elements: readonly string[] | undefined): string {
  const wrong = elements?.find((id) => !/^0x[0-9a-f]{1,16}$/i.test(id));
  if (wrong !== undefined) throw new UsageError(`--element is an id such as 0x2d, not ${wrong}`);
  const of = elements ? ` WHERE ECInstanceId IN (${elements.map((id) => BigInt(id)).join(",")})` : "";
  return `SELECT ECInstanceId, ECClassId FROM bis.GeometricElement${elements ? "" : "3d"}${of}`;
}

/** Groups of one name fill one table. */
async function queriesOf(snapshot: Snapshot, source: Source, group: string | undefined): Promise<string[]> {
  // What is wrong with the mapping, or its group, is told as by every call.
  for await (const _ of snapshot.boxes({ mapping: source.text, ...(group === undefined ? {} : { group }) })) break;
  const { groups } = await snapshot.openMapping(source.text).outline();
  return groups.filter(({ name }) => group === undefined || name === group).map(({ query }) => query);
}

function numberOf<const Name extends string>(
  text: string | undefined,
  option: string,
  name: Name,
): { [N in Name]?: number } {
  if (text === undefined) return {};
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new UsageError(`--${option} is a number above 0, not ${text}`);
  return { [name]: value } as { [N in Name]?: number };
}

function originOf(text: string | undefined): Pick<GeometryOptions, "origin"> {
  if (text === undefined) return {};
  const [x, y, z, ...more] = text.split(",").map((each) => (each.trim() === "" ? Number.NaN : Number(each))) as [
    number,
    number,
    number,
  ];
  if (more.length > 0 || ![x, y, z].every(Number.isFinite)) throw new UsageError(`--origin is X,Y,Z, not ${text}`);
  return { origin: { x, y, z } };
}
