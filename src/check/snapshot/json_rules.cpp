// Members of JSON texts: the schemas do not know them, so rows are read to tell a misspelt member from an empty one.
#include <algorithm>
#include <set>

#include "check/snapshot/checked_group.h"
#include "premap/base/text.h"
#include "premap/mapping/words.h"
#include "premap/preview/group_table.h"
#include "premap/resolve/json_path.h"

namespace premap {

namespace {

/// Rows looked at for the members of one place.
constexpr int64_t kMostRows = 1000;
constexpr size_t kMostNames = 8;

using Members = std::set<std::string>;
using resolve::PathLeaf, resolve::PathWalk, resolve::segmentsOf;

// The members that the JSON objects at the end of `path` have in the group's rows.
Members membersAt(const CheckedGroup& facts, const ECProperty& entry, const std::string& path) {
  Mapping mapping;
  Group group;
  group.groupName = facts.group.groupName, group.query = facts.group.query, group.place = facts.group.place;
  GroupProperty column;
  column.propertyName = {"Probe", FieldState::Present, "propertyName", {}};
  column.dataType = {"String", FieldState::Present, "dataType", {}};
  column.ecProperties = {entry};
  column.ecProperties[0].ecPropertyName.value = path;
  column.ecProperties[0].ecPropertyType = {};
  group.properties = {column};
  mapping.groups = {std::move(group)};
  Members members;
  const auto table = GroupTable::open(mapping, {}, facts.planner, {});
  if (!table) return members;
  TableReader rows(*table, kMostRows, 0);
  resolve::FlatJson json;
  while (rows.next() == Step::Row) {
    const resolve::Value& value = rows.cells().back().value;
    if (value.isNull()) continue;
    if (!json.parse(value.text) || json[0].kind != resolve::FlatJson::Kind::Object) continue;
    for (uint32_t at = 1; at < json[0].end; at = json[at].end) members.emplace(json.key(json[at]));
  }
  return members;
}

void report(const ECProperty& entry, const std::string& path, const std::string& missing, const Members& members,
            const std::string& rest, Diagnostics& faults) {
  const std::vector<std::string> names(members.begin(), members.end());
  const std::optional<std::string> nearest = nearestName(missing, names);
  std::string list;
  for (size_t i = 0; i < std::min(names.size(), kMostNames); ++i) list += (i ? ", `" : "`") + names[i] + "`";
  if (names.size() > kMostNames) list += ", …";
  const std::string at = entry.place.at(entry.ecPropertyName);
  Diagnostic fault =
      warning("json-member-unknown", "the JSON of `" + path + "` has no member `" + missing + "` in any row")
          .withPath(at)
          .withSpan(entry.ecPropertyName.span)
          .withTarget("ecProperties")
          .withHint(nearest ? "did you mean `" + *nearest + "`?" : "its members are " + list);
  if (nearest) fault.patch = replaceTextPatch(at, path + "." + *nearest + rest);
  faults.push_back(std::move(fault));
}

// Goes down the path from its first JSON text as long as some row has the next member.
void checkMembers(const CheckedGroup& facts, const ECProperty& entry, size_t jsonAt, Diagnostics& faults) {
  const std::vector<std::string> segments = segmentsOf(entry.ecPropertyName.value);
  std::string path;
  for (size_t i = 0; i < segments.size(); ++i) {
    if (i >= jsonAt) {
      const Members members = membersAt(facts, entry, path);
      if (members.empty()) return;
      const bool isThere = std::any_of(members.begin(), members.end(),
                                       [&](const std::string& name) { return equalsIgnoreCase(name, segments[i]); });
      if (!isThere) {
        std::string rest;
        for (size_t r = i + 1; r < segments.size(); ++r) rest += "." + segments[r];
        return report(entry, path, segments[i], members, rest, faults);
      }
    }
    path += (path.empty() ? "" : ".") + segments[i];
  }
}

}  // namespace

void checkJsonMembers(const CheckedGroup& facts, Diagnostics& faults) {
  for (const GroupProperty& property : facts.group.properties) {
    for (const ECProperty& entry : property.ecProperties) {
      if (!facts.unused.count(entry.place.path)) continue;
      const std::vector<std::string> segments = segmentsOf(entry.ecPropertyName.value);
      if (facts.hasColumn(entry.ecPropertyName.value)) {
        if (segments.size() > 1) checkMembers(facts, entry, 1, faults);
        continue;
      }
      const Catalog& catalog = facts.planner.catalog();
      const Class* named = catalog.findClass(entry.ecSchemaName.value, entry.ecClassName.value);
      const PathWalk walk = resolve::walkPath(named ? catalog.selfAndDerived(*named) : facts.rowClasses, segments,
                                              facts.planner.census());
      for (const PathLeaf& leaf : walk.leaves) {
        if (leaf.end >= segments.size()) continue;
        checkMembers(facts, entry, leaf.end, faults);
        break;
      }
    }
  }
}

}  // namespace premap
