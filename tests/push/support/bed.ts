/** The local service behind a proxy that does everything wrong (fault_proxy.ts), for the tests of a file. */
import { afterAll } from "vitest";
import { temporaryFolder, testService, type TestService } from "../../serve/support/service.ts";
import { type FaultProxy, faultProxy } from "./fault_proxy.ts";

export type { Faults } from "./fault_proxy.ts";

export interface Bed extends Pick<FaultProxy, "url" | "faults" | "inject" | "seen"> {
  iModelId: string;
  iTwinId: string;
  /** To look behind the proxy. */
  service(): TestService;
}

export async function testBed(): Promise<Bed> {
  const folder = temporaryFolder();
  let service = await testService({ folder });
  const proxy = await faultProxy({
    target: () => service.url,
    restart: async () => {
      await service.close();
      service = await testService({ folder });
    },
  });
  afterAll(() => proxy.close());
  const { iModelId, iTwinId } = service;
  return Object.assign(proxy, { iModelId, iTwinId, service: () => service });
}
