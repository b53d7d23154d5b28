// CodeMirror counts every line break as one character; in a text it may be two (CRLF). Places in the text and in the editor are put
// into each other here, and a text that is edited keeps the line breaks it came with.
import type { ChangeSet, Text } from "@codemirror/state";

/** Where places of a text are in an editor that holds it, and the other way round. */
export class Places {
  /** Where the breaks of two characters stand in the text, in its order. */
  readonly #pairs: number[] = [];

  constructor(text: string) {
    for (let at = text.indexOf("\r\n"); at >= 0; at = text.indexOf("\r\n", at + 2)) this.#pairs.push(at);
  }

  inEditor(at: number): number {
    return at - this.#before((pair) => pair < at);
  }

  inText(at: number): number {
    return at + this.#before((pair, earlier) => pair - earlier < at);
  }

  /** How many pairs are before a place: of the first ones it holds. */
  #before(isBefore: (pair: number, earlier: number) => boolean): number {
    let low = 0;
    for (let high = this.#pairs.length; low < high;) {
      const middle = (low + high) >> 1;
      if (isBefore(this.#pairs[middle] ?? 0, middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The text after changes of an editor that held it and has `doc` now; what is new in it breaks its lines as its first line does. */
export function changed(text: string, changes: ChangeSet, doc: Text): string {
  const places = new Places(text);
  const lineBreak = /\r\n?|\n/.exec(text)?.[0] ?? "\n";
  let result = "";
  let copied = 0;
  changes.iterChanges((from, to, _from, _to, inserted) => {
    result += text.slice(copied, places.inText(from)) + inserted.toString().replaceAll("\n", lineBreak);
    copied = places.inText(to);
  });
  result += text.slice(copied);
  // A lone CR and a LF that came to stand side by side are one break by now: then all are written alike.
  return new Places(result).inEditor(result.length) === doc.length ? result : doc.toString();
}
