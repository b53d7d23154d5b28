/** ECSQL on our own snapshots: columns and rows as the native engine answered them, and what it refuses. */
import { type Case, goldenSuite } from "./support/case.ts";
import { ecsqlCases, notRefused } from "./support/ecsql.ts";
import type { GoldenEngine } from "./support/engines.ts";
import { inRoot, readJson, snapshotFile } from "./support/files.ts";

/** Written in the manner of public applications, each file of one sort of them. */
const publicStyle = ["viewers", "property-grids", "dashboards", "workshops", "mappings"].map((sort) => `public-${sort}`);

const names = ["building", "building-bis", "building-corners", "building-grammar", "upgraded", "upgraded-flat", "odd-values", "grammar-edges"];
for (const name of [...names, ...publicStyle]) {
  const { snapshot, cases } = ecsqlCases(inRoot("tests/fixtures/ecsql", name));
  goldenSuite(`ecsql ${name}`, snapshotFile(snapshot), cases);
}

/** Words as a bare alias: the grammar reserves some. */
function reservedWords(): Case[] {
  const words = readJson(inRoot("tests/fixtures/ecsql/reserved-words.json")) as {
    needsBrackets: string[];
    usableBare: string[];
  };
  const query = (word: string) => ({ ecsql: `SELECT b.Mark AS ${word} FROM bt.Beam b`, rowFormat: "indexes" as const });
  const reserved = words.needsBrackets.map((word) => ({
    id: `reserved-${word}`,
    title: "needs brackets",
    check: async (engine: GoldenEngine) =>
      (await notRefused(engine, query(word))) ??
      ((await engine.query(query(`[${word}]`))).columns[0]?.name === word ? undefined : "another name"),
  }));
  const usable = words.usableBare.map((word) => ({
    id: `usable-${word}`,
    title: "needs no brackets",
    check: async (engine: GoldenEngine) =>
      (await engine.query(query(word))).columns[0]?.name === word ? undefined : "another name",
  }));
  return [...reserved, ...usable];
}
goldenSuite("reserved words", snapshotFile("building.bim"), reservedWords());
