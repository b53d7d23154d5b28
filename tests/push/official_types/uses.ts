// How a program that has the official client hands its values to `premap/push`. Only compiled.
import type {
  ECPropertyReference,
  GroupCreate,
  GroupsClient,
  MappingCreate,
  MappingsClient,
  PropertiesClient,
  PropertyModify,
} from "@itwin/insights-client";
import { type MappingInput, pullMapping, type PushEvent, pushMapping, type PushOptions } from "premap/push";

type AccessToken = Parameters<MappingsClient["getMapping"]>[0];

declare const entry: ECPropertyReference;
declare const property: PropertyModify;
declare const group: GroupCreate;
declare const create: MappingCreate;
declare const signIn: { getAccessToken(): Promise<AccessToken> };

/** What is sent to the client's three calls is a mapping to push. */
export const mapping: MappingInput = {
  mappingName: create.mappingName,
  description: create.description,
  extractionEnabled: create.extractionEnabled,
  groups: [{ ...group, properties: [property, { ...property, ecProperties: [entry] }] }],
};

export const options: PushOptions = { iModelId: create.iModelId, token: () => signIn.getAccessToken() };
export const events: AsyncIterable<PushEvent> = pushMapping(mapping, options);

/** And what was read by the client is one, too. */
export async function pushed(
  mappings: MappingsClient,
  groups: GroupsClient,
  properties: PropertiesClient,
  mappingId: string,
): Promise<AsyncIterable<PushEvent>> {
  const token = await signIn.getAccessToken();
  const live = await mappings.getMapping(token, mappingId);
  const all = await Promise.all(
    (await groups.getGroups(token, mappingId)).groups.map(async (each) => ({
      ...each,
      properties: (await properties.getProperties(token, mappingId, each.id)).properties,
    })),
  );
  return pushMapping({ ...live, groups: all }, options);
}

/** The other way: what was pulled is what the client creates from. */
export async function created(mappings: MappingsClient, id: string): Promise<void> {
  const { name } = await pullMapping(id, { iModelId: create.iModelId, token: () => signIn.getAccessToken() });
  await mappings.createMapping(await signIn.getAccessToken(), { ...create, mappingName: name });
}

// @ts-expect-error: a group has a query
export const wrong: MappingInput = { mappingName: "M", groups: [{ groupName: "G" }] };
