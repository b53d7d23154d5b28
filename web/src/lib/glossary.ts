// Every code of the page with its words, from the tables that the engine and the documentation are made of too. Loaded with the
// glossary, and not before.
import diagnostics from "../../../docs/diagnostics.json";
import verdicts from "../../../docs/words/verdicts.json";

export interface Explained {
  code: string;
  kind: "problem" | "reason";
  /** Of a problem. */
  severity?: string;
  /** Of a reason: how a cell says it. */
  short?: string;
  what: string;
  why?: string;
  example?: string;
  todo: string;
}

const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;

/** Reasons first: they are what one meets first. Some words are both, a reason of a cell and a problem of the mapping. */
export const glossary: readonly Explained[] = [
  ...verdicts.reasons.map(({ code, short, what, todo }) => ({
    ...{ code, short, kind: "reason" as const },
    ...{ what: sentence(what), todo: sentence(todo) },
  })),
  ...diagnostics.map(({ code, severity, what, why, example, fix }) => ({
    ...{ code, severity, what, why, example, todo: fix },
    kind: "problem" as const,
  })),
];

/** Codes that have what was typed in their words; those that are called so first. */
export function lookUp(typed: string): readonly Explained[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return glossary;
  const rank = ({ code, short = "", what, why = "", example = "", todo }: Explained): number => {
    if (code === wanted) return 0;
    if (code.startsWith(wanted) || short.toLowerCase().startsWith(wanted)) return 1;
    if (code.includes(wanted) || short.toLowerCase().includes(wanted)) return 2;
    return `${what} ${why} ${example} ${todo}`.toLowerCase().includes(wanted) ? 3 : 4;
  };
  return glossary
    .map((explained) => ({ explained, rank: rank(explained) }))
    .filter((each) => each.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .map(({ explained }) => explained);
}
