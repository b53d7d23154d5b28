// Output tables: columns of one name in a group, groups of one name in a mapping, tables of one
// name among all mappings.
#include <iterator>
#include <map>
#include <utility>

#include "check/contract/checks.h"
#include "check/contract/simple_identifier.h"
#include "premap/base/unicode.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

struct KindWords {
  std::string_view what, conflict;
};

constexpr KindWords kKindWords[] = {
    // by GroupPropertyKind
    {"a property", "409 `GroupPropertyExists`"},
    {"a calculated property", "409 `CalculatedPropertyExists`"},
    {"a custom calculation", "409 `CustomCalculationExists`"},
};
static_assert(std::size(kKindWords) == static_cast<size_t>(GroupPropertyKind::CustomCalculation) + 1);

const KindWords& wordsOf(GroupPropertyKind kind) {
  return kKindWords[static_cast<size_t>(kind)];
}

RelatedInfo firstPlace(const Place& place, const TextField& name) {
  return {"the first one is here", place.at(name), name.span};
}

// Names in upper case, as formulas and report tools compare them, and the number to go on with for each: names of many
// columns would else be tried again for each of them.
using Taken = std::map<std::string, size_t>;

// `name2`, `name3` …: the first that is not taken, and is from now on; empty when it would be no valid name.
std::string takeFreeName(const std::string& name, Taken& taken) {
  if (!nameCharacterFault(name).empty()) return {};
  for (size_t& number = taken.try_emplace(toUpperInvariant(name), 2).first->second;;) {
    std::string free = name + std::to_string(number++);
    if (taken.try_emplace(toUpperInvariant(free), 2).second)
      return utf16Length(free) <= kLongestName ? free : std::string();
  }
}

void reportDuplicate(const GroupProperty& property, const GroupProperty& first, Taken& taken,
                     const Contract& contract) {
  const TextField& name = property.propertyName;
  std::string message = "two columns of the group are called " + quoteName(name.value);
  if (name.value != first.propertyName.value)
    message = "the columns " + quoteName(first.propertyName.value) + " and " + quoteName(name.value) +
              " differ only by case, which formulas and report tools do not see";
  else if (property.kind != first.kind)
    message += ": " + std::string(wordsOf(first.kind).what) + " and " + std::string(wordsOf(property.kind).what);
  const std::string free = takeFreeName(name.value, taken);
  Diagnostic fault = onField(error("name-duplicate-in-group", std::move(message)), property.place, name)
                         .withHint("rename one of them" + (free.empty() ? "" : ", say to " + quoteName(free)));
  if (!free.empty()) fault.patch = replaceTextPatch(property.place.at(name), free);
  fault.related.push_back(firstPlace(first.place, first.propertyName));
  if (name.value == first.propertyName.value && property.kind == first.kind)
    fault.related.push_back(serviceAnswer(wordsOf(property.kind).conflict));
  contract.sink.add(std::move(fault));
}

std::string columnType(const GroupProperty& property) {
  std::optional<DataType> type = dataTypeFrom(property.dataType.value);
  if (type == DataType::Number) type = DataType::Double;
  if (type == DataType::Undefined) type = DataType::String;
  return type ? std::string(toString(*type)) : std::string();
}

// One table of several groups: of each column its first type and where it was given.
class MergedTable {
 public:
  explicit MergedTable(const Group& first) : first_(&first) { add(first, nullptr); }

  void add(const Group& group, const Contract* contract) {
    for (const GroupProperty& property : group.properties) {
      if (!property.propertyName.isPresent()) continue;
      const std::string type = columnType(property);
      if (type.empty()) continue;
      auto [seen, isNew] = columns_.emplace(toUpperInvariant(property.propertyName.value), std::pair{type, &property});
      if (!isNew && contract && seen->second.first != type) reportConflict(property, *seen->second.second, *contract);
    }
  }
  const Group& first() const { return *first_; }

