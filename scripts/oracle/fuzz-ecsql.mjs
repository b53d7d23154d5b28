// Made-up queries on both engines; prints the smallest query of each kind of disagreement.
import { writeFileSync } from "node:fs";
import { Failure, helpFirst, main, say } from "../lib/run.mjs";
import { brief, difference } from "./differences.mjs";
import { Generator } from "./generate.mjs";
import { randomOf } from "./grammar/random.mjs";
import { render } from "./grammar/tree.mjs";
import { explanationOf } from "./known_differences.mjs";
import { minimise } from "./minimise.mjs";
import { engineFolder } from "./native_engine.mjs";
import { OurEngine } from "./our_engine.mjs";
import { TwoEngines } from "./two_engines.mjs";

helpFirst(`
node scripts/oracle/fuzz-ecsql.mjs SNAPSHOT [--count N] [--seed S] [--favour Schema,…] [--kind NAME] [--program FILE] [--report FILE]
  [--each N] [--mutate P]

Makes up N queries (1000) over the classes of a snapshot, three in four of them over the favoured schemas, and runs each on the
native engine (PREMAP_ORACLE, see README.md) and on premap's native build. With a second engine in PREMAP_ORACLE_NEWER an answer must be
the newer's where that accepts the query; two_engines.mjs has the rule. Every disagreement is reduced to a small query, but for those
known_differences.mjs explains; the report lists them, most frequent kind first, at most --each of a kind (3), and how many queries of
each kind were made. --kind makes queries of one kind only. With --mutate that share of the queries has one token changed, to see what
each engine refuses. Exit code 1 when there is any disagreement.
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
  const { rows = [] } = await native.ask({
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

/** Is a parameter of that name in the query, in whatever spelling? */
const names = (ecsql, param) => new RegExp(`[:@$]\\s*(/\\*.*?\\*/\\s*)?["[]?${param}\\b`, "i").test(ecsql);

class Fuzzer {
  constructor(native, ours) {
    this.native = native;
    this.ours = ours;
    this.findings = new Map();
    this.known = new Map();
    this.counts = { accepted: 0, refused: 0, crashed: 0, onlyOlder: 0 };
    this.kinds = new Map();
  }

  async compare(node, { bindings, options, loose, js }) {
    const ecsql = render(node);
    const used = bindings.filter(({ param }) => names(ecsql, param));
    const request = { ...options, ecsql, bindings: used, js };
    const ours = await this.ours.ask(request);
    return { ecsql, bindings: used, options, ours, ...(await this.native.judge(request, ours, loose)) };
  }

  count(kind, { native, only }) {
    const outcome = native.crash ? "crashed" : native.error ? "refused" : "accepted";
    this.counts[outcome]++;
    if (only) this.counts.onlyOlder++;
    const ofKind = this.kinds.get(kind) ?? { accepted: 0, refused: 0, crashed: 0 };
    ofKind[outcome]++;
    this.kinds.set(kind, ofKind);
  }

  async run(query) {
    const first = { kind: query.kind, ...(await this.compare(query.node, query)) };
    this.count(query.kind, first);
    if (!first.found) return;
    const explanation = explanationOf(first);
    if (explanation) return void this.known.set(explanation, (this.known.get(explanation) ?? 0) + 1);
    const same = (found) =>
      found?.kind === first.found.kind && (found.kind !== "refused" || found.detail === first.found.detail);
    let smallest = first;
    // Enough of this kind have been reduced already.
    const known = [...this.findings.values()].find(
      ({ kind, detail, of }) =>
        kind === first.found.kind &&
        of === query.kind &&
        (detail === first.found.detail || kind === "rows" || /ame$|String$/.test(kind)),
    );
    if (known && known.examples.length >= Number(option("each", 3))) {
      known.count++;
      return;
    }
    await minimise(query.node, async (candidate) => {
      const answer = await this.compare(candidate, query);
      if (!same(answer.found)) return false;
      smallest = { kind: query.kind, ...answer };
      return !explanationOf(smallest);
    });
    this.note(smallest);
  }

  note({ kind, ecsql, bindings, options, native, older, as, ours, found }) {
    const key = `${found.kind}: ${kind}: ${found.kind.startsWith("rows") ? shape(ecsql) : /ame$|String$/.test(found.kind) ? "" : found.detail}`;
    const finding = this.findings.get(key) ?? {
      kind: found.kind,
      detail: found.detail,
      of: kind,
      count: 0,
      examples: [],
    };
    this.findings.set(key, finding);
    finding.count++;
    if (finding.examples.length < Number(option("each", 3)))
      finding.examples.push({
        ecsql,
        bindings,
        options,
        native: brief(native),
        older: as ? "the same as ours" : older && brief(older),
        ours: brief(ours),
        detail: found.detail,
      });
  }

  write(file) {
    writeFileSync(file, this.report());
    const known = Object.fromEntries([...this.known].map(([{ name }, times]) => [name, times]));
    const findings = [...this.findings.values()];
    const unexplained = findings.reduce((all, { count }) => all + count, 0);
    const counts = { ...this.counts, unexplained };
    writeFileSync(`${file}.json`, JSON.stringify({ counts, known, findings, kinds: Object.fromEntries(this.kinds) }));
  }

  report() {
    const sorted = [...this.findings.values()].sort((a, b) => b.count - a.count);
    const lines = [`# Disagreements`, "", `${JSON.stringify(this.counts)}, ${sorted.length} kinds`, ""];
    for (const [{ name, why }, count] of this.known) lines.push(`Understood, ${count} times: ${name} (${why}).`, "");
    for (const { kind, of, count, examples } of sorted) {
      lines.push(`## ${kind}: ${of} (${count})`, "");
      for (const { ecsql, bindings, options, native, older, ours, detail } of examples) {
        lines.push(
          "```",
          written(ecsql),
          ...(bindings.length ? [JSON.stringify(bindings)] : []),
          ...(Object.keys(options).length ? [JSON.stringify(options)] : []),
          "```",
          detail,
          `- native: ${native}`,
          ...(older ? [`- older native: ${older}`] : []),
          `- ours: ${ours}`,
          "",
        );
      }
    }
    lines.push("## Queries of each kind", "", "| kind | accepted | refused | crashed |", "| --- | --- | --- | --- |");
    for (const [kind, { accepted, refused, crashed }] of [...this.kinds].sort())
      lines.push(`| ${kind} | ${accepted} | ${refused} | ${crashed} |`);
    return `${lines.join("\n")}\n`;
  }
}

/** Marks nobody sees written as escapes; long queries cut. */
const written = (ecsql) =>
  (ecsql.length > 1500 ? `${ecsql.slice(0, 1500)} … (${ecsql.length} characters)` : ecsql).replace(
    /[^\x20-\x7e\n\xa1-\u024f]/gu,
    (mark) => `\\u{${mark.codePointAt(0).toString(16)}}`,
  );

const shape = (ecsql) =>
  ecsql
    .replace(/'[^']*'/g, "'…'")
    .replace(/\b\d[\w.]*/g, "0")
    .replace(/\b\w+[.:](\w+)/g, "$1")
    .slice(0, 60);
await main(async () => {
  const snapshot = process.argv[2];
  if (!snapshot || snapshot.startsWith("--")) throw new Failure("Name a snapshot; --help says more.");
  const older = engineFolder("PREMAP_ORACLE");
  const native = new TwoEngines(snapshot, { older, newer: engineFolder("PREMAP_ORACLE_NEWER") });
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
    const query = generator.query(option("kind"));
    await fuzzer.run(generator.chance(Number(option("mutate", 0))) ? generator.mutated(query) : query);
    if (i % 200 === 199) {
      say(`${i + 1} queries, ${JSON.stringify(fuzzer.counts)}, ${fuzzer.findings.size} kinds of disagreement`);
      if (option("report")) fuzzer.write(option("report"));
    }
  }
  native.close();
  ours.close();
  if (option("report")) fuzzer.write(option("report"));
  else process.stdout.write(fuzzer.report());
  return fuzzer.findings.size ? 1 : 0;
});
