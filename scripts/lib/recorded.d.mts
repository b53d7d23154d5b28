// The types of recorded.mjs, for the tests in TypeScript that read recorded answers.

export function isList(folder: string): boolean;
/** {snapshot, engine, brief, queries, invalid}; whoever reads it says which parts of a query are of interest. */
export function readList(folder: string): unknown;
export function writeList(folder: string, list: unknown): void;
export function queryText(query: unknown): string;
export function readQuery(text: string, brief?: boolean): unknown;
