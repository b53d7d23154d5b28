// What a group's columns could be, and how each would be filled: first by a sample of its rows, then by all of them, block by block, so
// that what is on screen comes soon; given up when the table is closed.
import { useEffect, useMemo, useState } from "react";
import { type AspectHealth, type ColumnHealth, type GroupOutline, useAnswer, useWorkbench } from "../../engine";
import { type Candidate, candidatesOf, columnOf } from "../../lib/candidates";
import { measures } from "../../lib/mapping_words";

export interface Trial {
  facts: ColumnHealth;
  /** All rows were read, not a sample. */
  isWhole: boolean;
}

export interface Candidates {
  candidates: readonly Candidate[] | undefined;
  trials: ReadonlyMap<string, Trial>;
  aspects: ReadonlyMap<string, AspectHealth>;
  /** Blocks that were read of those there are: the sample, then all rows. */
  step: { phase: "looking" | "sample" | "all" | "done"; part: number };
  problem: string | undefined;
}

/** Columns that are read together: enough to read a row once for many of them, few enough to show the first soon. */
const blockSize = 30;
const sampleSize = 1000;

export function useCandidates(group: GroupOutline): Candidates {
  const { asides, files } = useWorkbench();
  const schemas = files.use((s) => s.schemas);
  const { query } = group;
  const rows = useAnswer(schemas ? `rows ${query}` : null, (signal) => asides.rowsOf(query, signal), { pause: 0 });
  const candidates = useMemo(
    () => (schemas && rows.value ? candidatesOf(schemas, rows.value, measures) : undefined),
    [schemas, rows.value],
  );
  const [told, setTold] = useState<Omit<Candidates, "candidates" | "problem">>(nothing);
  useEffect(() => setTold(nothing), [query, schemas]);

  const { problem } = useAnswer(
    candidates ? `trials ${query}` : null,
    async (signal) => {
      const all = candidates ?? [];
      for (const phase of ["sample", "all"] as const) {
        for (let from = 0; from < all.length; from += blockSize) {
          setTold((last) => ({ ...last, step: { phase, part: from / all.length } }));
          const block = all.slice(from, from + blockSize);
          // As text every value counts: what it would be in a stricter type the engine tells beside it.
          const asText = block.map((item) => columnOf(item, item.measure ? "Double" : "String", "", false));
          const sample = phase === "sample" ? sampleSize : undefined;
          const { columns, aspects } = await asides.tryBlock(query, asText, signal, sample);
          if (signal.aborted) return;
          setTold((last) => ({ ...last, ...merged(last, block, columns, aspects, phase === "all") }));
        }
      }
      setTold((last) => ({ ...last, step: { phase: "done", part: 1 } }));
    },
    { pause: 0 },
  );
  return { ...told, candidates, problem: (rows.problem ?? problem)?.diagnostics[0]?.message };
}

const nothing: Omit<Candidates, "candidates" | "problem"> = {
  trials: new Map(),
  aspects: new Map(),
  step: { phase: "looking", part: 0 },
};

function merged(
  { trials, aspects }: Pick<Candidates, "trials" | "aspects">,
  block: readonly Candidate[],
  columns: readonly (ColumnHealth | undefined)[],
  told: readonly AspectHealth[],
  isWhole: boolean,
): Pick<Candidates, "trials" | "aspects"> {
  const added = block.flatMap(({ key }, index): [string, Trial][] => {
    const facts = columns[index];
    if (!facts) return [];
    // Of too many different values none is counted: those of the sample are examples still.
    const top = facts.top.length > 0 ? facts.top : (trials.get(key)?.facts.top ?? []);
    return [[key, { facts: { ...facts, top }, isWhole }]];
  });
  return {
    trials: new Map([...trials, ...added]),
    aspects: new Map([...aspects, ...told.map((health) => [health.class, health] as const)]),
  };
}
