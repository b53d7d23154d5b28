// Ranges of a table's ids, and the statement that reads one of them.
#include "premap/preview/id_ranges.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "catch.h"
#include "premap/base/text.h"
#include "premap/resolve/plan.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;
using resolve::IdRange;

namespace {

const Table& elementTable(const Snapshot& snapshot) {
  const Class* element = snapshot.catalog->findClass("BisCore", "Element");
  REQUIRE(element);
  return *element->tables[0];
}

std::vector<int64_t> idsOf(Snapshot& snapshot) {
  std::vector<int64_t> ids;
  for (const auto& row : sqlRows(snapshot, "SELECT Id FROM bis_Element ORDER BY Id")) ids.push_back(std::stoll(row[0]));
  return ids;
}

std::vector<IdRange> rangesOf(Snapshot& snapshot, const Table& table, size_t count) {
  return idRanges(*snapshot.database, snapshot.tables->planner().pages(), table, count);
}

// Every id is in one range, and the ranges are in order.
void checkCover(const std::vector<IdRange>& ranges, const std::vector<int64_t>& ids) {
  for (size_t i = 0; i < ranges.size(); ++i) {
    CHECK(ranges[i].after < ranges[i].upTo);
    if (i) CHECK(ranges[i - 1].upTo <= ranges[i].after);
  }
  for (int64_t id : ids) {
    int holders = 0;
    for (const IdRange& each : ranges) holders += id > each.after && id <= each.upTo;
    CHECK(holders == 1);
  }
}

resolve::GroupPlan planOf(Snapshot& snapshot, const ReadResult& parsed) {
  auto plan = snapshot.tables->planner().plan(parsed.mapping.groups[0], {});
  REQUIRE(plan.ok());
  return std::move(*plan);
}

}  // namespace

TEST_CASE("ranges hold every id once, in order", "[preview][ranges]") {
  for (size_t count : {1, 2, 7, 64, 5000}) {
    auto ranges = rangesOf(building(), elementTable(building()), count);
    CHECK(ranges.size() >= std::min<size_t>(count, 2));
    checkCover(ranges, idsOf(building()));
  }
  CHECK(rangesOf(building(), elementTable(building()), 0).empty());
}

TEST_CASE("ids of several briefcases are cut where there are rows", "[preview][ranges]") {
  // Half of the elements are another briefcase's, one is the last id there is.
  auto snapshot = changedBuilding(
      "UPDATE bis_Element SET Id = Id + (7 << 40) WHERE Id > (SELECT max(Id) / 2 FROM bis_Element);"
      "UPDATE bis_Element SET Id = 9223372036854775807 WHERE Id = (SELECT max(Id) FROM bis_Element)");
  const std::vector<int64_t> ids = idsOf(*snapshot);
  REQUIRE(ids.back() == std::numeric_limits<int64_t>::max());
  auto ranges = rangesOf(*snapshot, elementTable(*snapshot), 16);
  CHECK(ranges.size() < 20);
  checkCover(ranges, ids);
  size_t most = 0;
  for (const IdRange& each : ranges)
    most = std::max(most, static_cast<size_t>(std::count_if(
                              ids.begin(), ids.end(), [&](int64_t id) { return id > each.after && id <= each.upTo; })));
  CHECK(most < ids.size() / 4);
}

TEST_CASE("ids that lie close together are cut as finely as others", "[preview][ranges]") {
  // Nearly all rows have ids in a short stretch, a few lie far apart, all of one briefcase.
  auto snapshot = changedBuilding(
      "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i<20000) "
      "INSERT INTO bis_Element(Id,ECClassId,ModelId,LastMod,CodeSpecId,CodeScopeId,UserLabel) SELECT "
      "CASE WHEN i < 20 THEN (i + 1) * 4000000000 ELSE 1000000 + i END, "
      "(SELECT ECClassId FROM bis_Element LIMIT 1),1,2459000.5,1,1,'l'||i FROM n");
  const std::vector<int64_t> ids = idsOf(*snapshot);
  const auto mostIn = [&](const std::vector<IdRange>& ranges) {
    size_t most = 0;
    for (const IdRange& each : ranges)
      most = std::max(most, static_cast<size_t>(std::count_if(ids.begin(), ids.end(), [&](int64_t id) {
                        return id > each.after && id <= each.upTo;
                      })));
    return most;
  };
  const auto ranges = rangesOf(*snapshot, elementTable(*snapshot), 16);
  checkCover(ranges, ids);
  CHECK(ranges.size() >= 8);
  CHECK(mostIn(ranges) < ids.size() / 8);
  snapshot->tables->planner().pages().turnOff();
  const auto byLength = rangesOf(*snapshot, elementTable(*snapshot), 16);
  checkCover(byLength, ids);
  CHECK(mostIn(byLength) > ids.size() / 2);
}

