/** The service as a whole: snapshots, state, runs and the server, put together and taken apart in order. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createEngine, type Engine } from "premap";
import { Rules } from "./api/rules.js";
import { HttpServer } from "./http/server.js";
import { Runs } from "./runs/runs.js";
import { Store } from "./store/store.js";
import type { AnswerOData, ExtractTables, ReadPartition } from "./tables.js";

/** A snapshot that is served. Ids are in lower case. */
export interface Model {
  readonly iModelId: string;
  readonly iTwinId: string;
  readonly name: string;
  /** Its changeset's id, where it tells one. */
  readonly changesetId: string | undefined;
  /** On this machine; never told. */
  readonly file: string;
}

export interface Service {
  readonly models: readonly Model[];
  readonly engine: Engine;
  readonly rules: Rules;
  readonly store: Store;
  readonly runs: Runs;
  readonly answerOData: AnswerOData;
  readonly readPartition: ReadPartition;
  readonly user: string;
}

/** What writes and reads the tables. */
export interface TableMakers {
  readonly extractTables: ExtractTables;
  readonly answerOData: AnswerOData;
  readonly readPartition: ReadPartition;
  /** Ends what they keep running. */
  close?(): Promise<void> | void;
}

export interface ServiceSettings {
  readonly snapshots: readonly { file: string; iModelId?: string; iTwinId?: string }[];
  /** Undefined: nothing is kept. */
  readonly folder: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly key: string | undefined;
  readonly origins: readonly string[];
  /** A line for every request. */
  readonly log: (line: string) => void;
  /** What went wrong, or is not as it should be. */
  readonly tell: (line: string) => void;
  readonly tables: TableMakers;
}

export interface RunningService extends Service {
  readonly port: number;
  /** Where it is reached from this machine. */
  readonly address: string;
  close(): Promise<void>;
}

const user = "local@premap.invalid";
export const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || /^127\./.test(host);

export async function startService(settings: ServiceSettings): Promise<RunningService> {
  const { tell, tables } = settings;
  const engine = await createEngine({ worker: false });
  const undo: (() => unknown)[] = [() => engine.close(), () => tables.close?.()];
  const takeApart = async (): Promise<void> => {
    for (const step of undo.reverse()) await step();
    undo.length = 0;
  };
  try {
    const models = await modelsOf(engine, settings);
    const folder = settings.folder ?? (await mkdtemp(path.join(tmpdir(), "premap-serve-")));
    const isLasting = settings.folder !== undefined;
    if (!isLasting) undo.push(() => rm(folder, { recursive: true, force: true }));
    const store = await Store.open(engine, { folder, isLasting, defaultIModel: models[0]?.iModelId ?? "", user, tell });
    undo.push(() => store.close());
    const snapshotOf = (id: string) => models.find(({ iModelId }) => iModelId === id)?.file;
    const { extractTables, answerOData, readPartition } = tables;
    const { host, port, key, origins, log } = settings;
    const runs = await Runs.open(store, { snapshotOf, extractTables, log, tell });
    undo.push(() => runs.close());
    const service: Service = {
      models,
      engine,
      rules: new Rules(engine),
      store,
      runs,
      answerOData,
      readPartition,
      user,
    };
    const server = await HttpServer.listen(service, { host, port, key, origins, log, isPublic: !isLoopback(host) });
    undo.push(() => server.close());
    const reached = isLoopback(host) || /^(0\.0\.0\.0|::)$/.test(host) ? "127.0.0.1" : host;
    const named = host === "::1" ? "[::1]" : reached;
    return { ...service, port: server.port, address: `http://${named}:${server.port}`, close: takeApart };
  } catch (error) {
    await takeApart();
    throw error;
  }
}

async function modelsOf(engine: Engine, { snapshots, tell }: ServiceSettings): Promise<Model[]> {
  const models: Model[] = [];
  for (const { file, iModelId, iTwinId } of snapshots) {
    const snapshot = await engine.open(file);
    const { info } = snapshot;
    snapshot.close();
    const id = (iModelId ?? info.iModelId).toLowerCase();
    const known = models.find((model) => model.iModelId === id);
    if (known) throw new SameModel(file, known.file, id);
    if (id === "") tell(`${path.basename(file)} has no id of its own; name one with --imodel`);
    models.push({
      iModelId: id || nameless,
      iTwinId: (iTwinId ?? info.iTwinId).toLowerCase() || nameless,
      name: info.name || path.basename(file).replace(/\.\w+$/, ""),
      changesetId: undefined,
      file: path.resolve(file),
    });
  }
  return models;
}

const nameless = "00000000-0000-0000-0000-000000000000";

export class SameModel extends Error {
  constructor(file: string, other: string, id: string) {
    super(`${file} and ${other} are the same iModel, ${id}; give one of them another id with --imodel`);
  }
}
