// What is on screen as the fragment of the page's address: `#Beams/Length/12?tab=query`. A fragment stays in the browser; nothing of
// it is sent to whoever serves the page.

export interface Address {
  /** Only where several mappings are open. */
  mapping?: string;
  group?: string;
  /** Which of several groups of the name, from 1. */
  nth?: number;
  column?: string;
  /** As the table counts them, from 1. */
  row?: number;
  tab?: string;
  view?: string;
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a link that somebody typed
  }
}

/** `encodeURIComponent`, and what mail programs and chats take for the end of a link. */
const escape = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** With its `#`; empty where there is nothing to say. */
export function addressText({ mapping, group, nth, column, row, tab, view }: Address): string {
  const parts: string[] = [];
  if (group) parts.push(escape(group) + (nth !== undefined && nth > 1 ? `;${nth}` : ""));
  if (group && column) parts.push(escape(column));
  if (group && column && row !== undefined) parts.push(String(row));
  const others = Object.entries({ tab, view, mapping }).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const query = others.map(([name, value]) => `${name}=${escape(value)}`).join("&");
  const text = parts.join("/") + (query && `?${query}`);
  return text && `#${text}`;
}

/** Of any fragment; undefined: it says nothing. */
export function readAddress(hash: string): Address | undefined {
  const text = hash.replace(/^#/, "");
  if (text === "") return undefined;
  const mark = text.indexOf("?");
  const [path, query] = mark < 0 ? [text, ""] : [text.slice(0, mark), text.slice(mark + 1)];
  const [groupPart = "", column = "", row = ""] = path.split("/");
  const [, group = "", nth] = /^(.*?)(?:;(\d+))?$/.exec(groupPart) ?? [];
  const others = new Map(
    query.split("&").map((pair): [string, string] => {
      const [name = "", value = ""] = pair.split("=");
      return [name, unescape(value)];
    }),
  );
  const isNumber = /^\d+$/.test(row);
  return {
    ...(group ? { group: unescape(group) } : {}),
    ...(nth ? { nth: Number(nth) } : {}),
    ...(group && column ? { column: unescape(column) } : {}),
    ...(group && column && isNumber && Number(row) > 0 ? { row: Number(row) } : {}),
    ...Object.fromEntries(
      ["tab", "view", "mapping"].flatMap((name) => (others.get(name) ? [[name, others.get(name)]] : [])),
    ),
  };
}
