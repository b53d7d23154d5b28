/** `premap serve`: the Insights service on this machine, over snapshots. */

import { randomBytes } from "node:crypto";
import path from "node:path";
import { EngineError } from "premap";
import { type Command, countOf, parse } from "../lib/command.js";
import { filesNamed, InputError, readSource, RefusedError } from "../lib/input.js";
import { note, write } from "../lib/output.js";
import type { Source } from "../lib/source.js";
import { exitCode, UsageError } from "../lib/usage.js";
import { engineTables } from "../serve/engine_tables.js";
import { bases, odataAddress } from "../serve/pages/addresses.js";
import { isPageThere, pageAddress } from "../serve/pages/page_files.js";
import { sample, seed } from "../serve/seed.js";
import { isLoopback, type RunningService, SameModel, type ServiceSettings, startService } from "../serve/service.js";
import { StateFault } from "../serve/store/faults.js";

const usualPort = 8080;
/** Where the page is when it runs on this machine. */
const pageOrigins = ["http://127.0.0.1:4173", "http://localhost:4173"];

const options = {
  snapshot: { type: "string", multiple: true },
  mapping: { type: "string", multiple: true },
  imodel: { type: "string", multiple: true },
  itwin: { type: "string", multiple: true },
  state: { type: "string" },
  memory: { type: "boolean" },
  port: { type: "string" },
  host: { type: "string" },
  "no-auth": { type: "boolean" },
  origin: { type: "string", multiple: true },
  sample: { type: "boolean" },
  quiet: { type: "boolean" },
} as const;

export const serve: Command = {
  summary: "serve the Insights API and OData tables over snapshots, on this machine",
  help: `
Usage: premap serve --snapshot FILE [--snapshot FILE]... [options]
       premap serve --sample

Serves the Insights service: Reporting v1 and v2, Grouping and Mapping, named groups, keys, and OData tables for Power
BI, Excel and any OData client. What it prints first are the addresses to copy. Mappings are files of the state folder
and may be edited there. Ctrl+C ends it; what was answered is on the disk. docs/serve.md has the first five minutes.

  --snapshot FILE   an iModel snapshot (.bim), or a pattern; may be repeated
  --mapping FILE    put a mapping into the state folder, show it in a report and extract it; may be repeated
  --imodel ID       the iModel's id in place of the snapshot's own; for each --snapshot in order
  --itwin ID        the iTwin's id in place of the snapshot's own; for each --snapshot in order, the last for the rest
  --state DIR       where mappings, reports and tables are kept; default: NAME.premap beside the first snapshot
  --memory          keep nothing beyond the end
  --port N          default ${usualPort}, or another one where that is taken; 0 for any
  --host H          listen at another address than 127.0.0.1: others on the network can then reach it
  --no-auth         take requests without the key; only at 127.0.0.1
  --origin O        a page's origin that may use it (https://example.com); may be repeated
  --sample          serve premap's own sample, with a mapping, a report and its tables
  --quiet           no line for every request

Exit code: 0 ended by Ctrl+C, 2 wrong usage, 3 a snapshot or the state folder could not be used, 4 internal fault.
`,
  run: async (args) => {
    const { values, positionals } = parse(args, options);
    if (positionals[0] !== undefined) throw new UsageError(`too many arguments: ${positionals.join(" ")}`);
    const settings = settingsOf(values);
    const named = [...filesNamed(values.mapping ?? []), ...(values.sample ? [sample.mapping] : [])];
    const sources = await Promise.all(named.map(readSource));
    // From here on there is something to take apart: a lock, a folder that is kept only until the end.
    const ending = new Ending();
    try {
      await served(await started(settings, values.port === undefined), settings, sources, ending);
    } finally {
      ending.close();
    }
    return exitCode.fine;
  },
};

async function served(
  service: RunningService,
  settings: ServiceSettings,
  sources: readonly Source[],
  ending: Ending,
): Promise<void> {
  try {
    for (const source of sources)
      await service.engine.outline(source.text).catch((error: unknown) => {
        throw error instanceof EngineError ? new RefusedError(error, source) : error;
      });
    await seed(
      service,
      sources.map(({ text }) => text),
      settings.tell,
    );
    await write(startText(service, settings));
    await ending.asked;
    note("premap serve: ending");
  } finally {
    await service.close();
  }
}

type Values = ReturnType<typeof parse<typeof options>>["values"];

