// An aspect of one table with nothing behind it leaves the statement: its slots move to a statement of its
// own, all indexes follow.
#include "resolve/stream_plan.h"

#include <algorithm>

#include "premap/resolve/sql_text.h"
#include "resolve/aspect_sql.h"

namespace premap::resolve {

namespace {

// One table holds all of it, and no link leads on from it: that would be a look-up a row all the same.
bool canStream(const PlanData& data, int index) {
  const Node& node = data.nodes[static_cast<size_t>(index)];
  if (node.kind != Node::Kind::Aspect || node.primaries.size() != 1) return false;
  if (aspectTable(data, node, *node.primaries[0]).owner.empty()) return false;
  return std::none_of(data.nodes.begin(), data.nodes.end(), [&](const Node& each) { return each.parent == index; }) &&
         std::all_of(data.slots.begin(), data.slots.end(), [&](const Slot& slot) {
           return slot.node != index || !slot.column || slot.column->table == node.primaries[0];
         });
}

// Only a single instance is shown (R9), so any row of several will do for the columns.
std::string columnSql(const Slot& slot, const AspectTable& aspect) {
  if (slot.kind == Slot::Kind::NodeId) return "CASE count(*) WHEN 1 THEN " + aspect.id + " ELSE -count(*) END";
  if (slot.kind == Slot::Kind::NodeClass)
    return aspect.classId.empty() ? std::to_string(aspect.oneClass) : aspect.classId;
  return shownSql(slot, slot.column ? sqlName(slot.column->name) : std::string());
}

std::string statementOf(const StreamedAspect& stream, const PlanData& data) {
  const Node& node = data.nodes[static_cast<size_t>(stream.node)];
  const AspectTable aspect = aspectTable(data, node, *node.primaries[0]);
  std::string columns = aspect.owner;
  for (const Slot& slot : stream.slots) columns += "," + columnSql(slot, aspect);
  return "SELECT " + columns + " FROM " + aspect.name + " WHERE " + aspect.owner + " BETWEEN :first AND :last" +
         aspect.andOfClasses() + " GROUP BY " + aspect.owner;
}

// Slots of one value stand side by side, and do so after they are parted.
std::vector<int> partSlots(PlanData& data) {
  std::vector<int> places;
  std::vector<Slot> kept;
  for (const Slot& slot : data.slots) {
    const int stream = slot.node < 0 ? -1 : data.nodes[static_cast<size_t>(slot.node)].stream;
    std::vector<Slot>& slots = stream < 0 ? kept : data.streams[static_cast<size_t>(stream)].slots;
    places.push_back(static_cast<int>(slots.size()) + (stream < 0 ? 0 : StreamedAspect::kFirstSlot));
    slots.push_back(slot);
  }
  data.slots = std::move(kept);
  return places;
}

void renumber(PlanData& data, const std::vector<int>& places) {
  auto move = [&](int& slot) {
    if (slot >= 0) slot = places[static_cast<size_t>(slot)];
  };
  move(data.idSlot), move(data.classSlot);
  for (Node& node : data.nodes) move(node.idSlot), move(node.classSlot);
  for (Access& access : data.queriedAccesses) move(access.slot);
  for (PathTable& table : data.pathTables)
    for (auto& [id, access] : table.byClass) move(access.slot);
}

}  // namespace

void streamAspects(PlanData& data) {
  for (size_t n = 0; n < data.nodes.size(); ++n) {
    if (!canStream(data, static_cast<int>(n))) continue;
    data.nodes[n].stream = static_cast<int>(data.streams.size());
    data.streams.emplace_back().node = static_cast<int>(n);
  }
  if (data.streams.empty()) return;
  renumber(data, partSlots(data));
  for (StreamedAspect& stream : data.streams) stream.sql = statementOf(stream, data);
}

}  // namespace premap::resolve
