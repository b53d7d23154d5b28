/** Text in HTML and XML, with what has a meaning there taken out of it. */

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);

/** HTML of pieces and of texts between them, which are escaped. */
export function html(pieces: TemplateStringsArray, ...texts: readonly (string | Html | readonly Html[])[]): Html {
  const shown = texts.map((text) =>
    typeof text === "string" ? escaped(text) : Array.isArray(text) ? text.join("") : String(text),
  );
  return new Html(pieces.map((piece, index) => piece + (shown[index] ?? "")).join(""));
}

export class Html {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}