function settingsOf(values: Values): ServiceSettings {
  const files = values.sample ? [sample.snapshot] : filesNamed(values.snapshot ?? []);
  if (values.sample && values.snapshot) throw new UsageError("--sample goes without --snapshot");
  const [first] = files;
  if (first === undefined) throw new UsageError("--snapshot is missing (or --sample, for a first look)");
  if (values.memory && values.state !== undefined) throw new UsageError("--memory goes without --state");
  const host = values.host ?? "127.0.0.1";
  if (values["no-auth"] && !isLoopback(host))
    throw new UsageError("--no-auth goes only with 127.0.0.1: anybody could read and change everything");
  const port = countOf(values.port, "port") ?? usualPort;
  if (port > 65535) throw new UsageError(`--port is a number up to 65535, not ${port}`);
  const { imodel = [], itwin = [] } = values;
  if (imodel.length > files.length) throw new UsageError("there are more --imodel than snapshots");
  const isKept = !values.memory && (!values.sample || values.state !== undefined);
  const beside = path.join(path.dirname(first), `${path.basename(first).replace(/\.\w+$/, "")}.premap`);
  return {
    snapshots: files.map((file, index) => ({
      file,
      ...idIn("iModelId", imodel[index]),
      ...idIn("iTwinId", itwin[index] ?? itwin.at(-1)),
    })),
    folder: isKept ? path.resolve(values.state ?? beside) : undefined,
    host,
    port,
    key: values["no-auth"] ? undefined : randomBytes(18).toString("base64url"),
    origins: [...pageOrigins, ...(values.origin ?? []).map(originOf)],
    log: values.quiet ? () => {} : (line) => note(`${new Date().toTimeString().slice(0, 8)} ${line}`),
    tell: (line) => note(`premap serve: ${line}`),
    tables: engineTables(),
  };
}

function idIn<K extends string>(name: K, id: string | undefined): { [key in K]?: string } {
  if (id === undefined) return {};
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return { [name]: id } as { [key in K]?: string };
  throw new UsageError(
    `--${name.toLowerCase().replace("id", "")} is an id such as 30462329-8d84-4a70-9b8e-1b6530246436, not ${id}`,
  );
}

function originOf(text: string): string {
  try {
    const { origin } = new URL(text);
    if (origin !== "null") return origin;
  } catch {
    // told below
  }
  throw new UsageError(`--origin is an address such as https://example.com, not ${text}`);
}

/** The usual port may be taken by somebody else; one that was asked for has to be free. */
async function started(settings: ServiceSettings, isAnyPort: boolean): Promise<RunningService> {
  try {
    return await startService(settings);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE" && isAnyPort) return started({ ...settings, port: 0 }, false);
    if (code === "EADDRINUSE") throw new InputError(`port ${settings.port} is taken; name another one with --port`);
    if (code === "EADDRNOTAVAIL") throw new InputError(`${settings.host} is no address of this machine`);
    if (error instanceof StateFault || error instanceof SameModel) throw new InputError(error.message);
    if (error instanceof EngineError) throw new RefusedError(error, undefined);
    if (code !== undefined && /^E[A-Z]+$/.test(code) && settings.folder !== undefined)
      throw new InputError(`cannot use the state folder ${settings.folder}: ${(error as Error).message}`);
    throw error;
  }
}

function startText(service: RunningService, settings: ServiceSettings): string {
  const { address, models } = service;
  const { key, host, folder } = settings;
  const reports = service.store.reports.value.reports.filter(({ deleted }) => !deleted);
  const rows: [string, string][] = [
    ["Start page", `${address}/${key === undefined ? "" : `?key=${key}`}`],
    ...(isPageThere() ? [["Page", pageAddress(address, key)] satisfies [string, string]] : []),
    ...bases(address),
    ["Key", key ?? "none wanted (--no-auth)"],
    ...models.flatMap(({ name, iModelId, iTwinId }): [string, string][] => [
      ["iModel", `${iModelId}  ${name}`],
      ["iTwin", iTwinId],
    ]),
    ...reports.map(({ id, displayName }): [string, string] => [
      "OData",
      `${odataAddress(address, id)}  ${displayName}`,
    ]),
    ["State", folder === undefined ? "kept only until the end" : folder],
  ];
  const width = Math.max(...rows.map(([what]) => what.length)) + 2;
  const warning = isLoopback(host)
    ? ""
    : `\nListening at ${host}: whoever reaches this machine and has the key can read and change everything.\n`;
  const password = key === undefined ? "" : ": any user, the key as password";
  const hint =
    reports.length === 0
      ? ""
      : `\nOpen the start page in a browser, or an OData address in Power BI or Excel${password}.\n`;
  return `premap serve\n\n${rows.map(([what, text]) => `  ${what.padEnd(width)}${text}`).join("\n")}\n${warning}${hint}\nCtrl+C ends it.\n`;
}

/** Asked to end, be it while the service is still being put together; asked twice, at once. */
class Ending {
  readonly asked: Promise<void>;
  #count = 0;
  #resolve = (): void => {};

  constructor() {
    this.asked = new Promise((resolve) => (this.#resolve = resolve));
    for (const signal of signals) process.on(signal, this.#ask);
  }

  close(): void {
    for (const signal of signals) process.off(signal, this.#ask);
  }

  readonly #ask = (): void => {
    this.#count += 1;
    if (this.#count > 1) process.exit(130);
    this.#resolve();
  };
}

const signals = ["SIGINT", "SIGTERM"] as const;
