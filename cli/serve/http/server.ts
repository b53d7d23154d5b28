/** The service on node:http: from a request to its operation and back. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { odataAliases } from "../api/data_operations.js";
import { ApiFault } from "../api/faults.js";
import { opens } from "../api/key_operations.js";
import type { Call, Operation, StreamedAnswer } from "../api/operation.js";
import { operations } from "../api/operations.js";
import { openApi } from "../openapi/document.js";
import { pageAt } from "../pages/pages.js";
import type { Service } from "../service.js";
import { UnreadableMapping } from "../store/mappings.js";
import { bodyOf } from "./body.js";
import { Gate, type GateSettings, secretsIn } from "./gate.js";
import { queryOf } from "./query.js";
import { type Routed, Router } from "./router.js";

export interface ServerSettings extends GateSettings {
  readonly host: string;
  readonly port: number;
  /** A line for every request, and what went wrong inside. */
  readonly log: (line: string) => void;
}

/** Long filters come in the address. */
const longestHead = 256 * 1024;
const mostReadPast = 64 * 1024 * 1024;
/** Who sends what is no request has so long to read that. */
const lingering = 2000;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly origin: string;
  readonly path: string;
  readonly query: string;
  readonly signal: AbortSignal;
}

export class HttpServer {
  readonly #router = new Router([...operations, ...odataAliases]);
  readonly #gate: Gate;
  readonly #server: Server;

  private constructor(
    private readonly service: Service,
    private readonly settings: ServerSettings,
  ) {
    this.#gate = new Gate(settings);
    // Who asks decides how long a connection stays idle: one that is closed here could just have been asked on again.
    this.#server = createServer(
      { maxHeaderSize: longestHead, keepAliveTimeout: 0, keepAlive: true },
      (request, response) => {
        this.#answer(request, response).catch((error: unknown) => {
          settings.log(String((error as Error).stack));
          response.destroy();
        });
      },
    );
    this.#server.on("clientError", refuseHead);
  }

  static listen(service: Service, settings: ServerSettings): Promise<HttpServer> {
    const server = new HttpServer(service, settings);
    return new Promise((resolve, reject) => {
      server.#server.once("error", reject);
      server.#server.listen(settings.port, settings.host, () => {
        server.#server.off("error", reject);
        resolve(server);
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Lets go of who is idle; what is being answered has a moment to end. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), 1000);
    await closed;
    clearTimeout(timer);
  }

  // -------------------------------------------------------------------------------------------------------- one request

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const begun = performance.now();
    const gone = new AbortController();
    response.on("close", () => {
      if (!response.writableFinished) gone.abort();
      const ms = Math.round(performance.now() - begun);
      const how = response.writableFinished ? String(response.statusCode) : "left";
      this.settings.log(
        `${(request.method ?? "").padEnd(6)} ${how} ${String(ms).padStart(5)} ms  ${shownAddress(request.url ?? "")}`,
      );
    });
    const [path = "", query = ""] = split(request.url ?? "/");
    const origin = `http://${request.headers.host ?? `${this.settings.host}:${this.port}`}`;
    const exchange: Exchange = { request, response, origin, path, query, signal: gone.signal };
    response.setHeader("x-content-type-options", "nosniff");
    try {
      await this.#handle(exchange);
    } catch (error) {
      if (response.headersSent || gone.signal.aborted) return void response.destroy();
      this.#fail(exchange, error);
    }
  }

  async #handle(exchange: Exchange): Promise<void> {
    const { request, response, origin, path, query } = exchange;
    if (!this.#gate.isHostAllowed(request.headers.host)) throw new ApiFault("HostNotAllowed");
    const from = request.headers.origin;
    if (!this.#gate.isOriginAllowed(from, origin)) throw new ApiFault("OriginNotAllowed");
    if (from !== undefined) allowPage(response, from);
    if (request.method === "OPTIONS") return preflight(request, response);
    const page = await pageAt(this.service, this.#gate, request.method ?? "", path, queryOf(query), origin);
    if (page) return this.#send(exchange, page);
    if (path.replace(/\/$/, "") === "/openapi.json" && request.method === "GET")
      return this.#json(exchange, 200, openApi(origin));
    const routed = this.#router.find(request.method ?? "", path);
    this.#check(exchange, routed.kind === "found" ? routed.params : {});
    await this.#perform(exchange, routed);
  }

  async #perform(exchange: Exchange, routed: Routed): Promise<void> {
    const { response } = exchange;
    if (routed.kind === "nothing") throw new ApiFault("ResourceNotFound");
    if (routed.kind === "method") {
      response.setHeader("allow", routed.allowed.join(", "));
      throw new ApiFault("MethodNotAllowed");
    }
    const { operation, params } = routed;
    const call = await this.#call(exchange, operation, params);
    if ("stream" in operation) return this.#send(exchange, await operation.stream(call));
    const answer = await operation.run(call);
    if (answer === undefined) return void response.writeHead(204).end();
    this.#json(exchange, 200, answer);
  }

  /** The service's key opens everything, a report's own key the tables of that report. */
  #check({ request, response, path }: Exchange, params: Readonly<Record<string, string>>): void {
    if (this.#gate.isOpen) return;
    const secrets = secretsIn(request.headers.authorization);
    if (secrets.some((secret) => this.#gate.isKey(secret))) return;
    const isData = /^\/insights\/reporting\/odata\//i.test(path);
    const report = params["reportId"];
    if (isData && report !== undefined && secrets.some((secret) => opens(this.service.store, report, secret))) return;
    if (isData) response.setHeader("www-authenticate", 'Basic realm="premap", charset="UTF-8"');
    throw new ApiFault(secrets.length === 0 ? "HeaderNotFound" : "Unauthorized");
  }

  async #call(
    { request, origin, path, query, signal }: Exchange,
    operation: Operation,
    params: Record<string, string>,
  ): Promise<Call> {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
    );
    return {
      service: this.service,
      method: request.method ?? "",
      origin,
      path,
      query: queryOf(query),
      params,
      headers,
      body: operation.takes === undefined ? {} : await bodyOf(request, operation.isBodyOptional ?? false),
      version: /v2\+json/i.test(headers["accept"] ?? "") ? 2 : 1,
      isFull: /\breturn=representation\b/i.test(headers["prefer"] ?? ""),
      user: this.service.user,
      signal,
    };
  }

  // ------------------------------------------------------------------------------------------------------------ answers

  #json({ response }: Exchange, status: number, body: object): void {
    const bytes = Buffer.from(JSON.stringify(body));
    response.writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "content-length": bytes.length,
      "cache-control": "no-store",
    });
    response.end(bytes);
  }

  #fail(exchange: Exchange, error: unknown): void {
    const fault = faultOf(error);
    if (fault.status >= 500) this.settings.log(`fault: ${(error as Error).stack ?? String(error)}`);
    if (!exchange.request.complete) readPast(exchange.request);
    this.#json(exchange, fault.status, fault.body);
  }

  /** As fast as the reader takes it, and no longer than the reader stays. */
  async #send({ response, signal }: Exchange, { status, headers, body }: StreamedAnswer): Promise<void> {
    response.writeHead(status, { "cache-control": "no-store", ...headers });
    if (body instanceof Uint8Array) return void response.end(body);
    for await (const piece of body) {
      if (signal.aborted) return;
      if (!response.write(piece)) await drained(response, signal);
    }
    response.end();
  }
}

