// Requests to `premap serve`, from the page that it serves itself: in the shapes of its OpenAPI document, with every way they
// can end told apart. The key goes into a header and nowhere else.
import type { Shape } from "../../../cli/serve/wire/shapes";
import { type FaultKind, ServiceFault } from "./service_fault";

export { type FaultKind, ServiceFault } from "./service_fault";

export type ServiceModel = Shape<"IModel">["iModel"];
export type ServiceMapping = Shape<"Mappings">["mappings"][number];
export type ServiceFile = Shape<"MappingFile">["file"];
export type ServiceReport = Shape<"Reports">["reports"][number];
export type ServiceRun = Shape<"Extraction">["extraction"];
export type ServiceLogLine = Shape<"ExtractionLogs">["logs"][number];

export interface ServiceTable {
  name: string;
  address: string;
}

export interface TableRows {
  columns: readonly string[];
  rows: readonly Readonly<Record<string, unknown>>[];
  rowCount: number;
}

/** The generation of the service that this page was written for. */
const generation = "1";
const gm = "/grouping-and-mapping/datasources/imodel-mappings";
const reporting = "/insights/reporting";
const files = "/premap/mapping-files";
const shownRows = 100;
/** Of the history of extractions. */
const shownRuns = 50;

export class ServiceClient {
  constructor(
    readonly address: string,
    readonly key: string,
  ) {}

  /** Whether it is the service, and whether the key is its own. */
  async greet(signal: AbortSignal): Promise<readonly ServiceModel[]> {
    const about = await this.#ask<{ info?: { title?: string; version?: string }; paths?: object }>(
      "GET",
      "/openapi.json",
      { signal },
    );
    const { title, version = "" } = about.info ?? {};
    if (title !== "premap serve")
      throw new ServiceFault("other", "What answers at this address is not `premap serve`.");
    if (version !== generation || !Object.hasOwn(about.paths ?? {}, files))
      throw new ServiceFault(
        "other",
        `The service is of another version (${version || "none told"}) than this page (${generation}). Load the page again; if that does not help, end the service and start it again.`,
      );
    const twins = await this.#list<"ITwins">("/itwins", "iTwins", signal);
    const models = await Promise.all(
      twins.map(({ id }) => this.#list<"IModels">(`/imodels?iTwinId=${encodeURIComponent(id)}`, "iModels", signal)),
    );
    return models.flat();
  }

  mappings(iModelId: string, signal?: AbortSignal): Promise<readonly ServiceMapping[]> {
    return this.#list<"Mappings">(`${gm}?iModelId=${iModelId}`, "mappings", signal);
  }

  async reports(iTwinId: string, signal?: AbortSignal): Promise<readonly ServiceReport[]> {
    const all = await this.#list<"Reports">(`${reporting}/reports?projectId=${iTwinId}`, "reports", signal);
    return all.filter(({ deleted }) => !deleted);
  }

