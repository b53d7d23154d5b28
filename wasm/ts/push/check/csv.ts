// CSV as tables of an extraction are: commas, quotes doubled inside quotes, line breaks inside quotes.

/** Records; a field without quotes and without text is null. */
export function* csvRecords(text: string): Generator<(string | null)[]> {
  let record: (string | null)[] = [];
  let at = 0;
  while (at < text.length) {
    let field: string | null;
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      field = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      const end = endOfField(text, at);
      field = end === at ? null : text.slice(at, end);
      at = end;
    }
    record.push(field);
    const sign = text[at];
    at += 1;
    if (sign === ",") {
      if (at < text.length && !/[\r\n]/.test(text[at] ?? "")) continue;
      record.push(null);
    }
    if (text[at - 1] === "\r" && text[at] === "\n") at += 1;
    else if (sign === "," && /[\r\n]/.test(text[at] ?? "")) at += text.startsWith("\r\n", at) ? 2 : 1;
    yield record;
    record = [];
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return text.length;
}

function endOfField(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "," || sign === "\n" || sign === "\r") return at;
  }
  return text.length;
}
