/** The lower half of the service, as the upper one uses it: tables as the engine writes and reads them. */

import { extractTables } from "./extraction/extract_tables.js";
import { odataAnswers } from "./odata/answer.js";
import { Catalogue } from "./odata/catalogue.js";
import { partitions } from "./odata/partition.js";
import { QueryPool } from "./odata/query_pool.js";
import { Rehearsal } from "./odata/rehearsal.js";
import type { AnswerOData, ExtractedTable, ExtractTables, ReadPartition } from "./tables.js";

export interface EngineTables {
  readonly extractTables: ExtractTables;
  readonly answerOData: AnswerOData;
  readonly readPartition: ReadPartition;
  /** Ends the threads that queries run in. */
  close(): Promise<void>;
}

/** Threads are started when something is asked, and do not keep the process alive. */
export function engineTables(): EngineTables {
  const pool = new QueryPool();
  const rehearsal = new Rehearsal(pool);
  // Who had tables written will read them.
  const rehearse = (tables: readonly ExtractedTable[]) => {
    const [set] = new Catalogue({ reportId: "", runs: [{ extractionId: "", tables }], aggregated: [] }).sets;
    if (set) rehearsal.begin(set);
    return tables;
  };
  return {
    extractTables: async (request) => rehearse(await extractTables(request)),
    answerOData: odataAnswers(pool, rehearsal),
    readPartition: partitions(pool),
    close: () => pool.close(),
  };
}