TEST_CASE("a table that is empty or has odd ids is not cut", "[preview][ranges]") {
  auto empty = changedBuilding("DELETE FROM bis_Element");
  CHECK(rangesOf(*empty, elementTable(*empty), 4).empty());
  auto odd = changedBuilding("UPDATE bis_Element SET Id = -5 WHERE Id = (SELECT max(Id) FROM bis_Element)");
  CHECK(rangesOf(*odd, elementTable(*odd), 4).empty());
}

TEST_CASE("a range enters its tables at the first id", "[preview][ranges]") {
  for (const char* query :
       {"SELECT ECInstanceId, ECClassId FROM bis.Element", "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d",
        "SELECT ECInstanceId, ECClassId FROM bt.StructuralMember", "SELECT ECInstanceId, ECClassId FROM ONLY bt.Beam",
        "BuildingTest.Beam"}) {
    CAPTURE(query);
    ReadResult parsed = readMapping(mappingJson(query, {propertyJson("A", "String", {"*.*.UserLabel"})}));
    auto plan = planOf(building(), parsed);
    REQUIRE(plan.idTable());
    auto statement = building().database->prepare("EXPLAIN QUERY PLAN " + plan.rangeSql());
    REQUIRE(statement.ok());
    while (statement->step() == Step::Row) {
      std::string line(statement->text(3));
      CAPTURE(line);
      if (line.find("bis_") == std::string::npos) continue;  // a sub-select
      CHECK(line.starts_with("SEARCH"));
      CHECK(line.find("SORT") == std::string::npos);
    }
  }
}

TEST_CASE("ranges one behind the other are the whole table", "[preview][ranges]") {
  ReadResult parsed = readMapping(mappingJson("SELECT ECInstanceId, ECClassId FROM bt.StructuralMember",
                                              {propertyJson("A", "String", {"*.*.CodeValue"})}));
  auto table = GroupTable::open(parsed.mapping, "", building().tables->planner(), {});
  REQUIRE(table.ok());
  REQUIRE(table->idTable());
  auto idsBy = [&](std::optional<IdRange> range) {
    TableReader reader(*table, -1, 0);
    if (range) reader.keepTo(*range);
    std::vector<std::string> ids;
    while (reader.next() == Step::Row) ids.push_back(idToHex(reader.rows().id(reader.row())));
    return ids;
  };
  std::vector<std::string> joined;
  for (const IdRange& each : rangesOf(building(), *table->idTable(), 9))
    for (std::string& id : idsBy(each)) joined.push_back(std::move(id));
  CHECK(joined.size() > 100);
  CHECK(joined == idsBy({}));
}

TEST_CASE("rows in any other order have no ranges", "[preview][ranges]") {
  for (const char* query : {"SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE CodeValue IS NOT NULL",
                            "SELECT ECInstanceId, ECClassId FROM bt.Beam ORDER BY ECInstanceId",
                            "SELECT Model.Id ECInstanceId, ECClassId FROM bis.GeometricElement3d",
                            "SELECT b.ECInstanceId, b.ECClassId FROM bt.Beam b, bt.Column c",
                            "SELECT ECInstanceId, ECClassId FROM bt.Beam UNION SELECT ECInstanceId, ECClassId FROM "
                            "bt.Column"}) {
    CAPTURE(query);
    ReadResult parsed = readMapping(mappingJson(query, {}));
    CHECK(planOf(building(), parsed).idTable() == nullptr);
  }
  ReadResult parsed = readMapping(mappingJson("SELECT ECInstanceId, ECClassId FROM bt.Beam", {}));
  resolve::ResolveOptions options;
  options.ecInstanceIds = {0x26};
  auto chosen = building().tables->planner().plan(parsed.mapping.groups[0], options);
  REQUIRE(chosen.ok());
  CHECK(chosen->idTable() == nullptr);
}
