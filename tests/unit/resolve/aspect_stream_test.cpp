// Aspects that are read beside the rows, against those that the plan's statement looks up.
#include "resolve/aspect_stream.h"

#include <limits>

#include "catch.h"
#include "premap/base/text.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::resolve;
using namespace premap::test;

namespace {

constexpr const char* kAll = "SELECT ECInstanceId, ECClassId FROM bis.Element";
constexpr const char* kGeometric = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d";

std::string aspectMapping(const std::string& query) {
  return mappingJson(query, {propertyJson("Fire", "String", {"BuildingTest.FireProtection.Coating"}),
                             propertyJson("Weld", "String", {"BuildingTest.WeldInspection.Mark"}),
                             propertyJson("Any", "String", {"BisCore.ElementAspect.ECInstanceId"}),
                             propertyJson("Later", "String", {"*.*.UserLabel", "BuildingTest.WeldInspection.WeldType"}),
                             propertyJson("Box", "String", {"BuildingTest.FireProtection.Layer"})});
}

size_t streamCount(Snapshot& snapshot, const std::string& mapping) {
  ReadResult parsed = readMapping(mapping);
  auto table = GroupTable::open(parsed.mapping, "", snapshot.tables->planner(), {});
  REQUIRE(table.ok());
  return table->parts()[0].plan.aspectSql().size();
}

std::string toldOf(const Verdict& verdict) {
  std::string json;
  appendJson(json, verdict);
  return json;
}

// A list of ids keeps aspects in the plan's own statement: the two ways must tell the same.
void checkBothWays(Snapshot& snapshot, const std::string& query) {
  CAPTURE(query);
  const std::string mapping = aspectMapping(query);
  ReadTable streamed = read(snapshot, mapping);
  ResolveOptions byId;
  for (const Row& row : streamed.rows) byId.ecInstanceIds.push_back(*hexToId(row.id));
  ReadTable joined = read(snapshot, mapping, byId);
  REQUIRE(joined.rows.size() == streamed.rows.size());
  for (const Row& row : streamed.rows) {
    CAPTURE(row.id);
    const Row* same = joined.find(row.id);
    REQUIRE(same);
    CHECK(row.cells == same->cells);
    for (size_t c = 0; c < row.verdicts.size(); ++c) CHECK(toldOf(row.verdicts[c]) == toldOf(same->verdicts[c]));
  }
}

void checkQueries(Snapshot& snapshot) {
  for (const char* query : {kAll, kGeometric}) {
    CHECK(streamCount(snapshot, aspectMapping(query)) >= 2);
    checkBothWays(snapshot, query);
  }
  // Of some classes only: looked up.
  CHECK(streamCount(snapshot, aspectMapping("SELECT ECInstanceId, ECClassId FROM bt.StructuralMember")) == 0);
}

StreamedAspect streamOf(std::string sql) {
  StreamedAspect plan;
  plan.sql = std::move(sql);
  return plan;
}

// Elements 10, 20 ... 10,000,000 of a table of nothing but numbers.
const StreamedAspect kTens = streamOf(
    "WITH RECURSIVE n(i) AS (SELECT (:first + 9) / 10 UNION ALL SELECT i + 1 FROM n WHERE i * 10 + 10 <= :last)"
    "SELECT i * 10, i FROM n WHERE i * 10 BETWEEN :first AND :last");

}  // namespace

TEST_CASE("R9: aspects read beside the rows are those that a look-up finds", "[resolve][aspects]") {
  checkQueries(building());
  // One, two or no aspects, and elements far apart.
  auto doubled = changedBuilding(
      "CREATE TEMP TABLE t AS SELECT * FROM bis_ElementMultiAspect WHERE Id % 3 = 0;"
      "UPDATE t SET Id = Id + 100000; INSERT INTO bis_ElementMultiAspect SELECT * FROM t");
  checkQueries(*doubled);
  std::string apart;
  for (const auto& [table, id] :
       std::vector<std::pair<std::string, std::string>>{{"bis_Element", "Id"},
                                                        {"bis_GeometricElement3d", "ElementId"},
                                                        {"bis_ElementMultiAspect", "ElementId"},
                                                        {"bis_ElementUniqueAspect", "ElementId"}})
    apart += "UPDATE " + table + " SET " + id + " = " + id + " * 70001 WHERE " + id + " > 0x30;";
  checkQueries(*changedBuilding(apart));
}

TEST_CASE("aspects beside the rows come by the index on their elements, unsorted", "[resolve][aspects]") {
  ReadResult parsed = readMapping(mappingJson(
      kAll,
      {propertyJson("A", "String", {"BuildingTest.FireProtection.Coating", "BuildingTest.WeldInspection.Mark"})}));
  auto plan = building().tables->planner().plan(parsed.mapping.groups[0], {});
  REQUIRE(plan.ok());
  REQUIRE(plan->aspectSql().size() == 2);
  CHECK(plan->sql().find("Aspect") == std::string::npos);
  for (const std::string& sql : plan->aspectSql()) {
    CAPTURE(sql);
    auto rows = sqlRows(building(), "EXPLAIN QUERY PLAN " + sql);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0][3].find("(ElementId>? AND ElementId<?)") != std::string::npos);
  }
}

