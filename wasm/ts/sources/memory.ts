/** Bytes in memory as a source. */

import type { ByteSource } from "./source.js";

/** Bytes that are in memory already; each read copies the page asked for. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.byteLength,
    read(offset, target) {
      if (offset + target.byteLength > bytes.byteLength) return false;
      target.set(bytes.subarray(offset, offset + target.byteLength));
      return true;
    },
    close() {},
  };
}
