// Rows shared in stripes: what all readers have of them is the table, in its order.
#include <map>

#include "catch.h"
#include "premap/preview/group_table.h"
#include "resolve/snapshot_variants.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;

namespace {

using Rows = std::vector<std::string>;

GroupTable tableOf(Snapshot& snapshot, const ReadResult& parsed, const resolve::ResolveOptions& options = {}) {
  auto table = GroupTable::open(parsed.mapping, "", snapshot.tables->planner(), options);
  REQUIRE(table);
  return std::move(*table);
}

// Of each row its id and its label, by stripe.
void addRows(TableReader& reader, std::map<uint64_t, Rows>& byStripe, size_t mostRows) {
  while (reader.nextBlock(mostRows) == Step::Row) {
    for (size_t row = 0; row < reader.rowCount(); ++row) {
      std::string text;
      const resolve::Value value = reader.column(5).value(row, text);
      byStripe[reader.stripe()].push_back(std::to_string(reader.rows().id(row)) + " " +
                                          (value.isNull() ? "-" : std::string(value.text)));
    }
  }
  CHECK(reader.failure().empty());
}

Rows joined(const std::map<uint64_t, Rows>& byStripe) {
  Rows all;
  for (const auto& [stripe, rows] : byStripe) all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

ReadResult groupsOf(const std::vector<std::string>& queries) {
  std::string groups;
  for (const std::string& query : queries)
    groups += (groups.empty() ? "" : ",") + std::string(R"({"groupName":"G","query":")") + query +
              R"(","properties":[)" + propertyJson("L", "String", {"*.*.CodeValue"}) + "]}";
  return readMapping(R"({"mappingName":"M","groups":[)" + groups + "]}");
}

void checkStripes(Snapshot& snapshot, const std::vector<std::string>& queries) {
  const ReadResult parsed = groupsOf(queries);
  const GroupTable table = tableOf(snapshot, parsed);
  REQUIRE(table.hasStripes());
  std::map<uint64_t, Rows> whole;
  TableReader all(table, -1, 0);
  addRows(all, whole, 1000);
  for (const uint32_t count : {1u, 2u, 5u}) {
    for (const size_t rows : {size_t{1}, size_t{7}, size_t{40}, size_t{5000}}) {
      std::map<uint64_t, Rows> shared;
      for (uint32_t index = 0; index < count; ++index) {
        TableReader reader(table, -1, 0);
        reader.keepToStripes({index, count, rows});
        addRows(reader, shared, 16);
      }
      CAPTURE(count, rows);
      CHECK(joined(shared) == joined(whole));
    }
  }
}

}  // namespace

TEST_CASE("Stripes of all readers are the table", "[preview][stripes]") {
  checkStripes(building(), {"SELECT ECInstanceId, ECClassId FROM bis.Element"});
  checkStripes(building(), {"SELECT ECInstanceId, ECClassId FROM bt.Beam ORDER BY CodeValue DESC"});
  checkStripes(building(), {"SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE 1=2"});
  checkStripes(building(), {"SELECT b.ECInstanceId, b.ECClassId FROM bt.Beam b, bt.Column c"});
}

TEST_CASE("Stripes go through all groups of a name, and end with each", "[preview][stripes]") {
  checkStripes(building(),
               {"SELECT ECInstanceId, ECClassId FROM bt.Beam", "SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE 1=2",
                "SELECT ECInstanceId, ECClassId FROM bt.Column ORDER BY CodeValue",
                "SELECT ECInstanceId, ECClassId FROM bis.Element WHERE CodeValue IS NOT NULL"});
}

TEST_CASE("Stripes are of files that SQLite alone reads, too", "[preview][stripes]") {
  size_t met = 0;
  for (const Variant& variant : variants()) {
    if (variant.isForPages() || variant.file != "building.bim") continue;
    auto snapshot = openBytes(bytesOf(variant));
    checkStripes(*snapshot, {"SELECT ECInstanceId, ECClassId FROM bis.Element ORDER BY CodeValue",
                             "SELECT ECInstanceId, ECClassId FROM bis.Element"});
    ++met;
  }
  CHECK(met > 0);
}

TEST_CASE("Rows that hang on chance, the clock or those before have no stripes", "[preview][stripes]") {
  const auto hasStripes = [](const std::string& query, const resolve::ResolveOptions& options = {}) {
    const ReadResult parsed = groupsOf({query});
    return tableOf(building(), parsed, options).hasStripes();
  };
  const std::string beams = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
  CHECK(hasStripes(beams + " WHERE CodeValue LIKE 'B%'"));
  CHECK_FALSE(hasStripes(beams + " WHERE RANDOM () > 0"));
  CHECK_FALSE(hasStripes(beams + " WHERE LastMod < CURRENT_TIMESTAMP"));
  CHECK_FALSE(hasStripes(beams + " WHERE julianday('now') > 1"));
  CHECK_FALSE(hasStripes(beams + " WHERE unixepoch() > 1"));
  resolve::ResolveOptions once;
  once.keepRepeatedRows = false;
  CHECK_FALSE(hasStripes(beams, once));
}
