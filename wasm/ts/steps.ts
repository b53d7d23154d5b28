/**
 * Work that asks an engine and goes on with its answers, written once for both APIs: where the engine answers at once the steps run
 * through (`now`, premap/sync), where it answers with promises they wait (`later`). On their way steps may hand out items.
 *
 *   function* rows(session) { const cursor = yield* session.openCursor("openQuery", …); yield* cursor.batches(); }
 */

/** What a host gives: a value, or the promise of one. */
export type Answer<T> = T | Promise<T>;

class Asked {
  constructor(readonly answer: unknown) {}
}

export type Steps<Value, Item = never> = Generator<Asked | Item, Value, unknown>;

/** Goes on with the answer. */
export function* ask<T>(answer: Answer<T>): Generator<Asked, T, unknown> {
  return (yield new Asked(answer)) as T;
}

/** Hands out what `use` makes of items that come in their own time; only for hosts that promise. */
export function* coming<Item, Out>(
  items: AsyncGenerator<Item, void, undefined>,
  use: (item: Item) => Iterable<Out>,
): Steps<void, Out> {
  try {
    for (;;) {
      const { value, done } = yield* ask(items.next());
      if (done) return;
      yield* use(value);
    }
  } finally {
    void items.return().catch(() => {});
  }
}

export function now<Value>(steps: Steps<Value>): Value {
  let step = steps.next();
  while (!step.done) step = steps.next(step.value.answer);
  return step.value;
}

export async function later<Value>(steps: Steps<Value>): Promise<Value> {
  let step = steps.next();
  while (!step.done) step = await answered(steps, step.value);
  return step.value;
}

export function* itemsNow<Item>(steps: Steps<void, Item>): Generator<Item, void, undefined> {
  try {
    for (let step = steps.next(); !step.done;) {
      if (!(step.value instanceof Asked)) yield step.value;
      step = steps.next(step.value instanceof Asked ? step.value.answer : undefined);
    }
  } finally {
    steps.return(); // however this ended; to steps that are done it is nothing
  }
}

export async function* itemsLater<Item>(steps: Steps<void, Item>): AsyncGenerator<Item, void, undefined> {
  try {
    for (let step = steps.next(); !step.done;) {
      if (!(step.value instanceof Asked)) yield step.value;
      step = step.value instanceof Asked ? await answered(steps, step.value) : steps.next();
    }
  } finally {
    steps.return();
  }
}

async function answered<Value, Item>(
  steps: Steps<Value, Item>,
  { answer }: Asked,
): Promise<IteratorResult<Asked | Item, Value>> {
  try {
    return steps.next(await answer);
  } catch (error) {
    return steps.throw(error);
  }
}