/** To close over a body that is still coming would be a reset, which can overtake the answer; but nobody sends for ever. */
function readPast(request: IncomingMessage): void {
  let left = mostReadPast;
  request.on("data", (piece: Buffer) => {
    left -= piece.length;
    if (left < 0) request.socket.destroy();
  });
  request.resume();
}

function faultOf(error: unknown): ApiFault {
  if (error instanceof ApiFault) return error;
  if (error instanceof UnreadableMapping) return new ApiFault("MappingFileUnreadable", { message: error.message });
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EROFS") return new ApiFault("InsufficientStorage");
  if (error instanceof RangeError && /call stack/.test(error.message))
    return new ApiFault("InvalidInsightsRequest", { message: "The body is nested too deep.", target: "body" });
  return new ApiFault("InternalServerError");
}

function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    response.on("drain", done);
    signal.addEventListener("abort", done);
  });
}

/** A key in an address does not come into the log. */
const shownAddress = (url: string): string => url.replace(/([?&]key=)[^&]*/, "$1…").slice(0, 500);

function split(url: string): [string, string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
}

function allowPage(response: ServerResponse, origin: string): void {
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", "Retry-After, OData-Version, Preference-Applied");
  response.setHeader("vary", "Origin");
}

function preflight(request: IncomingMessage, response: ServerResponse): void {
  const network = request.headers["access-control-request-private-network"] === "true";
  response.writeHead(204, {
    "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": "Authorization, Content-Type, Accept, Prefer",
    "access-control-max-age": "600",
    ...(network ? { "access-control-allow-private-network": "true" } : {}),
  });
  response.end();
}

/** What is no request that could be answered by the table: told in the same form. */
function refuseHead(error: NodeJS.ErrnoException, socket: import("node:stream").Duplex): void {
  // More of what has been answered already: read past, for the same reason as a body.
  if (socket.writableEnded && error.code?.startsWith("HPE_")) return;
  if (!socket.writable) return void socket.destroy();
  const isLong = error.code === "HPE_HEADER_OVERFLOW";
  const status = isLong ? "431 Request Header Fields Too Large" : "400 Bad Request";
  const message = isLong ? "The address or the headers are longer than 256 kB." : "This is no HTTP request.";
  const body = JSON.stringify({ error: { code: isLong ? "RequestHeaderTooLarge" : "BadRequest", message } });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
  const timer = setTimeout(() => socket.destroy(), lingering).unref();
  socket.once("close", () => clearTimeout(timer));
}
