/**
 * What the pages for contributors say of the code is there: every path in backticks is a file or folder of the repository, and the names in
 * parentheses behind one, `src/a.cpp` (`Name::part`, `other`), stand in that file.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const pages = ["docs/life-of-a-cell.md", "docs/group-plan.md", "docs/glossary.md", "docs/architecture.md"];
const folders = ["bench", "cli", "cmake", "docs", "include", "schema", "scripts", "src", "tests", "wasm", "web"];

/** Paths of the repository that a text has in backticks. */
function pathsIn(text: string): string[] {
  const spans = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+)\/?`/g)].map(([, span = ""]) => span);
  return [...new Set(spans.filter((span) => folders.includes(span.split("/")[0] ?? "")))];
}

/** `path` (`name`, `name`): each with the words of the name, the last of which a definition has. */
function* namesIn(text: string): Generator<{ file: string; name: string }> {
  for (const [, file = "", list = ""] of text.matchAll(/`([\w./-]+\.\w+)`\s\(((?:`[^`]+`(?:,\s)?)+)\)/g))
    for (const [, name = ""] of list.matchAll(/`([^`]+)`/g)) yield { file, name };
}

describe.each(pages)("%s", (page) => {
  const text = readFileSync(path.join(root, page), "utf8").replaceAll(/^```.*?^```$/gms, "");

  it("names files that are there", () => {
    expect(pathsIn(text).filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it("names what stands in them", () => {
    const missing = [...namesIn(text)].filter(({ file, name }) => {
      if (!existsSync(path.join(root, file))) return true;
      const code = readFileSync(path.join(root, file), "utf8");
      return !name.split(/::|\./).every((word) => new RegExp(`\\b${word}\\b`).test(code));
    });
    expect(missing).toEqual([]);
  });
});

it("tells names that are missing", () => {
  const text = "`src/a/b.cpp` (`One::two`,\n`three`) and `web/src/engine`, not `a/b` nor `c.ts`";
  expect(pathsIn(text)).toEqual(["src/a/b.cpp", "web/src/engine"]);
  expect([...namesIn(text)]).toEqual([
    { file: "src/a/b.cpp", name: "One::two" },
    { file: "src/a/b.cpp", name: "three" },
  ]);
});
