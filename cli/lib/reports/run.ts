/** The runs of a report, with what the command line knows of a mapping's file besides. */

import type { Run as ReportRun } from "premap/reports";
import type { Source } from "../source.js";

export interface Run extends ReportRun {
  source?: Source;
}

export interface Results {
  runs: Run[];
  /** Of warnings; Infinity when not given. */
  maxWarnings: number;
}
