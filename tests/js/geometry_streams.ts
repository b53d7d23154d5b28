/** Geometry streams taken apart and put together again, so that tests can change what is in them and not only break their compression. */

/** The op codes of a stream, behind its head. */
export function unpacked(blob: Uint8Array): Uint8Array {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const bytes: number[] = [];
  for (let at = 0, size: number; at < blob.length; at += size) {
    size = view.getUint16(at, true);
    bytes.push(...inflated(blob.subarray(at + 2, at + size)));
  }
  return Uint8Array.from(bytes.slice(8));
}

/** A stream of these op codes, compressed as little as can be. */
export function packed(ops: Uint8Array): Uint8Array {
  const joined = new Uint8Array(8 + ops.length);
  new DataView(joined.buffer).setUint32(0, 0x0600, true);
  new DataView(joined.buffer).setUint32(4, ops.length, true);
  joined.set(ops, 8);
  const chunks: number[] = [];
  for (let at = 0; at < joined.length; at += 32768) {
    const piece = joined.subarray(at, at + 32768);
    const length = piece.length - 1;
    const literal = [...varint(piece.length), 61 << 2, length & 255, length >> 8, ...piece];
    chunks.push((literal.length + 2) & 255, (literal.length + 2) >> 8, ...literal);
  }
  return Uint8Array.from(chunks);
}

const varint = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >> 7)]);

/** Snappy's block format. */
function inflated(block: Uint8Array): number[] {
  let at = 0;
  while (block[at++]! >= 128);
  const number = (count: number) => {
    let value = 0;
    for (let i = 0; i < count; i++) value += block[at++]! << (8 * i);
    return value;
  };
  const out: number[] = [];
  while (at < block.length) {
    const tag = block[at++]!;
    const upper = tag >> 2;
    if ((tag & 3) === 0) {
      const length = (upper < 60 ? upper : number(upper - 59)) + 1;
      for (let i = 0; i < length; i++) out.push(block[at++]!);
      continue;
    }
    const isShort = (tag & 3) === 1;
    const length = isShort ? (upper & 7) + 4 : upper + 1;
    const offset = isShort ? ((tag >> 5) << 8) + number(1) : number((tag & 3) === 2 ? 2 : 4);
    for (let i = 0; i < length; i++) out.push(out[out.length - offset]!);
  }
  return out;
}
