/** A proxy before the local service that throttles, loses answers, fails at random, and starts the service anew. */
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface Faults {
  /** Every so many requests are answered 429, and not taken. */
  throttleEvery?: number;
  /** Of every so many requests the answer is lost, after it took effect. */
  dropEvery?: number;
  /** Whether the answer to the last request is lost, after it took effect. */
  drop?: () => boolean;
  /** How many of a thousand are answered 503; half of them took effect. */
  troublePerMille?: number;
  /** How many of a thousand POSTs are passed on twice, as a browser does by itself; the second one's answer comes. */
  repeatPerMille?: number;
  /** The service is started anew at requests with these numbers. */
  restartAt?: readonly number[];
  /** Called before a request is passed on. */
  meanwhile?: (number: number, headers: http.IncomingHttpHeaders) => Promise<void>;
  /** Status and code of an answer to a request that is not passed on. */
  refuse?: (request: http.IncomingMessage) => readonly [number, string] | undefined;
  random?: (bound: number) => number;
}

export interface FaultProxy {
  /** Of the proxy. */
  url: string;
  faults: Faults;
  /** From now on. */
  inject(faults: Faults): void;
  /** Requests since the last `inject`, `METHOD path` each. */
  seen: string[];
  close(): void;
}

interface Behind {
  /** The address of the service, which may be another after a restart. */
  target: () => string;
  restart?: () => Promise<void>;
}

export async function faultProxy({ target, restart = async () => {} }: Behind): Promise<FaultProxy> {
  let restarting = Promise.resolve();
  const server = http.createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => void handle(request, response, Buffer.concat(pieces)).catch(() => response.destroy()));
  });
  const proxy: FaultProxy = {
    url: "",
    faults: {},
    seen: [],
    inject: (faults) => {
      proxy.faults = faults;
      proxy.seen = [];
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  async function handle(request: http.IncomingMessage, response: http.ServerResponse, body: Buffer): Promise<void> {
    const { throttleEvery = 0, dropEvery = 0, troublePerMille = 0, restartAt = [], random = () => 1 } = proxy.faults;
    const { repeatPerMille = 0 } = proxy.faults;
    proxy.seen.push(`${request.method} ${request.url}`);
    const number = proxy.seen.length;
    await proxy.faults.meanwhile?.(number, request.headers);
    const refused = proxy.faults.refuse?.(request);
    if (refused) {
      const [status, code] = refused;
      response.writeHead(status, { "Content-Type": "application/json" });
      return void response.end(JSON.stringify({ error: { code, message: "No, says the service." } }));
    }
    if (throttleEvery > 0 && number % throttleEvery === 0) {
      response.writeHead(429, { "Retry-After": "0", "Content-Type": "application/json" });
      response.end('{"error":{"code":"TooManyRequests","message":"Wait."}}');
      return;
    }
    if (restartAt.includes(number)) restarting = restarting.then(restart);
    await restarting;
    const isTrouble = random(1000) < troublePerMille;
    if (isTrouble && random(2) === 0) return void response.writeHead(503).end();
    if (request.method === "POST" && repeatPerMille > 0 && random(1000) < repeatPerMille) await passOn(request, body);
    const answer = await passOn(request, body);
    if (isTrouble) return void response.writeHead(503).end();
    if ((dropEvery > 0 && number % dropEvery === 0) || proxy.faults.drop?.()) return void response.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }
  function passOn(request: http.IncomingMessage, body: Buffer) {
    return new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
      const { port } = new URL(target());
      const { method, url, headers } = request;
      // With the caller's Host, so that links lead back through here.
      const asked = http.request({ host: "127.0.0.1", port, method, path: url, headers, agent: false }, (answer) => {
        const pieces: Buffer[] = [];
        answer.on("data", (piece: Buffer) => pieces.push(piece));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(pieces) }),
        );
      });
      asked.on("error", reject);
      asked.end(body);
    });
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}
