// The answers over a whole table: extracts byte by byte, profiles, explanations, batches.
#include "catch.h"
#include "premap/base/text.h"
#include "premap/preview/explain.h"
#include "premap/preview/extract_cursor.h"
#include "premap/preview/preview_cursor.h"
#include "premap/preview/profile.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;
using resolve::Reason;
using resolve::Source;

namespace {

const std::string kBeams = "SELECT ECInstanceId, ECClassId FROM bt.Beam ORDER BY ECInstanceId";

uint32_t u32At(const std::vector<uint8_t>& bytes, size_t at) {
  return static_cast<uint32_t>(bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16) |
         static_cast<uint32_t>(bytes[at + 3]) << 24;
}

// The text of an extract read in pieces of about `maxBytes`.
std::string extract(const std::string& mapping, ExtractFormat format, uint32_t maxBytes) {
  ReadResult parsed = readMapping(mapping);
  auto cursor = ExtractCursor::open(parsed.mapping, {}, format, building().tables->planner(), {});
  REQUIRE(cursor.ok());
  std::string text;
  BatchBudget budget;
  budget.maxBytes = maxBytes;
  while (true) {
    auto batch = (*cursor)->next(budget);
    REQUIRE(batch.ok());
    // header 16, column kind and length 8, null bitmap 8, two offsets 8
    REQUIRE(u32At(*batch, 8) == 1);
    uint32_t length = u32At(*batch, 36);
    text.append(batch->begin() + 40, batch->begin() + 40 + length);
    if (u32At(*batch, 4) & BatchFlag::Last) return text;
  }
}

const std::string kOdd = mappingJson(
    "SELECT ECInstanceId, ECClassId, 'a,\"b\"' A, '' B, NULL C, 2.5 D, True F FROM bt.SupplierRecord ORDER BY "
    "ECInstanceId LIMIT 2",
    {propertyJson("A", "String", {"*.*.A"}), propertyJson("B", "String", {"*.*.B"}),
     propertyJson("C", "String", {"*.*.C"}), propertyJson("D", "Double", {"*.*.D"}),
     propertyJson("F", "Boolean", {"*.*.F"})});

}  // namespace

TEST_CASE("CSV follows RFC 4180 and tells null from empty", "[resolve][extract]") {
  std::string csv = extract(kOdd, ExtractFormat::Csv, 1 << 20);
  CHECK(csv.substr(0, csv.find("\r\n")) == "ECInstanceId,ECClassId,UserLabel,BBoxLow,BBoxHigh,A,B,C,D,F");
  size_t second = csv.find("\r\n") + 2;
  std::string line = csv.substr(second, csv.find("\r\n", second) - second);
  CHECK(line.ends_with(",\"a,\"\"b\"\"\",\"\",,2.5,true"));
  CHECK(csv.ends_with("\r\n"));
}

TEST_CASE("NDJSON and JSON hold the same objects", "[resolve][extract]") {
  std::string lines = extract(kOdd, ExtractFormat::Ndjson, 1 << 20), json = extract(kOdd, ExtractFormat::Json, 1 << 20);
  CHECK(lines.find(R"("A":"a,\"b\"","B":"","C":null,"D":2.5,"F":true})") != std::string::npos);
  size_t newline = lines.find('\n');
  CHECK(json ==
        "[\n" + lines.substr(0, newline) + ",\n" + lines.substr(newline + 1, lines.size() - newline - 2) + "\n]\n");
  CHECK(extract(mappingJson("SELECT ECInstanceId, ECClassId FROM bt.Beam LIMIT 0", {}), ExtractFormat::Json, 100) ==
        "[]\n");
}

TEST_CASE("The bytes of an extract do not depend on its pieces", "[resolve][extract]") {
  std::string mapping = mappingJson(kBeams, {propertyJson("A", "String", {"*.*.Notes"})});
  for (ExtractFormat format : {ExtractFormat::Csv, ExtractFormat::Ndjson, ExtractFormat::Json})
    CHECK(extract(mapping, format, 100) == extract(mapping, format, 1 << 20));
}

