/** Shapes of elements, and boxes around them: a batch of the engine has one row, whose cells are the arrays as they are handed out. */
import { mappingText, taken } from "./arguments.js";
import { bytesIn } from "./batch.js";
import type { SessionClient } from "./session_client.js";
import type { Steps } from "./steps.js";
import type { PlatformAbortSignal } from "./platform.js";
import type {
  Batch,
  BoxBatch,
  ElementChoice,
  GeometryBatch,
  GeometryOptions,
  MappingInput,
  MembersOptions,
} from "./types.js";

export const shapes = (session: SessionClient, options?: GeometryOptions): Steps<void, GeometryBatch> =>
  batches(session, "openGeometry", options, shapesOf);

export const boxes = (session: SessionClient, options?: ElementChoice): Steps<void, BoxBatch> =>
  batches(session, "openBoxes", options, boxesOf);

export function* members(
  session: SessionClient,
  mapping: MappingInput,
  options?: MembersOptions,
): Steps<void, BigUint64Array<ArrayBuffer>> {
  const { signal, plain } = taken(options, "signal");
  yield* batchesOf(session, "openMembers", { ...plain, mapping: mappingText(mapping) }, signal, (batch) =>
    ids(batch, 0),
  );
}

function* batches<Out>(
  session: SessionClient,
  method: string,
  options: ElementChoice | undefined,
  make: (batch: Batch) => Out,
): Steps<void, Out> {
  const { signal, mapping, plain } = taken(options, "signal", "mapping");
  const params = mapping === undefined ? plain : { ...plain, mapping: mappingText(mapping) };
  yield* batchesOf(session, method, params, signal, make);
}

function* batchesOf<Out>(
  session: SessionClient,
  method: string,
  params: object,
  signal: PlatformAbortSignal | undefined,
  make: (batch: Batch) => Out,
): Steps<void, Out> {
  const cursor = yield* session.openCursor<{ cursor: number }>(method, params, signal);
  yield* cursor.batches((batch) => [make(batch)], signal);
}

function shapesOf(batch: Batch): GeometryBatch {
  const [x, y, z, firstPart] = floats64(batch, 0) as unknown as [number, number, number, number];
  return {
    origin: { x, y, z },
    ids: ids(batch, 1),
    refused: counts(batch, 2),
    boxes: floats64(batch, 3),
    positions: floats32(batch, 4),
    normals: floats32(batch, 5),
    triangles: counts(batch, 6),
    lines: counts(batch, 7),
    runs: counts(batch, 8),
    firstPart,
    parts: ids(batch, 9),
    instances: counts(batch, 10),
    transforms: floats32(batch, 11),
  };
}

const boxesOf = (batch: Batch): BoxBatch => ({ ids: ids(batch, 0), boxes: floats64(batch, 1) });

type ArrayOver<T> = new (buffer: ArrayBuffer, offset: number, length: number) => T;

const over =
  <T>(Kind: ArrayOver<T>, size: number) =>
  (batch: Batch, column: number): T => {
    const { buffer, byteOffset, byteLength } = bytesIn(batch, column);
    return new Kind(buffer as ArrayBuffer, byteOffset, byteLength / size);
  };
const ids = over<BigUint64Array<ArrayBuffer>>(BigUint64Array, 8);
const counts = over<Uint32Array<ArrayBuffer>>(Uint32Array, 4);
const floats32 = over<Float32Array<ArrayBuffer>>(Float32Array, 4);
const floats64 = over<Float64Array<ArrayBuffer>>(Float64Array, 8);
