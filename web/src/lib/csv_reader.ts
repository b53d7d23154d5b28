// Records of an extraction's CSV as it comes, piece by piece: commas, quotes doubled inside quotes, CR LF between records. What stands
// without quotes and without text is no value; an empty text has its quotes.

export type CsvRecord = readonly (string | null)[];

/** The records of all pieces, in order, in batches of as many as were whole at a time. */
export async function* csvRecords(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord[], void, undefined> {
  // A mark at the beginning would be a part of the first name.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest = "";
  for await (const piece of pieces) {
    const text = rest + decoder.decode(piece, { stream: true });
    const { records, end } = wholeRecords(text);
    rest = text.slice(end);
    if (records.length > 0) yield records;
  }
  const { records } = wholeRecords(`${rest}${decoder.decode()}\n`);
  if (records.length > 0 && !(records.length === 1 && rest === "")) yield records;
}

/** The records that end in the text, and where the last of them does. */
function wholeRecords(text: string): { records: CsvRecord[]; end: number } {
  const records: CsvRecord[] = [];
  let record: (string | null)[] = [];
  let end = 0;
  let at = 0;
  while (at < text.length) {
    let field: string | null;
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      // The quote may be the first of two, the second of which is still to come.
      if (close < 0 || close + 1 >= text.length) break;
      field = text.slice(at + 1, close);
      if (field.includes('"')) field = field.replaceAll('""', '"');
      at = close + 1;
    } else {
      const stop = endOfField(text, at);
      if (stop >= text.length) break;
      field = stop === at ? null : text.slice(at, stop);
      at = stop;
    }
    record.push(field);
    if (text[at] === ",") {
      at += 1;
      continue;
    }
    if (text[at] === "\r") {
      if (at + 1 >= text.length) break;
      at += text[at + 1] === "\n" ? 1 : 0;
    }
    at += 1;
    end = at;
    records.push(record);
    record = [];
  }
  return { records, end };
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}

function endOfField(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 44 || code === 10 || code === 13) return at;
  }
  return text.length;
}
