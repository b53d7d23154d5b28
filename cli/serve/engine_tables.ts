/** The lower half of the service, as the upper one uses it: tables as the engine writes and reads them. */

import { extractTables } from "./extraction/extract_tables.js";
import { odataAnswers } from "./odata/answer.js";
import { partitions } from "./odata/partition.js";
import { QueryPool } from "./odata/query_pool.js";
import type { AnswerOData, ExtractTables, ReadPartition } from "./tables.js";

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
  return {
    extractTables,
    answerOData: odataAnswers(pool),
    readPartition: partitions(pool),
    close: () => pool.close(),
  };
}
