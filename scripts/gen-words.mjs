// Writes what is generated from the tables of words in docs/words: C++ tables, TypeScript unions and tables of the documentation.
import { readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { writeIfChanged } from "./lib/files.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main, say } from "./lib/run.mjs";
import { ecsqlWords } from "./words/ecsql.mjs";
import { formulaWords } from "./words/formula.mjs";
import { switches } from "./words/switches.mjs";
import { verdictWords } from "./words/verdicts.mjs";
import { vocabulary } from "./words/vocabulary.mjs";

helpFirst(`
node scripts/gen-words.mjs [--check]

Writes C++, TypeScript and parts of docs/ from the tables in docs/words. --check writes nothing: it fails when a file is out of date.
`);

/** Each takes `read(name)`, a table of docs/words, and answers {file: text}; for a part of a file, {file: {mark: text}}. */
const generators = [verdictWords, vocabulary, ecsqlWords, formulaWords, switches];

const read = (name) => JSON.parse(readFileSync(inRoot("docs/words", `${name}.json`), "utf8"));

/** The file with the text between its marks `<!-- words: NAME -->` and `<!-- end -->` in place of what stands there. */
function withParts(file, parts) {
  let text = readFileSync(inRoot(file), "utf8");
  for (const [mark, part] of Object.entries(parts)) {
    const begin = `<!-- words: ${mark} -->\n`;
    const from = text.indexOf(begin) + begin.length;
    const to = text.indexOf("<!-- end -->", from);
    if (from < begin.length || to < 0) throw new Failure(`${file} has no part "${mark}".`);
    text = `${text.slice(0, from)}\n${part}\n\n${text.slice(to)}`;
  }
  return text;
}

async function contentOf(file, made) {
  if (typeof made !== "string") return withParts(file, made);
  if (!file.endsWith(".ts")) return made;
  const target = inRoot(file);
  return format(made, { ...(await resolveConfig(target)), filepath: target });
}

await main(async () => {
  const isCheck = process.argv.includes("--check");
  let stale = 0;
  const all = new Map();
  for (const made of generators.map((generate) => generate(read)))
    for (const [file, content] of Object.entries(made))
      all.set(file, typeof content === "string" ? content : { ...all.get(file), ...content });
  for (const [file, made] of all) {
    const content = await contentOf(file, made);
    if (!isCheck) writeIfChanged(inRoot(file), content);
    else if (readFileSync(inRoot(file), "utf8") !== content) {
      say(`${file} is out of date: run node scripts/gen-words.mjs`);
      stale += 1;
    }
  }
  return stale > 0 ? 1 : 0;
});
