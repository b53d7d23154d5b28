// Questions to the engine that a panel asks by the way: put once the table is on screen (the engine does one thing at a
// time), put anew when what they are about changes, given up when the panel goes.
import { useEffect, useState } from "react";
import { useWorkbench } from "./context";
import { Job, type Outcome } from "./jobs";

interface Asking {
  /** Until the answer is there the one before is given, for what is only a little out of date. */
  keepsLast?: boolean;
  /** The rows come first, or it can be told without them, or without a snapshot. */
  after?: "rows" | "snapshot" | "engine";
  /** Someone moving on quickly asks nothing (ms). */
  pause?: number;
}

/** What was answered, or why there is no answer; neither: not yet. */
export type Answer<T> = { value?: T | undefined; problem?: Outcome<T>["problem"] };

/**
 * The answer to what `key` names, once it is there. Null: nothing is asked.
 *
 *   const { value: trials } = useAnswer(JSON.stringify(columns), (signal) => asides.tryColumns(query, columns, signal));
 */
export function useAnswer<T>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<T>,
  { keepsLast = false, after = "rows", pause = 150 }: Asking = {},
): Answer<T> {
  const { engine, files, questions } = useWorkbench();
  const { preview } = questions;
  const file = files.use((s) => (s.snapshot.phase === "ready" ? s.snapshot : null));
  const isBusy = preview.use((s) => s.phase === "running");
  const [job] = useState(() => new Job<T>(engine));
  const [answer, setAnswer] = useState<Answer<T> & { key: string; file: unknown }>();
  const isTime = after === "engine" || (file !== null && !(isBusy && after === "rows"));
  useEffect(() => {
    if (!isTime || key === null) return;
    const wait = setTimeout(() => {
      void job
        .run(({ signal }) => ask(signal))
        .then(
          (told) =>
            told &&
            setAnswer((last) => ({
              ...(keepsLast && last?.file === file && { value: last.value }),
              ...told,
              key,
              file,
            })),
        );
    }, pause);
    return () => {
      clearTimeout(wait);
      job.forget();
    };
  }, [file, key, isTime]);
  // What another file answered is wrong here, however little.
  return answer && answer.file === file && (answer.key === key || keepsLast) ? answer : {};
}
