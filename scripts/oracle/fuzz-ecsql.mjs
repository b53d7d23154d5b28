// Made-up queries on both engines; prints the smallest query of each kind of disagreement.
import { writeFileSync } from "node:fs";
import { Failure, helpFirst, main, say } from "../lib/run.mjs";
import { brief, difference } from "./differences.mjs";
import { Generator, randomOf, render } from "./generate.mjs";
import { explanationOf } from "./known_differences.mjs";
import { minimise } from "./minimise.mjs";
import { NativeEngine } from "./native_engine.mjs";
import { OurEngine } from "./our_engine.mjs";

helpFirst(`
node scripts/oracle/fuzz-ecsql.mjs SNAPSHOT [--count N] [--seed S] [--favour Schema,…] [--program FILE] [--report FILE] [--each N]
  [--mutate P]

Makes up N queries (1000) over the classes of a snapshot, three in four of them over the favoured schemas, and runs each on the
native engine (PREMAP_ORACLE, see README.md) and on premap's native build. Every disagreement is reduced to a small query, but for
those known_differences.mjs explains; the
report lists them, most frequent kind first, at most --each of a kind (3). With --mutate that share of the queries has one token changed,
to see what each engine refuses. Exit code 1 when there is any.
`);

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};

/** Values of the favoured classes' properties as ECSQL literals, by property name. */
async function sampleLiterals(native, generator) {
  const byName = new Map();
  for (const cls of generator.favourites) {
    const answer = await native.ask({ ecsql: `SELECT * FROM [${cls.schema}].[${cls.name}] LIMIT 25` });
    for (const row of answer.rows ?? []) {
      for (const [index, { name, typeName }] of answer.columns.entries()) {
        const value = row[index];
        const literal =
          typeName === "string" && typeof value === "string" && value.length < 40
            ? `'${value.replaceAll("'", "''")}'`
            : typeof value === "number" && !String(value).includes("e")
              ? String(value)
              : typeof value === "string" && /^0x[0-9a-f]+$/.test(value)
                ? value
                : undefined;
        if (literal && (byName.get(name)?.length ?? 0) < 40) byName.set(name, [...(byName.get(name) ?? []), literal]);
      }
    }
  }
  return byName;
}

/** Enumerators as ECSQL writes them: bt.MaterialKind.Steel. */
async function enumerators(native) {
  const { rows } = await native.ask({
    ecsql:
      "SELECT s.Name, e.Name, e.EnumValues FROM meta.ECEnumerationDef e JOIN meta.ECSchemaDef s ON s.ECInstanceId = e.Schema.Id",
  });
  return new Map(
    rows.map(([schema, name, values]) => [
      `${schema}.${name}`,
      (values ?? []).filter((v) => v.Name).map((v) => `${schema}.${name}.[${v.Name}]`),
    ]),
  );
}

class Fuzzer {
  constructor(native, ours) {
    this.native = native;
    this.ours = ours;
    this.findings = new Map();
    this.known = new Map();
    this.counts = { valid: 0, refusedByBoth: 0, nativeCrashed: 0 };
  }

  async compare(node, bindings, options) {
    const ecsql = render(node);
    const used = bindings.filter(({ param }) => new RegExp(`:${param}\\b`).test(ecsql));
    const request = { ...options, ecsql, bindings: used, js: true };
    const native = await this.native.ask(request);
    const ours = native.crash ? {} : await this.ours.ask(request);
    return { ecsql, bindings: used, options, native, ours, found: difference(native, ours) };
  }

