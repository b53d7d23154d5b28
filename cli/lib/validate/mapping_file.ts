/** One unreadable mapping must not keep the others from being checked: it is carried along as such. */

import type { Source } from "../source.js";

/** A mapping as the user named it: its text, or why it has none. */
export type MappingFile =
  { file: string; source: Source; failure?: never } | { file: string; failure: string; source?: never };

export function readable(mappings: readonly MappingFile[]): Extract<MappingFile, { source: Source }>[] {
  return mappings.filter(
    (mapping): mapping is Extract<MappingFile, { source: Source }> => mapping.source !== undefined,
  );
}
