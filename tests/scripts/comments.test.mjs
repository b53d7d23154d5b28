/** What a torn comment looks like, and what only resembles one; and what counts as the first words of a file. */
import { describe, expect, it } from "vitest";
import { commentFaults, hasOpeningComment, withMendedComments } from "../../scripts/lib/comments.mjs";

const full =
  "// A line that a formatter filled to its very end, so that what did not fit any more went below it, namely one";
const lines = (...texts) => texts.join("\n");
const faults = (...texts) => commentFaults(lines(...texts)).map(({ line, fault }) => `${line}: ${fault}`);

describe("torn comments", () => {
  it("names a row of a table that goes on in the next line", () => {
    expect(
      faults("// | name | what |", "// | f(x) | a long remark that went on", "// below | | g(x) | short |"),
    ).toEqual(["2: a row of a table that does not end with |"]);
    expect(faults("// | name | what |", `// | f(x) | ${"a remark of any length, ".repeat(9)} |`)).toEqual([]);
  });

  it("names an example whose text is torn, and the torn end of a remark beside one", () => {
    expect(faults("//", '//   Diagnostic d = error("x").withHint("did you mean', '//   that?");')).toEqual([
      "2: an example that is torn inside a text",
      "3: an example that is torn inside a text",
    ]);
    expect(
      faults("//   auto batch = next({});   // five columns and then some of", "//   those", "//   use(batch);"),
    ).toEqual(["2: the end of a remark in an example, torn off"]);
    expect(faults('//   auto d = error("x")', '//       .withHint("did you mean \\"that\\"?");')).toEqual([]);
  });

  it("names a word alone, at the end of a paragraph or inside it, below a full line only", () => {
    expect(faults(full, "// word.", "int x;")).toEqual([expect.stringContaining("2: a word alone")]);
    expect(faults(full, "// word", "// and then the paragraph goes on.")).toEqual([
      expect.stringContaining("2: few words alone"),
    ]);
    expect(faults(full, "// and a word.", "int x;")).toEqual([]);
    expect(faults("// Short.", "// word.", "int x;")).toEqual([]);
  });

  it("names a line that is too long, since nobody else wraps it", () => {
    expect(faults(`${full} ${full}`)).toEqual([expect.stringContaining("1: longer than")]);
  });

  it("gives a word that stood alone company, and changes nothing else", () => {
    const text = lines("int a;", `  ${full}`, "  // word.", "  int b;  // why", "");
    const mended = withMendedComments(text);
    expect(commentFaults(mended)).toEqual([]);
    expect(mended.split("\n")).toHaveLength(5);
    expect(mended.replaceAll(/[\s/]+/g, " ")).toBe(text.replaceAll(/[\s/]+/g, " "));
    expect(withMendedComments(mended)).toBe(mended);
  });
});

describe("opening comments", () => {
  it("takes any comment that tells something, of whatever language", () => {
    for (const text of [
      '// What it holds.\n#include "x.h"\n',
      "/** What it holds. */\n\nimport x from 'x';\n",
      "\n/* What it\n   holds. */\n.x {\n}\n",
      "// @module-tag slow\n// What it holds.\nimport x from 'x';\n",
      "#!/usr/bin/env node\n// What it holds.\n",
    ])
      expect(hasOpeningComment(text), text).toBe(true);
    for (const text of ["#!/bin/sh\n# What it holds.\n", '"""What it holds."""\n'])
      expect(hasOpeningComment(text, true), text).toBe(true);
  });

  it("refuses a file that begins with its code, with an empty comment or with words for a program alone", () => {
    for (const text of [
      '#include "x.h"\n\n// What it holds.\n',
      "import x from 'x';\n/** What it holds. */\n",
      "",
      "//\nint x;\n",
      "/* */\nint x;\n",
      "// @module-tag slow\nimport x from 'x';\n",
      "// clang-format off\nint x;\n",
      "/* eslint-disable no-console */\nlet x;\n",
      '/// <reference types="node" />\nlet x;\n',
    ])
      expect(hasOpeningComment(text), text).toBe(false);
    expect(hasOpeningComment("#!/bin/sh\nset -e\n", true)).toBe(false);
  });
});
