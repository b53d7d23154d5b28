// Composites and merged columns are where the two tell the same in other words.
#include "resolve/naive_compare.h"

#include <algorithm>

#include "catch.h"
#include "resolve/naive_formula.h"

namespace premap::test {

namespace {

// Composites are texts: their members' order is the native engine's, which the recorded cases check.
bool isSame(const Json& expected, const std::string& actual) {
  Json read = Json::parse(actual, nullptr, false);
  if (read == expected) return true;
  if (!read.is_string() || !expected.is_string()) return false;
  auto a = nlohmann::json::parse(read.get<std::string>(), nullptr, false);
  auto b = nlohmann::json::parse(expected.get<std::string>(), nullptr, false);
  return !a.is_discarded() && a.is_structured() && a == b;
}

std::string textOf(const NaiveCell& cell) {
  std::string text = cell.source + " entry " + std::to_string(cell.entry) + " class " + cell.className + " reason " +
                     cell.reason + " skipped";
  for (const auto& [entry, reason] : cell.skipped) text += " " + std::to_string(entry) + ":" + reason;
  return text;
}

NaiveCell asNaive(const resolve::Verdict& verdict) {
  NaiveCell cell;
  cell.entry = verdict.entry, cell.source = std::string(toString(verdict.source));
  cell.className = verdict.className, cell.reason = std::string(toString(verdict.reason));
  for (const resolve::Skipped& skipped : verdict.skipped)
    cell.skipped.emplace_back(skipped.entry, toString(skipped.reason));
  return cell;
}

// The column of the merged table: its type of the first group that has it, and whether groups disagree (A16).
struct MergedColumn {
  std::string name, type;
  bool hasConflict = false;
};

std::string typeWord(const std::string& type) {
  return type == "Number" ? "Double" : type;
}

std::vector<MergedColumn> mergedColumns(const std::vector<RandomGroup>& groups) {
  std::vector<MergedColumn> columns;
  for (const RandomGroup& group : groups) {
    for (const Json& property : group.properties) {
      std::string name = property["propertyName"], type = typeWord(property["dataType"]);
      auto known = std::find_if(columns.begin(), columns.end(), [&](const auto& each) { return each.name == name; });
      if (known == columns.end()) columns.push_back({name, type});
      else known->hasConflict = known->hasConflict || known->type != type;
    }
  }
  return columns;
}

// Of the group alone: also what a formula reads of a column that is null in the merged table.
NaiveCell cellOfGroup(NaiveResolver& naive, const NaiveRow& row, const Json& properties, const std::string& name) {
  for (Json property : properties) {
    if (property["propertyName"] != name) continue;
    property["dataType"] = typeWord(property["dataType"]);
    const NaiveCell cell = naive.cell(row, property);
    if (!property.contains("formula")) return cell;
    return naive.withFormula(cell, property, cellOfGroup(naive, row, properties, columnOf(property["formula"])));
  }
  NaiveCell none;
  return none.reason = "column-absent", none;
}

NaiveCell expectedCell(NaiveResolver& naive, const NaiveRow& row, const Json& properties, const MergedColumn& column) {
  NaiveCell cell;
  if (column.hasConflict) return cell.reason = "merge-type-conflict", cell;
  return cellOfGroup(naive, row, properties, column.name);
}

}  // namespace

std::string mappingOf(const std::vector<RandomGroup>& groups) {
  Json mapping{{"mappingName", "M"}, {"groups", Json::array()}};
  for (const RandomGroup& group : groups)
    mapping["groups"].push_back({{"groupName", "G"}, {"query", group.rows.query}, {"properties", group.properties}});
  return mapping.dump();
}

void compareWithNaive(NaiveFile& file, const std::vector<RandomGroup>& groups, const resolve::ResolveOptions& options,
                      ReadWindow window, const ReadTable& table, Tally& tally) {
  NaiveResolver naive(file, options);
  const std::vector<MergedColumn> columns = mergedColumns(groups);
  const bool isExact = options.entryOrder == resolve::EntryOrder::EntryFirst;
  size_t at = 0;
  for (const RandomGroup& group : groups) {
    size_t queryRows = 0;
    std::vector<NaiveRow> rows =
        naiveRows(file, naive, group.rows, options, window.limit, window.offset, queryRows, window.ids);
    const auto count = static_cast<int64_t>(queryRows);
    if (window.limit >= 0) window.limit -= std::min(window.limit, std::max<int64_t>(0, count - window.offset));
    window.offset = std::max<int64_t>(0, window.offset - count);
    for (const NaiveRow& row : rows) {
      if (at >= table.rows.size()) FAIL("the plan gives too few rows");
      const Row& actual = table.rows[at++];
      const std::vector<Json> defaults = naive.defaults(row);
      for (size_t d = 0; d < defaults.size(); ++d)
        if (!isSame(defaults[d], actual.defaults[d]))
          FAIL("row " << actual.id << " default column " << d << ": naive " << defaults[d].dump() << ", plan "
                      << actual.defaults[d]);
      for (size_t c = 0; c < columns.size(); ++c) {
        NaiveCell expected = expectedCell(naive, row, group.properties, columns[c]);
        NaiveCell given = asNaive(actual.verdicts[c]);
        if (!isExact && expected.source != "none") expected.skipped.clear(), given.skipped.clear();
        ++tally.cells, tally.filled += !expected.value.is_null(), ++tally.reasons[expected.reason];
        for (const auto& [entry, reason] : expected.skipped) ++tally.reasons[reason];
        if (!isSame(expected.value, actual.cells[c]))
          FAIL("row " << actual.id << " column " << columns[c].name << "\nnaive " << expected.value.dump() << "\nplan  "
                      << actual.cells[c]);
        if (textOf(expected) != textOf(given))
          FAIL("row " << actual.id << " column " << columns[c].name << "\nnaive " << textOf(expected) << "\nplan  "
                      << textOf(given));
      }
    }
  }
  if (at != table.rows.size()) FAIL("the plan gives " << table.rows.size() << " rows, the naive resolver " << at);
  ++tally.mappings;
}

}  // namespace premap::test