  async run({ node, bindings, options }) {
    const first = await this.compare(node, bindings, options);
    if (first.native.crash) this.counts.nativeCrashed++;
    else if (first.native.error) this.counts.refusedByBoth++;
    else this.counts.valid++;
    if (!first.found) return;
    const explanation = explanationOf(first);
    if (explanation) return void this.known.set(explanation, (this.known.get(explanation) ?? 0) + 1);
    const same = (found) =>
      found?.kind === first.found.kind && (found.kind !== "refused" || found.detail === first.found.detail);
    let smallest = first;
    // Enough of this kind have been reduced already.
    const known = [...this.findings.values()].find(
      ({ kind, detail }) => kind === first.found.kind && (detail === first.found.detail || /ame$|String$/.test(kind)),
    );
    if (known && known.examples.length >= Number(option("each", 3))) {
      known.count++;
      return;
    }
    await minimise(node, async (candidate) => {
      const answer = await this.compare(candidate, bindings, options);
      if (!same(answer.found)) return false;
      smallest = answer;
      return true;
    });
    this.note(smallest);
  }

  note({ ecsql, bindings, options, native, ours, found }) {
    const key = `${found.kind}: ${found.kind.startsWith("rows") ? shape(ecsql) : /ame$|String$/.test(found.kind) ? "" : found.detail}`;
    const finding = this.findings.get(key) ?? { kind: found.kind, detail: found.detail, count: 0, examples: [] };
    this.findings.set(key, finding);
    finding.count++;
    if (finding.examples.length < Number(option("each", 3)))
      finding.examples.push({
        ecsql,
        bindings,
        options,
        native: brief(native),
        ours: brief(ours),
        detail: found.detail,
      });
  }

  report() {
    const sorted = [...this.findings.values()].sort((a, b) => b.count - a.count);
    const lines = [`# Disagreements`, "", `${JSON.stringify(this.counts)}, ${sorted.length} kinds`, ""];
    for (const [{ name, why }, count] of this.known) lines.push(`Understood, ${count} times: ${name} (${why}).`, "");
    for (const { kind, count, examples } of sorted) {
      lines.push(`## ${kind} (${count})`, "");
      for (const { ecsql, bindings, options, native, ours, detail } of examples) {
        lines.push(
          "```",
          ecsql,
          ...(bindings.length ? [JSON.stringify(bindings)] : []),
          ...(Object.keys(options).length ? [JSON.stringify(options)] : []),
          "```",
          detail,
          `- native: ${native}`,
          `- ours: ${ours}`,
          "",
        );
      }
    }
    return `${lines.join("\n")}\n`;
  }
}

const shape = (ecsql) =>
  ecsql
    .replace(/'[^']*'/g, "'…'")
    .replace(/\b\d[\w.]*/g, "0")
    .replace(/\b\w+[.:](\w+)/g, "$1")
    .slice(0, 60);
await main(async () => {
  const snapshot = process.argv[2];
  if (!snapshot || snapshot.startsWith("--")) throw new Failure("Name a snapshot; --help says more.");
  const native = new NativeEngine(snapshot);
  const ours = new OurEngine(snapshot, option("program") ? { program: option("program") } : {});
  const seed = Number(option("seed", 1));
  const favourites = option("favour", "BuildingTest,StructuralTest,PlantTest").split(",");
  const schemas = await ours.schemas();
  const values = await enumerators(native);
  for (const property of schemas.flatMap(({ classes }) => classes).flatMap(({ properties }) => properties)) {
    if (property.enumeration)
      property.enumeration = { values: values.get(property.enumeration.replace(":", ".")) ?? [] };
  }
  let samples = new Map();
  const generator = new Generator(schemas, ({ path }) => samples.get(path.at(-1)), randomOf(seed), { favourites });
  samples = await sampleLiterals(native, generator);

  const fuzzer = new Fuzzer(native, ours);
  const count = Number(option("count", 1000));
  for (let i = 0; i < count; i++) {
    const query = generator.query();
    await fuzzer.run(generator.chance(Number(option("mutate", 0))) ? generator.mutated(query) : query);
    if (i % 200 === 199) {
      say(`${i + 1} queries, ${JSON.stringify(fuzzer.counts)}, ${fuzzer.findings.size} kinds of disagreement`);
      if (option("report")) writeFileSync(option("report"), fuzzer.report());
    }
  }
  native.close();
  ours.close();
  if (option("report")) writeFileSync(option("report"), fuzzer.report());
  else process.stdout.write(fuzzer.report());
  return fuzzer.findings.size ? 1 : 0;
});
