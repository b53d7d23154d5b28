// The list of problems as one left it: its filter, what was chosen, how far it was scrolled. It outlives the tab, and what is mended.
import type { Diagnostic, MappingOutline } from "../../engine";
import { placeWords } from "../../lib/outline";
import { Store } from "../../lib/store";

export type Severity = Diagnostic["severity"];

/** As many as anyone reads through; the others are a click away. */
export const firstProblems = 200;

interface ListState {
  filter: string;
  hidden: ReadonlySet<Severity>;
  most: number;
  /** The problem that was chosen last, and its line then: the next one is there once it is mended. */
  chosen: { key: string; line: number } | null;
}

export class ProblemList extends Store<ListState> {
  scrollTop = 0;

  constructor() {
    super({ filter: "", hidden: new Set(), most: firstProblems, chosen: null });
  }

  showAll(): void {
    this.change({ filter: "", hidden: new Set() });
  }

  toggle(severity: Severity): void {
    const { hidden } = this.state;
    const others = [...hidden].filter((other) => other !== severity);
    this.change({ hidden: new Set(hidden.has(severity) ? others : [...others, severity]) });
  }

  choose(problem: Diagnostic, line: number): void {
    this.change({ chosen: { key: keyOf(problem), line }, most: Math.max(this.state.most, line + 1) });
  }

  /** The problem before or behind the chosen one, of those that are shown; behind the last comes the first. */
  neighbour(shown: readonly Diagnostic[], step: 1 | -1): number {
    const at = chosenLine(shown, this.state);
    const { chosen } = this.state;
    if (at >= 0) return (at + step + shown.length) % shown.length;
    // The chosen one is mended: what is there now comes next.
    const line = Math.min(chosen?.line ?? 0, shown.length) + (step > 0 ? 0 : -1);
    return (line + shown.length) % Math.max(1, shown.length);
  }
}

/** Of all that is told each is told once. */
export const keyOf = ({ code, path = "", message }: Diagnostic): string => JSON.stringify([code, path, message]);

/** The line of the chosen problem, as long as it is there. */
export function chosenLine(shown: readonly Diagnostic[], { chosen }: Pick<ListState, "chosen">): number {
  if (!chosen) return -1;
  const there = shown[chosen.line];
  return there && keyOf(there) === chosen.key ? chosen.line : shown.findIndex((d) => keyOf(d) === chosen.key);
}

/** Those that are not hidden, and fit what is looked for. */
export function shownProblems(
  problems: readonly Diagnostic[],
  outline: MappingOutline | undefined,
  { hidden, filter }: Pick<ListState, "hidden" | "filter">,
): Diagnostic[] {
  return problems.filter((d) => !hidden.has(d.severity) && fits(d, outline, filter));
}

/** True when the words, the place or the code of a problem have the text. */
function fits(d: Diagnostic, outline: MappingOutline | undefined, filter: string): boolean {
  const place = d.path !== undefined && outline ? placeWords(outline, d.path) : "";
  const words = `${d.message} ${d.hint ?? ""} ${place} ${d.code}`.replaceAll("`", "").toLowerCase();
  return words.includes(filter.trim().toLowerCase());
}