 private:
  static void reportConflict(const GroupProperty& property, const GroupProperty& first, const Contract& contract) {
    Diagnostic fault =
        onField(error("merge-type-conflict", "the column " + quoteName(property.propertyName.value) + " is `" +
                                                 property.dataType.value + "` here and `" + first.dataType.value +
                                                 "` in an earlier group of the same name"),
                property.place, property.dataType)
            .withHint("groups of one name share a table: give the column one type");
    fault.related.push_back({"the earlier column", first.place.at(first.dataType), first.dataType.span});
    contract.sink.add(std::move(fault));
  }

  const Group* first_;
  std::map<std::string, std::pair<std::string, const GroupProperty*>> columns_;
};

void reportMerge(const Group& group, const Group& first, const Contract& contract) {
  std::string message =
      "several groups are called " + quoteName(group.groupName.value) + "; their rows go to one table";
  Diagnostic fault = contract.isV1()
                         ? info("groups-merged", std::move(message))
                         : warning("groups-merged", std::move(message) + ", as documented for Reporting v1 only");
  fault = onField(std::move(fault), group.place, group.groupName)
              .withHint("rename one of them unless that is what you want");
  fault.related.push_back(firstPlace(first.place, first.groupName));
  contract.sink.add(std::move(fault));
}

struct TableOwner {
  const Mapping* mapping;
  const Group* group;
};

void reportCollision(const TableOwner& table, const TableOwner& first, const std::string& name,
                     const Contract& contract) {
  Diagnostic fault =
      onField(warning("table-name-collision", "the table " + quoteName(name) +
                                                  " would have the same name as that of the group " +
                                                  quoteName(first.group->groupName.value) + " of the mapping " +
                                                  quoteName(first.mapping->mappingName.value)),
              table.group->place, table.group->groupName)
          .withHint("tables are named mapping_group, and report tools ignore case; rename one of them");
  fault.related.push_back(firstPlace(first.group->place, first.group->groupName));
  contract.sink.add(std::move(fault));
}

}  // namespace

void checkUniqueProperties(std::span<const GroupProperty> properties, const Contract& contract) {
  std::map<std::string, const GroupProperty*> seen;
  Taken taken;
  for (const GroupProperty& property : properties) taken.try_emplace(toUpperInvariant(property.propertyName.value), 2);
  for (const GroupProperty& property : properties) {
    if (!property.propertyName.isPresent() || property.propertyName.value.empty()) continue;
    auto [first, isNew] = seen.emplace(toUpperInvariant(property.propertyName.value), &property);
    if (!isNew) reportDuplicate(property, *first->second, taken, contract);
  }
}

void checkMergedGroups(std::span<const Group> groups, const Contract& contract) {
  std::map<std::string, MergedTable> tables;
  for (const Group& group : groups) {
    if (!group.groupName.isPresent() || group.groupName.value.empty()) continue;
    auto [table, isNew] = tables.try_emplace(group.groupName.value, group);
    if (isNew) continue;
    reportMerge(group, table->second.first(), contract);
    table->second.add(group, &contract);
  }
}

void checkTableNames(std::span<const Mapping* const> mappings, const Contract& contract) {
  std::map<std::string, TableOwner> tables;
  for (const Mapping* mapping : mappings) {
    for (const Group& group : mapping->groups) {
      if (!group.groupName.isPresent() || group.groupName.value.empty()) continue;
      const std::string name = mapping->mappingName.value + "_" + group.groupName.value;
      const TableOwner owner{mapping, &group};
      auto [first, isNew] = tables.emplace(toUpperInvariant(name), owner);
      if (isNew) continue;
      // Groups of one name in one mapping are meant to share a table.
      const bool isMerge =
          first->second.mapping == mapping && first->second.group->groupName.value == group.groupName.value;
      if (!isMerge) reportCollision(owner, first->second, name, contract);
    }
  }
}

}  // namespace premap
