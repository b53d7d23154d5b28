/** Places of a text in an editor that counts a line break as one character, and what an edit leaves of the others. */
import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { changed, Places } from "../../web/src/ui/line_breaks.js";

/** As CodeMirror reads a text. */
const read = (text: string): Text => Text.of(text.split(/\r\n?|\n/));

describe("places in an editor", () => {
  it("name the same character as in the text, whatever ends its lines", () => {
    for (const text of ["", "a", "a\r\nb", "\r\n\r\n", "ä😀\r\nb\nc\rd\r\n", "\n\r\n\r\r\n"]) {
      const places = new Places(text);
      const shown = read(text).toString();
      for (let at = 0; at <= text.length; at += 1) {
        if (text.slice(at - 1, at + 1) === "\r\n") continue;
        expect(places.inText(places.inEditor(at))).toBe(at);
        expect(shown.slice(0, places.inEditor(at))).toBe(read(text.slice(0, at)).toString());
      }
    }
  });
});

describe("an edited text", () => {
  function edited(text: string, spec: Parameters<typeof ChangeSet.of>[0]): string {
    const before = read(text);
    const changes = ChangeSet.of(spec, before.length);
    return changed(text, changes, changes.apply(before));
  }

  it("keeps the breaks of all lines that were not edited, and breaks new lines as its first one", () => {
    const text = "one\r\ntwo\nthree\r\nfour";
    expect(edited(text, { from: 4, to: 7, insert: "2" })).toBe("one\r\n2\nthree\r\nfour");
    expect(edited(text, { from: 3, to: 4 })).toBe("onetwo\nthree\r\nfour");
    expect(edited(text, { from: 18, insert: read("\nfive") })).toBe("one\r\ntwo\nthree\r\nfour\r\nfive");
    expect(edited("a", { from: 1, insert: read("\nb") })).toBe("a\nb");
    const several = [
      { from: 0, to: 3, insert: "1" },
      { from: 14, insert: read("\n") },
    ];
    expect(edited(text, several)).toBe("1\r\ntwo\nthree\r\n\r\nfour");
  });

  it("is what the editor holds, after any edits", () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    const pieces = ["\r\n", "\n", "\r", "a", "ä", "😀", "  "];
    let text = "";
    for (let turn = 0; turn < 3000; turn += 1) {
      const before = read(text);
      const from = random(before.length + 1);
      const to = Math.min(before.length, from + random(4));
      const insert = read(Array.from({ length: random(4) }, () => pieces[random(pieces.length)]).join(""));
      const changes = ChangeSet.of({ from, to, insert }, before.length);
      const doc = changes.apply(before);
      text = changed(text, changes, doc);
      expect(read(text).toString()).toBe(doc.toString());
      if (text.length > 60) text = "x\r\ny\nz\rw";
    }
  });
});
