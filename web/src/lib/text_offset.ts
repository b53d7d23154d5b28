// Diagnostics count UTF-8 bytes, editors count UTF-16 units.

/** The UTF-16 offset of a UTF-8 byte offset in `text`; the end of the text when it is past it. */
export function utf16Offset(text: string, byteOffset: number): number {
  let bytes = 0;
  let index = 0;
  while (index < text.length && bytes < byteOffset) {
    const code = text.codePointAt(index) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    index += code < 0x10000 ? 1 : 2;
  }
  return index;
}

/** A byte span as a UTF-16 range that is never empty (an empty one cannot be underlined), unless the text is. */
export function utf16Range(text: string, span: { begin: number; end: number }): { from: number; to: number } {
  const from = Math.min(utf16Offset(text, span.begin), text.length);
  const to = Math.min(utf16Offset(text, span.end), text.length);
  if (to > from) return { from, to };
  return from < text.length ? { from, to: from + 1 } : { from: Math.max(0, from - 1), to: from };
}
