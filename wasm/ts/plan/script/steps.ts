// What a script does for each request beside sending it: where it looks when an answer is lost, and what was there before.
import { hashOf } from "../hash.js";
import type { PlannedRequest, PushPlan } from "../types.js";

export interface Step extends PlannedRequest {
  /** Where what it makes is listed. */
  list?: string;
  /** A list that is read before anything is made in it: names of mappings and groups may be taken more than once. */
  before?: string;
  /** The name that no mapping of that list may have. */
  mustBeNew?: string;
}

export interface Script {
  title: string;
  /** Tells one plan from another. */
  hash: string;
  steps: Step[];
  usesIModel: boolean;
}

export function scriptOf(plan: PushPlan): Script {
  const { requests, mappingName, api } = plan;
  const steps = requests.map((request): Step => {
    const { method, path, gives, body } = request;
    if (method !== "POST") return request;
    const isMapping = gives?.placeholder === "mappingId";
    const list = isMapping && api !== "reporting" ? `${path}?iModelId={iModelId}` : path;
    if (isMapping) return { ...request, list, before: list, mustBeNew: String(body?.["mappingName"]) };
    // In a mapping that is new, nothing was there before.
    return gives && !path.includes("{mappingId}") ? { ...request, list, before: list } : { ...request, list };
  });
  const about = `the mapping ${mappingName}: ${requests.length} requests, one at a time. Written by premap.`;
  return {
    title: `Sends ${about.replace(/\p{Cc}/gu, " ")}`,
    hash: hashOf(JSON.stringify(requests)),
    steps,
    usesIModel: requests.some((r) => r.path.includes("{iModelId}") || r.body?.["iModelId"] === "{iModelId}"),
  };
}