TEST_CASE("a slice and a window have the aspects of their rows", "[resolve][aspects]") {
  const std::string mapping = aspectMapping(kAll);
  ReadTable all = read(building(), mapping);
  ReadTable window = read(building(), mapping, {}, "", 30, 100);
  REQUIRE(window.rows.size() == 30);
  for (size_t i = 0; i < window.rows.size(); ++i) CHECK(window.rows[i].cells == all.rows[100 + i].cells);
  ReadResult parsed = readMapping(mapping);
  auto table = GroupTable::open(parsed.mapping, "", building().tables->planner(), {});
  const int64_t after = *hexToId(all.rows[49].id), upTo = *hexToId(all.rows[149].id);
  TableReader slice(*table, -1, 0);
  slice.keepTo({after, upTo});
  for (size_t i = 50; i < 150; ++i) {
    REQUIRE(slice.next() == Step::Row);
    for (size_t c = 0; c < 4; ++c)
      CHECK(cellJson(slice.cells()[kDefaultColumnCount + c].value) == all.rows[i].cells[c]);
  }
  CHECK(slice.next() == Step::Done);
}

TEST_CASE("a stream finds elements in any order", "[resolve][aspects]") {
  AspectStream stream(*building().database, kTens);
  auto indexOf = [&](int64_t element) {
    const Statement* row = stream.at(element);
    return row ? row->int64(StreamedAspect::kFirstSlot) : -1;
  };
  for (int64_t element : {10, 10, 11, 20, 5000, 4990, 4990, 30, 7, 40, 900'000, 900'010})
    CHECK(indexOf(element) == (element % 10 ? -1 : element / 10));
  CHECK(indexOf(std::numeric_limits<int64_t>::max()) == -1);
  CHECK(indexOf(50) == 5);
  CHECK(stream.trouble() == Step::Row);
}

TEST_CASE("a stream runs few statements for rows side by side and reads little for rows far apart",
          "[resolve][aspects]") {
  Database& database = *building().database;
  auto workOf = [&](int64_t distance, int64_t rows) {
    AspectStream stream(database, kTens);
    const Work before = database.work();
    for (int64_t row = 1; row <= rows; ++row) stream.at(row * distance);
    const Work after = database.work();
    return Work{after.executions - before.executions, (after.steps - before.steps) / static_cast<uint64_t>(rows)};
  };
  CHECK(workOf(1, 100'000).executions < 15);
  CHECK(workOf(4, 100'000).executions < 30);
  // Stretches shrink to the one id asked for.
  CHECK(workOf(100'000, 1'000).steps < 200);
}

TEST_CASE("a stream that cannot be read says so", "[resolve][aspects]") {
  const StreamedAspect broken = streamOf("SELECT 1 FROM nowhere");
  AspectStream failing(*building().database, broken);
  CHECK(failing.at(1) == nullptr);
  CHECK(failing.trouble() == Step::Failed);
  REQUIRE(failing.failure().size() == 1);
  CHECK(failing.failure()[0].code == "sqlite-error");

  auto snapshot = changedBuilding("");
  const StreamedAspect endless = streamOf("WITH n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT sum(i) FROM n");
  snapshot->database->setProgress([] { return true; });
  AspectStream stopped(*snapshot->database, endless);
  CHECK(stopped.at(1) == nullptr);
  CHECK(stopped.trouble() == Step::Interrupted);
}

TEST_CASE("rows whose aspects cannot be read are not given", "[resolve][aspects]") {
  auto damaged = changedBuilding(
      "CREATE TEMP TABLE t AS SELECT Id, ECClassId, ElementId FROM bis_ElementMultiAspect;"
      "DROP TABLE bis_ElementMultiAspect;"
      "CREATE TABLE bis_ElementMultiAspect(Id INTEGER PRIMARY KEY, ECClassId INTEGER, ElementId INTEGER);"
      "CREATE INDEX classes ON bis_ElementMultiAspect(ECClassId);"
      "INSERT INTO bis_ElementMultiAspect SELECT * FROM t");
  ReadResult parsed = readMapping(aspectMapping(kGeometric));
  auto table = GroupTable::open(parsed.mapping, "", damaged->tables->planner(), {});
  REQUIRE(table.ok());
  TableReader reader(*table, -1, 0);
  CHECK(reader.next() == Step::Failed);
  REQUIRE_FALSE(reader.failure().empty());
  CHECK(reader.failure()[0].message.find("ps3") != std::string::npos);
}
