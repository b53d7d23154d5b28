/** A service of a test's own, and requests to it; every answer is held to the OpenAPI document. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, expect } from "vitest";
import { operations } from "../../../dist/cli/serve/api/operations.js";
import { odataAliases } from "../../../dist/cli/serve/api/data_operations.js";
import { Router } from "../../../dist/cli/serve/http/router.js";
import { engineTables } from "../../../dist/cli/serve/engine_tables.js";
import { openApi } from "../../../dist/cli/serve/openapi/document.js";
import { type RunningService, type ServiceSettings, startService } from "../../../dist/cli/serve/service.js";
import { snapshotFile } from "../../js/support.ts";

export interface Answer {
  status: number;
  /** Whatever the answer holds. */
  body: any;
  text: string;
  headers: Headers;
}

export interface Asking {
  headers?: Record<string, string>;
  /** Sent as it is. */
  raw?: string | Uint8Array<ArrayBuffer>;
  /** The newer generation of Reporting. */
  version?: 2;
}

export interface TestService {
  service: RunningService;
  url: string;
  iModelId: string;
  iTwinId: string;
  folder: string;
  log: string[];
  ask(method: string, path: string, body?: unknown, asking?: Asking): Promise<Answer>;
  get(path: string, asking?: Asking): Promise<Answer>;
  post(path: string, body?: unknown, asking?: Asking): Promise<Answer>;
  close(): Promise<void>;
}

export const paths = {
  gm: "/grouping-and-mapping/datasources/imodel-mappings",
  audit: "/grouping-and-mapping/audit",
  reporting: "/insights/reporting",
  named: "/named-groups",
  carbon: "/insights/carbon-calculation/ec3",
};

export const elements = "SELECT ECInstanceId, ECClassId FROM bis.Element";

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "premap-serve-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Started for the tests of a file; closed after them. */
export async function testService(settings: Partial<ServiceSettings> = {}): Promise<TestService> {
  const folder = settings.folder ?? temporaryFolder();
  const log: string[] = [];
  const service = await startService({
    snapshots: [{ file: snapshotFile("building.bim") }],
    folder,
    host: "127.0.0.1",
    port: 0,
    key: undefined,
    origins: [],
    log: () => {},
    tell: (line) => void log.push(line),
    tables: engineTables(),
    ...settings,
  });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await service.close();
    isOpen = false;
  };
  afterAll(close);
  const url = service.address;
  const model = service.models[0] as RunningService["models"][number];
  const ask = (method: string, at: string, body?: unknown, asking: Asking = {}) =>
    request(url, method, at, body, asking);
  return {
    service,
    url,
    iModelId: model.iModelId,
    iTwinId: model.iTwinId,
    folder,
    log,
    ask,
    get: (at, asking) => ask("GET", at, undefined, asking),
    post: (at, body, asking) => ask("POST", at, body, asking),
    close,
  };
}

/** One request; a path may also be a whole address, as links are. */
export async function request(url: string, method: string, at: string, body: unknown, asking: Asking): Promise<Answer> {
  const { headers = {}, raw, version } = asking;
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(at.startsWith("http") ? at : url + at, {
    method,
    headers: {
      accept: `application/vnd.bentley.itwin-platform.v${version ?? 1}+json`,
      ...(sent === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  const answer = {
    status: response.status,
    text,
    body: isJson ? (JSON.parse(text) as unknown) : undefined,
    headers: response.headers,
  };
  holdToDocument(method, new URL(response.url).pathname, answer, version ?? 1);
  return answer;
}

// ------------------------------------------------------------------------------------------------------------- document

interface Described {
  paths: Record<
    string,
    Record<
      string,
      { operationId: string; responses: Record<string, { content?: Record<string, { schema?: object }> }> }
    >
  >;
}
const document = openApi() as Described;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "doc", ...document });
const router = new Router([...operations, ...odataAliases]);
const compiled = new Map<string, ValidateFunction>();
/** Operations that were answered with success in this file's tests. */
export const seen = new Set<string>();

/** An answer has a status that its operation tells of, and the shape that goes with it. */
function holdToDocument(method: string, at: string, answer: Answer, version: number): void {
  const routed = router.find(method, at);
  if (routed.kind !== "found") return;
  const { operation } = routed;
  const described = document.paths[operation.path]?.[operation.method.toLowerCase()];
  if (!described) return;
  const { status, body } = answer;
  if (status < 300) seen.add(described.operationId);
  const anywhere = [401, 403, 413, 415, 422, 500, 507];
  const told = described.responses[String(status)];
  if (!told) return expect(anywhere, `${operation.name} answers ${status}: ${answer.text}`).toContain(status);
  const types = Object.keys(told.content ?? {});
  if (types.length === 0) return expect(answer.text, operation.name).toBe("");
  const type = types.find((each) => version === 2 && each.includes("v2")) ?? types[0] ?? "";
  const schema = told.content?.[type]?.schema;
  if (!schema) return;
  const pointer = `/paths/${escaped(operation.path)}/${operation.method.toLowerCase()}/responses/${status}/content/${escaped(type)}/schema`;
  const check = compiled.get(pointer) ?? ajv.compile({ $ref: `doc#${pointer}` });
  compiled.set(pointer, check);
  expect(check(body), `${operation.name}: ${ajv.errorsText(check.errors)}\n${answer.text}`).toBe(true);
}

const escaped = (text: string): string => encodeURIComponent(text.replaceAll("~", "~0").replaceAll("/", "~1"));

// --------------------------------------------------------------------------------------------------------------- made

export async function newMapping(service: TestService, mappingName: string, more: object = {}): Promise<string> {
  const { body, status, text } = await service.post(paths.gm, { iModelId: service.iModelId, mappingName, ...more });
  expect(status, text).toBe(200);
  return body.mapping.id as string;
}

export async function newGroup(
  service: TestService,
  mappingId: string,
  groupName: string,
  more: object = {},
): Promise<string> {
  const { body, status, text } = await service.post(`${paths.gm}/${mappingId}/groups`, {
    groupName,
    query: elements,
    ...more,
  });
  expect(status, text).toBe(200);
  return body.group.id as string;
}

export async function newReport(service: TestService, displayName: string): Promise<string> {
  const { body, status, text } = await service.post(`${paths.reporting}/reports/`, {
    displayName,
    projectId: service.iTwinId,
  });
  expect(status, text).toBe(200);
  return body.report.id as string;
}

/** Waits for a run to end. */
export async function ended(service: TestService, id: string): Promise<string> {
  for (;;) {
    const { body } = await service.get(`${paths.gm}/extractions/${id}`);
    const { state } = body.extraction as { state: string };
    if (state !== "Queued" && state !== "Running") return state;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
