// The plan against a deliberately naive resolver that shares no code with it: random mappings over every snapshot of
// the fixtures must give the same rows, values and verdicts.
#include <algorithm>
#include <cstdlib>

#include "catch.h"
#include "resolve/random_mapping.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;

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

NaiveCell expectedCell(NaiveResolver& naive, const NaiveRow& row, const Json& properties, const MergedColumn& column) {
  NaiveCell cell;
  if (column.hasConflict) return cell.reason = "merge-type-conflict", cell;
  for (Json property : properties) {
    if (property["propertyName"] != column.name) continue;
    property["dataType"] = column.type;
    return naive.cell(row, property);
  }
  return cell.reason = "column-absent", cell;
}

struct Tally {
  size_t mappings = 0, cells = 0, filled = 0;
  std::map<std::string, size_t> reasons;
};

// One random mapping: rows, default columns, cells, verdicts.
void compareOne(Snapshot& snapshot, NaiveFile& file, MappingMaker& maker, Tally& tally) {
  std::vector<RandomGroup> groups = maker.groups();
  std::string told;
  const resolve::ResolveOptions options = maker.options(told);
  Json mapping{{"mappingName", "M"}, {"groups", Json::array()}};
  for (const RandomGroup& group : groups)
    mapping["groups"].push_back({{"groupName", "G"}, {"query", group.rows.query}, {"properties", group.properties}});
  int64_t limit = static_cast<int64_t>(4 + maker.below(14)), offset = static_cast<int64_t>(maker.below(70));
  INFO("mapping " << mapping.dump() << "\noptions " << told << " limit " << limit << " offset " << offset);
  ReadTable table = read(snapshot, mapping.dump(), options, "G", limit, offset);
  REQUIRE(table.isOpen);

  NaiveResolver naive(file, options);
  const std::vector<MergedColumn> columns = mergedColumns(groups);
  const bool isExact = options.entryOrder == resolve::EntryOrder::EntryFirst;
  size_t at = 0;
  for (const RandomGroup& group : groups) {
    size_t queryRows = 0;
    std::vector<NaiveRow> rows = naiveRows(file, naive, group.rows, options, limit, offset, queryRows);
    auto inWindow = std::min<int64_t>(limit, std::max<int64_t>(0, static_cast<int64_t>(queryRows) - offset));
    limit -= inWindow, offset = std::max<int64_t>(0, offset - static_cast<int64_t>(queryRows));
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

Tally compare(const std::string& fileName, size_t rounds) {
  Tally tally;
  Snapshot* snapshot = openSnapshot(fileName);
  if (!snapshot) FAIL(fileName << " is not there: run `node scripts/fixtures.mjs`");
  NaiveFile file(*snapshot->database);
  MappingMaker maker(file, 20240611);
  for (size_t round = 0; round < rounds; ++round) compareOne(*snapshot, file, maker, tally);
  return tally;
}

// PREMAP_RANDOM_MAPPINGS=5000 for a long run.
size_t rounds(size_t usual) {
  const char* wanted = std::getenv("PREMAP_RANDOM_MAPPINGS");
  return wanted ? static_cast<size_t>(std::atoi(wanted)) : usual;
}

}  // namespace

TEST_CASE("Random mappings over building.bim give the values and reasons of a naive resolver", "[resolve][naive]") {
  Tally tally = compare("building.bim", rounds(150));
  CHECK(tally.cells > tally.mappings * 10);
  CHECK(tally.filled > tally.cells / 10);
  // Every reason an entry can have was met.
  for (const char* reason :
       {"class-mismatch",      "class-unknown",       "aspect-wildcard", "path-invalid",     "type-unknown",
        "column-not-selected", "property-missing",    "aspect-none",     "aspect-multiple",  "nav-null",
        "json-member-missing", "json-case-ambiguous", "json-invalid",    "path-into-scalar", "value-null",
        "convert-failed",      "not-geometric",       "no-measure",      "no-source",        "column-absent",
        "merge-type-conflict"}) {
    INFO(reason);
    CHECK(tally.reasons[reason] > 0);
  }
  if (std::getenv("PREMAP_RANDOM_MAPPINGS"))
    WARN(tally.mappings << " mappings, " << tally.cells << " cells, " << tally.filled << " filled");
}

TEST_CASE("Random mappings over an empty iModel and a plant give those of a naive resolver", "[resolve][naive]") {
  for (const char* file : {"empty.bim", "plant-1k.bim"}) {
    DYNAMIC_SECTION(file) {
      Tally tally = compare(file, rounds(40));
      CHECK(tally.mappings > 0);
    }
  }
}
