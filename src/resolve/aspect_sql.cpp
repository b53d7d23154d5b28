// An aspect class is a filter on a table: its owner's column, and the list of class ids.
#include "resolve/aspect_sql.h"

#include "premap/resolve/census.h"
#include "premap/resolve/sql_text.h"

namespace premap::resolve {

AspectTable aspectTable(const PlanData& data, const Node& node, const Table& table) {
  std::vector<int64_t> ids;
  AspectTable aspect;
  for (const Class* cls : node.candidates) {
    if (primaryTableOf(*cls) != &table) continue;
    ids.push_back(cls->id);
    if (const StoredColumn* owner = data.catalog->findColumn(*cls, "Element.Id")) aspect.owner = sqlName(owner->name);
  }
  aspect.name = sqlName(table.name), aspect.id = sqlName(table.idColumn->name), aspect.classes = idList(ids);
  if (table.hasPhysicalClassId()) aspect.classId = sqlName(table.classIdColumn->name);
  else if (!ids.empty()) aspect.oneClass = ids.back();
  return aspect;
}

std::string shownSql(const Slot& slot, const std::string& column) {
  switch (slot.kind) {
    case Slot::Kind::Stored:
      return column;
    case Slot::Kind::Presence:
      return "NULLIF(" + column + " IS NOT NULL,0)";
    case Slot::Kind::RelationshipClass:
      return "CASE WHEN " + column + " IS NOT NULL THEN " + std::to_string(slot.constant) + " END";
    default:
      return "NULL";
  }
}

}  // namespace premap::resolve