TEST_CASE("A profile counts values, reasons and wins", "[resolve][profile]") {
  ReadResult parsed = readMapping(
      mappingJson(kBeams, {propertyJson("Welds", "String", {"BuildingTest.WeldInspection.Mark"}),
                           propertyJson("Label", "String", {"*.*.UserLabel", "*.*.CodeValue", "*.*.Nonsense"}),
                           propertyJson("Whole", "Integer", {"*.*.Length"})}));
  auto profile = profileGroup(parsed.mapping, {}, *building().tables, {});
  REQUIRE(profile.ok());
  CHECK(profile->tableName == "M_G");
  CHECK(profile->rowCount == 80);
  CHECK(profile->duplicateIds == 0);
  CHECK(profile->classes ==
        std::vector<std::pair<std::string, uint64_t>>{{"BuildingTest.Beam", 60}, {"BuildingTest.HaunchedBeam", 20}});
  const ColumnHealth& welds = profile->columns[0];
  CHECK(welds.filled == 22);
  CHECK(welds.filled + welds.nulls == 80);
  CHECK(welds.nullReasons.at("aspect-multiple") == 30);
  REQUIRE(profile->aspects.size() == 1);
  CHECK(profile->aspects[0].none + profile->aspects[0].one + profile->aspects[0].several == 80);
  CHECK(profile->aspects[0].several == 30);
  const ColumnHealth& label = profile->columns[1];
  CHECK(label.wins.size() == 2);
  CHECK(label.unusedEntries == std::vector<int>{2});
  const ColumnHealth& whole = profile->columns[2];
  CHECK(whole.minimum == 2);
  CHECK(whole.lossy > 0);
}

TEST_CASE("An explanation shows every entry and each step of its path", "[resolve][explain]") {
  ReadResult parsed = readMapping(
      mappingJson(kBeams, {propertyJson("P", "String", {"*.*.Nope", "*.*.Category.CodeValue", "*.*.Mark"})}));
  std::string first = read(building(), mappingJson(kBeams, {})).rows[0].id;
  auto why = explainCell(parsed.mapping, "G", *hexToId(first), "P", building().tables->planner(), {});
  REQUIRE(why.ok());
  CHECK(why->value == "\"Structure\"");
  CHECK(why->className == "BuildingTest.Beam");
  REQUIRE(why->entries.size() == 3);
  CHECK(why->entries[0].outcome == EntryOutcome::Skipped);
  CHECK(why->entries[0].verdict.reason == Reason::PropertyMissing);
  CHECK(why->entries[1].outcome == EntryOutcome::Used);
  REQUIRE(why->entries[1].steps.size() == 2);
  CHECK(why->entries[1].steps[0].path == "Category");
  CHECK(why->entries[1].steps[0].value.find("relClassName") != std::string::npos);
  CHECK(why->entries[1].steps[1].value == "\"Structure\"");
  CHECK(why->entries[2].outcome == EntryOutcome::NotReached);
  CHECK(why->entries[2].verdict.source == Source::Element);
  CHECK_FALSE(why->sql.empty());
  CHECK_FALSE(why->plan.empty());
  CHECK(explainCell(parsed.mapping, "G", 0xfffff, "P", building().tables->planner(), {}).diagnostics()[0].code ==
        "row-unknown");
  CHECK(explainCell(parsed.mapping, "G", 1, "Q", building().tables->planner(), {}).diagnostics()[0].code ==
        "property-unknown");
}

TEST_CASE("The first text that is kept may be empty", "[resolve]") {
  resolve::CellArena arena;
  CHECK(arena.keep("").empty());
  CHECK(arena.keep("text") == "text");
  arena.clear();
  CHECK(arena.keep("").empty());
}

TEST_CASE("A preview batch has its values, then a verdict for each of the group's cells", "[resolve][preview]") {
  ReadResult parsed = readMapping(mappingJson(
      kBeams, {propertyJson("A", "Boolean", {"*.*.IsExternal"}), propertyJson("B", "Integer", {"*.*.Count"})}));
  auto cursor = PreviewCursor::open(parsed.mapping, {}, building().tables->planner(), {}, 10, 5);
  REQUIRE(cursor.ok());
  auto batch = (*cursor)->next({});
  REQUIRE(batch.ok());
  CHECK(u32At(*batch, 4) == BatchFlag::Last);
  CHECK(u32At(*batch, 8) == 10);
  CHECK(u32At(*batch, 12) == 5 + 2 + 2);
  REQUIRE((*cursor)->verdicts());
  CHECK((*cursor)->verdicts()->size() > 1);
  auto bare = PreviewCursor::open(parsed.mapping, {}, building().tables->planner(), {}, 10, 5, false);
  REQUIRE(bare.ok());
  CHECK(u32At(*(*bare)->next({}), 12) == 5 + 2);
}
