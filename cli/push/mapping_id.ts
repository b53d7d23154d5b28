/** A live mapping by its id or its name. */
import { type ApiOptions, listMappings, PushError } from "premap/push";

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export async function mappingIdOf(named: string, to: ApiOptions): Promise<string> {
  if (isId(named)) return named;
  const found = (await listMappings(to)).filter(({ name }) => name === named);
  const [first, second] = found;
  if (!first) throw new PushError("mapping-gone", `There is no mapping ${named}.`);
  if (!second) return first.id;
  const ids = found.map(({ id }) => id).join(", ");
  throw new PushError("name-ambiguous", `${found.length} mappings are called ${named}; name one by its id: ${ids}`);
}
