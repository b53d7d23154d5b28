/** The lower half, as the upper one uses it: what writes tables, and what reads them. */

import type { TableMakers } from "./service.js";

export function tableMakers(): TableMakers {
  const missing = (): never => {
    throw new Error("tables are not written yet");
  };
  return { extractTables: missing, answerOData: missing, readPartition: missing };
}
