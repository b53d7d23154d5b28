// The call `groupFacts`: what the groups select, and how they overlap, as JSON.
#include "premap/preview/group_facts.h"

#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

namespace {

void writeGroup(JsonWriter& json, const GroupCounts& group) {
  json.beginObject().key("group").value(group.group).key("isRead").value(group.isRead);
  json.key("rowCount").value(group.rowCount).key("elementCount").value(group.elementCount);
  json.key("duplicateIds").value(group.duplicateIds).key("danglingRows").value(group.rows.dangling);
  json.key("notElements").value(group.rows.notElements);
  json.key("classes").beginArray();
  for (const auto& [name, count] : group.classes)
    json.beginObject().key("class").value(name).key("count").value(count).endObject();
  json.endArray().endObject();
}

void writeOverlaps(JsonWriter& json, const GroupFacts& facts) {
  json.key("overlaps").beginArray();
  for (const GroupOverlap& overlap : facts.overlaps) {
    json.beginObject().key("groups").beginArray().value(overlap.first).value(overlap.second).endArray();
    json.key("elementCount").value(overlap.elementCount).key("samples").beginArray();
    for (int64_t id : overlap.samples) json.value(idToHex(id));
    json.endArray().endObject();
  }
  json.endArray();
}

void writeUngrouped(JsonWriter& json, const GroupFacts& facts) {
  json.key("ungrouped").beginArray();
  for (const UngroupedClass& cls : facts.ungrouped) {
    json.beginObject().key("class").value(cls.className).key("elementCount").value(cls.elementCount);
    json.key("ungrouped").value(cls.ungrouped).key("isGeometric").value(cls.isGeometric).endObject();
  }
  json.endArray();
}

}  // namespace

std::string groupFacts(SessionState& state, const Params& params) {
  auto read = readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto facts = readGroupFacts(read->mapping(), plannerOf(state), read->options);
  if (!facts) return failEnvelope(facts.diagnostics(), read->text());

  Diagnostics ofGroups;
  for (const GroupCounts& group : facts->groups)
    ofGroups.insert(ofGroups.end(), group.diagnostics.begin(), group.diagnostics.end());

  JsonWriter json;
  json.beginObject().key("elementCount").value(facts->elementCount).key("inGroups").value(facts->inGroups);
  json.key("inSeveralGroups").value(facts->inSeveralGroups).key("groups").beginArray();
  for (const GroupCounts& group : facts->groups) writeGroup(json, group);
  json.endArray();
  writeOverlaps(json, *facts);
  writeUngrouped(json, *facts);
  json.key("diagnostics");
  writeDiagnosticsOf(json, *read, ofGroups);
  json.endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
