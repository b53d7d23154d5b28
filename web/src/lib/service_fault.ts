// Why the service did not do what it was asked: in its own words, or for want of an answer.

/** gone: nobody answers; key: it is another's; other: what answers is no service that this page knows; conflict: the file is another. */
export type FaultKind = "gone" | "key" | "other" | "conflict" | "missing" | "refused";

export class ServiceFault extends Error {
  constructor(
    readonly kind: FaultKind,
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }
}
