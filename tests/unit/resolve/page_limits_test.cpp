// What one block of pages may hold, and who may end it: long texts cut it, a stop is heard before the next.
#include <algorithm>

#include "catch.h"
#include "resolve/naive_file.h"
#include "resolve/snapshot_variants.h"

using namespace premap;
using namespace premap::test;
using resolve::RowWay;

namespace {

constexpr size_t kAsked = 4096;

struct Cut {
  std::vector<size_t> blocks;  // rows of each
  size_t rows = 0, textBytes = 0, mostBytes = 0;
  RowWay way = RowWay::Statement;
};

// `column`: of the table, whose texts are counted.
Cut readInBlocks(Snapshot& snapshot, const std::string& mapping, size_t column = resolve::kDefaultColumnCount) {
  ReadResult parsed = readMapping(mapping);
  auto table = GroupTable::open(parsed.mapping, "", snapshot.tables->planner(), {});
  REQUIRE(table.ok());
  TableReader reader(*table, -1, 0);
  Cut cut;
  std::string scratch;
  while (reader.nextBlock(kAsked) == Step::Row) {
    cut.way = *reader.way();
    size_t bytes = 0;
    for (size_t r = 0; r < reader.rowCount(); ++r) bytes += reader.column(column).value(r, scratch).text.size();
    cut.blocks.push_back(reader.rowCount());
    cut.rows += reader.rowCount(), cut.textBytes += bytes, cut.mostBytes = std::max(cut.mostBytes, bytes);
  }
  REQUIRE(reader.failure().empty());
  return cut;
}

constexpr size_t kBlockBytes = size_t{12} << 20;  // more than any block, far less than all the texts

void checkCut(const Cut& cut, RowWay way) {
  CHECK(cut.way == way);
  CHECK(cut.textBytes > 3 * kBlockBytes);
  CHECK(cut.mostBytes < kBlockBytes);
}

const std::string kAll = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d";
const std::string kOwnTexts = "UPDATE bis_Element SET UserLabel=" + longText("Id", 200000);

}  // namespace

TEST_CASE("Long texts of the rows' own cut a block of pages", "[resolve][ways]") {
  const auto snapshot = changedBuilding(kOwnTexts);
  const std::string label = propertyJson("P", "String", {"*.*.UserLabel"});
  checkCut(readInBlocks(*snapshot, mappingJson(kAll, {label})), RowWay::Scan);
  checkCut(readInBlocks(*snapshot, mappingJson(kAll + " ORDER BY ECInstanceId DESC", {label})), RowWay::Pages);
}

TEST_CASE("Long texts of the group's query cut a block of pages", "[resolve][ways]") {
  const auto snapshot = changedBuilding("UPDATE bis_Element SET JsonProperties=" + longText("Id", 200000));
  checkCut(readInBlocks(*snapshot,
                        mappingJson("SELECT ECInstanceId, ECClassId, JsonProperties Told FROM bis.GeometricElement3d",
                                    {propertyJson("P", "String", {"*.*.Told"})})),
           RowWay::Pages);
}

// Each row's parent is another element, and no column reads a long text of the row's own.
TEST_CASE("Long texts behind links cut a block of pages", "[resolve][ways]") {
  const auto snapshot = changedBuilding("UPDATE bis_Element SET JsonProperties=" + longText("Id", 200000) +
                                        ", ParentId=(SELECT max(Id) FROM bis_Element e WHERE e.Id<bis_Element.Id)");
  const std::string parent = propertyJson("P", "String", {"*.*.Parent.JsonProperties"});
  checkCut(readInBlocks(*snapshot, mappingJson(kAll, {parent})), RowWay::Scan);
  checkCut(readInBlocks(*snapshot, mappingJson(kAll + " ORDER BY ECInstanceId DESC", {parent})), RowWay::Pages);
}

