/** The report as JSON, written piece by piece: a list of ten thousand faults is never one string. */

import { jsonShown } from "./shown.js";
import { type Results, total, tooManyWarnings } from "./run.js";

/** All runs in one object, written run by run. */
export function* json(results: Results): Generator<string> {
  const { runs, maxWarnings } = results;
  const ok = runs.every((run) => run.report.ok) && !tooManyWarnings(results);
  const ofWarnings = maxWarnings === Infinity ? {} : { maxWarnings };
  const head = JSON.stringify({ ok, counts: total(runs), ...ofWarnings }, null, 2);
  yield `${head.slice(0, -2)},\n  "reports": [`;
  let separator = "\n";
  for (const { file, snapshot, report } of runs) {
    const { ok, api, diagnostics, counts } = report;
    const start = JSON.stringify({ mapping: file, snapshot, ok, api, counts }, null, 2);
    yield `${separator}${indented(start.slice(0, -2), 4)},\n      "diagnostics": [`;
    yield* list(diagnostics, 8);
    yield diagnostics.length ? "\n      ]\n    }" : "]\n    }";
    separator = ",\n";
  }
  yield runs.length ? "\n  ]\n}\n" : "]\n}\n";
}

/** Items of a list, each on lines of its own. */
export function* list(items: Iterable<unknown>, indent: number): Generator<string> {
  let separator = "\n";
  for (const item of items) {
    yield separator + indented(jsonShown(JSON.stringify(item, null, 2)), indent);
    separator = ",\n";
  }
}

function indented(text: string, by: number): string {
  const space = " ".repeat(by);
  return space + text.replaceAll("\n", `\n${space}`);
}
