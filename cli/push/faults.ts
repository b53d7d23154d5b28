/** What went wrong between here and the API, as a message with its place in the file and as an exit code. */
import { type PushError, type PushErrorCode } from "premap/push";
import { shown } from "../lib/clean.js";
import { noteAll } from "../lib/diagnostics.js";
import { note } from "../lib/output.js";
import type { Source } from "../lib/source.js";
import { exitCode } from "../lib/usage.js";
import { changeLines } from "./words.js";

/** The service, or the right to use it, is missing. */
const notReached: readonly PushErrorCode[] = [
  "imodel-unknown",
  "journal-other",
  "mapping-gone",
  "part-gone",
  "right-missing",
  "service-unavailable",
  "token-refused",
  "wrong-imodel",
];
const misused: readonly PushErrorCode[] = ["option-invalid", "name-ambiguous"];

export function tellFault(error: PushError, source: Source | undefined): number {
  const { code, diagnostics, foreign, pointer, span, message } = error;
  if (diagnostics.length > 0) noteAll(diagnostics, source);
  note(`premap: ${shown(message)}`);
  const place = [source !== undefined && span?.line !== undefined ? source.at(span) : "", pointer ?? ""];
  if (place.some((text) => text !== ""))
    note(
      `  at ${place
        .filter((text) => text !== "")
        .map(shown)
        .join("  ")}`,
    );
  for (const line of changeLines(foreign)) note(line);
  if (misused.includes(code)) return exitCode.wrongUsage;
  return notReached.includes(code) ? exitCode.unreadableInput : exitCode.mappingHasErrors;
}