  async runs(iModelId: string, signal?: AbortSignal): Promise<readonly ServiceRun[]> {
    const at = `${gm}/extractions?iModelId=${iModelId}&$top=${shownRuns}`;
    return (await this.#ask<Shape<"Extractions">>("GET", at, { signal })).extractions;
  }

  async run(id: string): Promise<ServiceRun> {
    return (await this.#ask<Shape<"Extraction">>("GET", `${gm}/extractions/${id}`)).extraction;
  }

  log(id: string, signal?: AbortSignal): Promise<readonly ServiceLogLine[]> {
    return this.#list<"ExtractionLogs">(`${gm}/extractions/${id}/logs`, "logs", signal);
  }

  async extract(iModelId: string, mappingId: string): Promise<ServiceRun> {
    const body = { iModelId, mappings: [{ id: mappingId }] };
    return (await this.#ask<Shape<"Extraction">>("POST", `${gm}/extractions`, { body })).extraction;
  }

  // -------------------------------------------------------------------------------------------------------------- files

  async file(mappingId: string): Promise<ServiceFile> {
    return (await this.#ask<Shape<"MappingFile">>("GET", `${files}/${mappingId}`)).file;
  }

  async createFile(iModelId: string, text: string): Promise<ServiceFile> {
    return (await this.#ask<Shape<"MappingFile">>("POST", files, { body: { iModelId, text } })).file;
  }

  async replaceFile(mappingId: string, text: string, version: string): Promise<ServiceFile> {
    const at = `${files}/${mappingId}`;
    return (await this.#ask<Shape<"MappingFile">>("PUT", at, { body: { text, version } })).file;
  }

  // ------------------------------------------------------------------------------------------------------------- tables

  /** The ids of the mappings that a report shows. */
  async mappingsOf(reportId: string, signal?: AbortSignal): Promise<readonly string[]> {
    const at = `${reporting}/reports/${reportId}/datasources/imodelMappings`;
    return (await this.#list<"ReportMappings">(at, "mappings", signal)).map(({ mappingId }) => mappingId);
  }

  /** A new report that shows a mapping. */
  async createReport(iTwinId: string, iModelId: string, mapping: ServiceMapping): Promise<void> {
    const body = { displayName: mapping.mappingName, projectId: iTwinId };
    const { report } = await this.#ask<Shape<"Report">>("POST", `${reporting}/reports`, { body });
    const link = { mappingId: mapping.id, imodelId: iModelId };
    await this.#ask("POST", `${reporting}/reports/${report.id}/datasources/imodelMappings`, { body: link });
  }

  /** A report has none before the first extraction. */
  async tables(report: ServiceReport, signal?: AbortSignal): Promise<readonly ServiceTable[]> {
    const root = odataOf(report);
    try {
      const { value } = await this.#ask<{ value: { name: string }[] }>("GET", root, { signal });
      return value.map(({ name }) => ({ name, address: `${root}/${encodeURIComponent(name)}` }));
    } catch (fault) {
      if (fault instanceof ServiceFault && fault.kind === "missing") return [];
      throw fault;
    }
  }

  async rows({ address }: ServiceTable, signal?: AbortSignal): Promise<TableRows> {
    const at = `${address}?$top=${shownRows}&$count=true`;
    const page = await this.#ask<{ value: Record<string, unknown>[]; "@odata.count": number }>("GET", at, { signal });
    const rows = page.value;
    return { columns: Object.keys(rows[0] ?? {}), rows, rowCount: page["@odata.count"] };
  }

  // ----------------------------------------------------------------------------------------------------------- requests

  /** All pages of a list. */
  async #list<N extends ListName>(path: string, member: keyof Shape<N>, signal?: AbortSignal): Promise<ItemOf<N>[]> {
    const items: ItemOf<N>[] = [];
    let next: string | undefined = `${path}${path.includes("?") ? "&" : "?"}$top=1000`;
    while (next !== undefined) {
      const page: Shape<N> & Paged = await this.#ask<Shape<N> & Paged>("GET", next, { signal });
      items.push(...(page[member] as unknown as ItemOf<N>[]));
      next = page._links.next?.href;
    }
    return items;
  }

  async #ask<T>(
    method: string,
    at: string,
    { body, signal }: { body?: object; signal?: AbortSignal | undefined } = {},
  ) {
    const url = new URL(at, this.address);
    // A link that leads elsewhere does not get the key.
    if (url.origin !== this.address)
      throw new ServiceFault("other", `The service names another address: ${url.origin}`);
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      ...(signal ? { signal } : {}),
      ...{ cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" },
    }).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new ServiceFault("gone", `Nobody answers at ${this.address}.`);
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok && answer !== undefined) return answer as T;
    throw faultOf(response.status, answer);
  }
}

/** The address to copy; a link of the older generation has a version behind it, which no client needs. */
export const odataOf = ({ _links }: ServiceReport): string => _links.odata.href.replace(/\?.*/, "").replace(/\/$/, "");

interface Paged {
  _links: { next?: { href: string } };
}
type ListName = "Mappings" | "Reports" | "ReportMappings" | "ExtractionLogs" | "ITwins" | "IModels";
type ItemOf<N extends ListName> =
  Exclude<Shape<N>[keyof Shape<N>], Shape<N>["_links"]> extends readonly (infer I)[] ? I : never;

function faultOf(status: number, answer: unknown): ServiceFault {
  const { code = "", message, details = [] } = (answer as Partial<Shape<"Error">> | undefined)?.error ?? {};
  const words = message ?? `The service answers with status ${status}.`;
  const kinds: Record<number, FaultKind> = { 401: "key", 404: "missing" };
  const kind = code === "MappingFileChanged" ? "conflict" : (kinds[status] ?? "refused");
  const told = details.map((each) => each.message).filter((each) => each !== words);
  return new ServiceFault(kind, words, told);
}
