/** What the widgets ask of the platform beside Insights: names for the ids of iModels and iTwins. */

import type { Model } from "../service.js";
import type { Shape } from "../wire/shapes.js";
import { ApiFault, invalid } from "./faults.js";
import { modelOf, param } from "./found.js";
import { type Call, type Operation, operation } from "./operation.js";
import { link, pageOf, pageParameters } from "./paging.js";

const tag = "Names";

const shownModel = ({ iModelId, iTwinId, name }: Model, call: Call): Shape<"IModel">["iModel"] => ({
  id: iModelId,
  displayName: name,
  name,
  iTwinId,
  description: "A snapshot, served by premap.",
  state: "initialized",
  _links: { self: link(call, `/imodels/${iModelId}`) },
});

function iTwinsOf(call: Call): string[] {
  return [...new Set(call.service.models.map(({ iTwinId }) => iTwinId))];
}

function shownITwin(call: Call, id: string): Shape<"ITwins">["iTwins"][number] {
  const names = call.service.models.filter(({ iTwinId }) => iTwinId === id).map(({ name }) => name);
  const displayName = `premap: ${names.join(", ")}`;
  return { id, class: "Endeavor", subClass: "Project", type: "", displayName, number: id, status: "Active" };
}

const iTwins = (path: string, name: string, summary: string): Operation =>
  operation({
    method: "GET",
    path,
    name,
    tag,
    summary,
    query: pageParameters,
    faults: ["InvalidInsightsRequest"],
    gives: "ITwins",
    run: (call) =>
      pageOf(
        call,
        "iTwins",
        iTwinsOf(call),
        (id) => id,
        (id) => shownITwin(call, id),
      ),
  });

export const neighbourOperations: readonly Operation[] = [
  operation({
    method: "GET",
    path: "/imodels",
    name: "getIModels",
    tag,
    summary: "List the snapshots that are served.",
    query: [{ name: "iTwinId", description: "Whose iModels.", isRequired: true }, ...pageParameters],
    faults: ["iTwinNotFound", "InvalidInsightsRequest"],
    gives: "IModels",
    run: (call) => {
      const iTwinId = call.query.get("iTwinId");
      if (!iTwinId) throw invalid("iTwinId", "Required parameter iTwinId was missing.");
      if (!iTwinsOf(call).includes(iTwinId.toLowerCase())) throw new ApiFault("iTwinNotFound", { target: "iTwinId" });
      const models = call.service.models.filter((model) => model.iTwinId === iTwinId.toLowerCase());
      return pageOf(
        call,
        "iModels",
        models,
        (model) => model.iModelId,
        (model) => shownModel(model, call),
      );
    },
  }),
  operation({
    method: "GET",
    path: "/imodels/{imodelId}",
    name: "getIModel",
    tag,
    summary: "Get a snapshot's name.",
    faults: ["iModelNotFound"],
    gives: "IModel",
    run: (call) => ({ iModel: shownModel(modelOf(call, param(call, "imodelId"), "id"), call) }),
  }),
  iTwins("/itwins", "getITwins", "List the iTwins of the snapshots that are served."),
  iTwins("/itwins/favorites", "getFavoriteITwins", "The same list: all of them are."),
  iTwins("/itwins/recents", "getRecentITwins", "The same list: all of them are."),
];
