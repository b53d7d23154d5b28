// Why it did not come to its end, and what can be done about it.
import { type MappingChange, PushError, type PushErrorCode } from "premap/push";

export interface Fault {
  /** `busy`: another tab is at it; `other`: nothing that was foreseen. */
  code: PushErrorCode | "busy" | "other";
  message: string;
  /** What validation has found, or where in the mapping's text it is. */
  details: readonly string[];
  /** What somebody else has changed. */
  foreign: readonly MappingChange[];
}

export const busy: Fault = {
  code: "busy",
  message: "Another tab is sending this mapping there.",
  details: [],
  foreign: [],
};

export function faultOf(thrown: unknown): Fault {
  if (!(thrown instanceof PushError)) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { code: "other", message, details: [], foreign: [] };
  }
  const { code, message, diagnostics, foreign, span } = thrown;
  const place = span?.line === undefined ? [] : [`Line ${span.line} of the mapping's text.`];
  const found = diagnostics.filter((diagnostic) => !message.includes(diagnostic.message));
  return { code, message, details: [...place, ...found.map((diagnostic) => diagnostic.message)], foreign };
}

export const advice: Partial<Record<Fault["code"], string>> = {
  busy: "Go on there, or close that tab.",
  "token-refused": "Sign in again: nothing that was sent is sent twice.",
  "right-missing": "Sign in as somebody who may change this iModel, or have that right given to you.",
  "imodel-unknown": "Is the iModel's id right, and may you see it?",
  "mapping-gone": "Somebody has deleted it.",
  "mapping-invalid": "Mend it in the page, and send it from there again.",
  "plan-obstacle": "Mend it in the page, and send it from there again.",
  "name-ambiguous": "Choose which mapping to change.",
  "name-taken": "Somebody else has made one of this name meanwhile.",
  "service-unavailable": "Go on when the connection is there again: what was sent is not sent twice.",
  "wrong-imodel": "Choose another mapping, or the iModel that it is of.",
};

/** The faults that writing over what others have made gets past. */
export const canWriteOver = ({ code }: Fault): boolean => code === "changed-since" || code === "name-taken";