TEST_CASE("An element whose aspects hold more than a block is read all the same", "[resolve][ways]") {
  NaiveFile file(*building().database);
  const int64_t weld = file.classNamed("BuildingTest", "WeldInspection")->id;
  const int64_t fire = file.classNamed("BuildingTest", "FireInspection")->id;
  // One aspect of each class for the same element, 5 MB each.
  const std::string beam = "(SELECT min(Id) FROM bis_Element WHERE ECClassId=" +
                           std::to_string(file.classNamed("BuildingTest", "Beam")->id) + ")";
  std::string sql;
  for (const auto& [cls, name] : {std::pair{weld, "Mark"}, std::pair{fire, "Mark"}})
    if (file.property(cls, name))
      sql += "UPDATE bis_ElementMultiAspect SET ElementId=" + beam + "," +
             file.column(cls, name).substr(file.column(cls, name).find('.') + 1) + "=" + longText("Id", 6000000) +
             " WHERE Id=(SELECT min(Id) FROM bis_ElementMultiAspect WHERE ECClassId=" + std::to_string(cls) + ");";
  sql = "DELETE FROM bis_ElementMultiAspect WHERE ElementId=" + beam + ";" + sql;
  const std::string mapping =
      mappingJson("SELECT ECInstanceId, ECClassId FROM bt.Beam",
                  {propertyJson("W", "String", {"BuildingTest.WeldInspection.Mark"}),
                   propertyJson("F", "String", {"BuildingTest.FireInspection.Mark"}),
                   propertyJson("C", "String", {"*.*.Category.CodeValue"}), propertyJson("L", "String", {"*.*.Mark"})});
  const auto byPages = changedBuilding(sql), bySqlite = changedBuilding(sql);
  bySqlite->tables->planner().pages().turnOff();
  const ReadTable pages = read(*byPages, mapping), sqlite = read(*bySqlite, mapping);
  REQUIRE(pages.rows.size() == sqlite.rows.size());
  CHECK(sqlite.rows[0].cells[0].size() > 5000000);
  CHECK(sqlite.rows[0].cells[1].size() > 5000000);
  for (size_t r = 0; r < pages.rows.size(); ++r) CHECK((pages.rows[r].cells == sqlite.rows[r].cells));
  CHECK(readInBlocks(*byPages, mapping).way == RowWay::Scan);
}

// Bytes that are only asked for their presence are not read, so there is nothing to keep of them either.
TEST_CASE("The bytes behind a link are there or not, and not read", "[resolve][ways]") {
  const std::string sql =
      "UPDATE bis_GeometricElement3d SET GeometryStream=zeroblob(300000) WHERE ElementId%2=0;"
      "UPDATE bis_Element SET ParentId=(SELECT max(Id) FROM bis_Element e WHERE e.Id<bis_Element.Id)";
  const std::string mapping =
      mappingJson(kAll, {propertyJson("P", "String", {"*.*.Parent.GeometryStream", "*.*.CodeValue"})});
  const auto byPages = changedBuilding(sql), bySqlite = changedBuilding(sql);
  bySqlite->tables->planner().pages().turnOff();
  const ReadTable pages = read(*byPages, mapping), sqlite = read(*bySqlite, mapping);
  REQUIRE(pages.rows.size() == sqlite.rows.size());
  for (size_t r = 0; r < pages.rows.size(); ++r) {
    CHECK(pages.rows[r].cells == sqlite.rows[r].cells);
    CHECK(pages.rows[r].verdicts[0].skipped == sqlite.rows[r].verdicts[0].skipped);
  }
  const Cut cut = readInBlocks(*byPages, mapping);
  CHECK(cut.way == RowWay::Scan);
  CHECK(cut.blocks.size() < 10);
}

TEST_CASE("A stop is heard before the next block of pages", "[resolve][ways]") {
  const auto snapshot = changedBuilding("");
  for (const char* order : {"", " ORDER BY ECInstanceId DESC"}) {
    CAPTURE(order);
    ReadResult parsed = readMapping(mappingJson(kAll + order, {propertyJson("P", "String", {"*.*.UserLabel"})}));
    auto table = GroupTable::open(parsed.mapping, "", snapshot->tables->planner(), {});
    REQUIRE(table.ok());
    TableReader reader(*table, -1, 0);
    REQUIRE(reader.nextBlock(8) == Step::Row);
    CHECK(*reader.way() == (*order ? RowWay::Pages : RowWay::Scan));
    snapshot->database->setProgress([] { return true; });
    CHECK(reader.nextBlock(8) == Step::Interrupted);
    snapshot->database->setProgress(nullptr);
  }
}
