/** An engine for tests of the page's rooms: what it is asked of a snapshot is answered by the test, at once, later or never. */
import { isDeepStrictEqual } from "node:util";
import type { Engine, MappingOutline, PatchStep, Preview, Profile, Snapshot, ValidationReport } from "premap";

type Json = Record<string, unknown>;
interface JsonGroup {
  groupName: string;
  query: string;
  properties: { propertyName: string; ecProperties?: unknown[] }[];
}

/** The outline of a mapping in our own shape, as far as the page needs it to edit. */
function outlineOf(text: string): MappingOutline {
  const { mappingName, groups } = JSON.parse(text) as { mappingName: string; groups: JsonGroup[] };
  return {
    name: mappingName,
    pointer: "",
    groupsPointer: "/groups",
    groups: groups.map(({ groupName: name, query, properties }, g) => ({
      ...{ name, query, pointer: `/groups/${g}`, columnsPointer: `/groups/${g}/properties` },
      columns: properties.map(({ propertyName }, p) => {
        return { name: propertyName, pointer: `/groups/${g}/properties/${p}`, entries: [] };
      }),
    })),
  } as unknown as MappingOutline;
}

/** The text after a JSON Patch; throws where that does not fit. */
function patched(text: string, patch: readonly PatchStep[]): string {
  const whole = JSON.parse(text) as Json;
  const holder = (path: string): [Json, string] => {
    const keys = path.slice(1).split("/");
    const last = keys.pop() as string;
    return [keys.reduce((at, key) => at[key] as Json, whole), last];
  };
  const take = (path: string): unknown => {
    const [at, key] = holder(path);
    if (!(key in at)) throw new Error(`nothing at ${path}`);
    return Array.isArray(at) ? at.splice(Number(key), 1)[0] : [at[key], delete at[key]][0];
  };
  const put = (path: string, value: unknown): void => {
    const [at, key] = holder(path);
    if (Array.isArray(at)) at.splice(key === "-" ? at.length : Number(key), 0, value);
    else at[key] = value;
  };
  const read = (path: string): unknown => {
    const [at, key] = holder(path);
    return structuredClone(at[key]);
  };
  for (const step of patch) {
    if (step.op === "remove") take(step.path);
    else if (step.op === "move") put(step.path, take(step.from));
    else if (step.op === "copy") put(step.path, read(step.from));
    else if (step.op === "add") put(step.path, step.value);
    else if (step.op === "test" && !isDeepStrictEqual(read(step.path), step.value))
      throw new Error(`another ${step.path}`);
  }
  return JSON.stringify(whole, null, 2);
}

export const report = { ok: true, diagnostics: [], counts: {} } as unknown as ValidationReport;

export const tableOf = (rowCount = 3, names: readonly string[] = ["A", "B"]): Preview =>
  ({
    rowCount,
    tableName: "T",
    complete: true,
    diagnostics: [],
    columns: names.map((name) => ({ name, isDefault: false, dataType: "String" })),
    cell: () => null,
    verdict: () => undefined,
  }) as unknown as Preview;

/** What the test answers in place of a snapshot; the rest answers by itself. */
export interface Answers {
  preview: (text: string, options: { group?: string; signal: AbortSignal }) => Promise<Preview>;
  profile: () => Promise<Profile>;
  validate: () => Promise<ValidationReport>;
}

/** Starts engines of that kind; `started` are all there were. */
export function fakeEngines(answers: Partial<Answers> = {}) {
  const started: { opened: number; isClosed: boolean }[] = [];
  const snapshot = {
    info: { diagnostics: [] },
    schemas: () => Promise.resolve([]),
    close() {},
    ...{ preview: () => Promise.resolve(tableOf()), validate: () => Promise.resolve(report) },
    profile: () => Promise.resolve({ rowCount: 3, columns: [], diagnostics: [] }),
    ...answers,
  } as unknown as Snapshot;
  const create = (): Promise<Engine> => {
    const state = { opened: 0, isClosed: false };
    started.push(state);
    const engine = {
      open: () => Promise.resolve((state.opened += 1)).then(() => snapshot),
      close: () => (state.isClosed = true),
      validate: () => Promise.resolve(report),
      apply: async (text: string, patch: readonly PatchStep[]) => ({ mapping: patched(text, patch) }),
      openMapping(text: string) {
        let now = text;
        const outline = async () => ({ ...outlineOf(now), isCurrent: true });
        return { update: (newer: string) => (now = newer), outline };
      },
    };
    return Promise.resolve(engine as unknown as Engine);
  };
  return { create, started };
}

/** A promise that the test settles. */
export function later<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (reason: unknown) => void } {
  let settle!: Pick<ReturnType<typeof later<T>>, "resolve" | "reject">;
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle };
}
