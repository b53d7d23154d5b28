// Every switch is known by name, changes a value, and is told in docs/resolution.md.
#include "premap/resolve/options.h"

#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "catch.h"
#include "premap/base/text.h"
#include "resolve/support.h"

using namespace premap::resolve;

TEST_CASE("Every switch can be set by its name, and its default stands first", "[resolve][options]") {
  for (const SwitchInfo& info : switches()) {
    std::string values(info.values);
    for (size_t begin = 0; begin <= values.size();) {
      size_t bar = std::min(values.find('|', begin), values.size());
      std::string word = values.substr(begin, bar - begin);
      std::string json = word == "true" || word == "false" ? word : "\"" + word + "\"";
      INFO(info.name << " = " << json);
      CHECK(optionsFromJson("{\"" + std::string(info.name) + "\":" + json + "}").ok());
      begin = bar + 1;
    }
    CHECK_FALSE(optionsFromJson("{\"" + std::string(info.name) + "\":\"nonsense\"}").ok());
  }
}

TEST_CASE("An unknown option is told with the nearest name", "[resolve][options]") {
  auto options = optionsFromJson(R"({"entryorder":"entry-first"})");
  REQUIRE_FALSE(options.ok());
  CHECK(options.diagnostics()[0].code == "option-unknown");
  CHECK(options.diagnostics()[0].hint.starts_with("did you mean `entryOrder`? there are `ecInstanceIds`, "));
}

TEST_CASE("Ids are hex texts", "[resolve][options]") {
  auto options = optionsFromJson(R"({"ecInstanceIds":["0x2d","0X10"]})");
  REQUIRE(options.ok());
  CHECK(options->ecInstanceIds == std::vector<int64_t>{45, 16});
  CHECK_FALSE(optionsFromJson(R"({"ecInstanceIds":[45]})").ok());
  CHECK(optionsFromJson("").ok());
  CHECK(optionsFromJson("null").ok());
  CHECK_FALSE(optionsFromJson("[]").ok());
}

namespace {

std::string resolutionPage() {
  std::ifstream file(PREMAP_DOCS "/resolution.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// One value that hangs on each switch: its query, the entry, and the two cells it decides between.
struct Flip {
  const char *name, *json, *query, *entry, *dataType, *byDefault, *flipped;
};
const Flip kFlips[] = {
    {"entryOrder", "\"source-first\"", "SELECT ECInstanceId, ECClassId FROM bt.Beam ORDER BY ECInstanceId",
     "BuildingTest.FireProtection.Length|*.*.Length", "Double", "99", "2"},
    {"decodeRowClass", "false",
     "SELECT ECInstanceId, 'BuildingTest.Beam' ECClassId, 'x' X FROM bt.HaunchedBeam ORDER BY ECInstanceId", "*.Beam.X",
     "String", "\"x\"", "null"},
    {"gateQueriedColumns", "false", "SELECT ECInstanceId, ECClassId, 'x' X FROM ONLY bt.Beam", "*.StructuralMember.X",
     "String", "null", "\"x\""},
    {"matchWholeColumnName", "false",
     "SELECT ECInstanceId, ECClassId, 'whole' [Category.id], '{\"id\":\"first\"}' Category FROM bt.Beam",
     "*.*.Category.id", "String", "\"whole\"", "\"first\""},
    {"firstDuplicateColumn", "false", "SELECT ECInstanceId, ECClassId, 'a' X, 'b' X FROM bt.Beam", "*.*.X", "String",
     "\"a\"", "\"b\""},
    {"typeMismatch", "\"declared-type-filter\"", "SELECT ECInstanceId, ECClassId, '7' X FROM bt.Beam", "*.*.X:Double",
     "Double", "7", "null"},
    {"convertTwice", "false", "SELECT ECInstanceId, ECClassId, 2.75 X FROM bt.Beam", "*.*.X:Integer", "String", "\"2\"",
     "\"2.75\""},
    {"fractionToInteger", "\"round\"", "SELECT ECInstanceId, ECClassId, 2.75 X FROM bt.Beam", "*.*.X", "Integer", "2",
     "3"},
    {"undefinedTypeIsString", "false", "SELECT ECInstanceId, ECClassId, 'x' X FROM bt.Beam", "*.*.X", "Undefined",
     "\"x\"", "null"},
    {"jsonIntegers", "false", "SELECT ECInstanceId, ECClassId, '{\"n\":9007199254740993}' X FROM bt.Beam", "*.*.X.n",
     "String", "\"9007199254740993\"", "\"9007199254740992\""},
    {"reparseJsonStrings", "false", "SELECT ECInstanceId, ECClassId, '{\"s\":\"{\\\"n\\\":5}\"}' X FROM bt.Beam",
     "*.*.X.s.n", "Integer", "5", "null"},
    {"wildcardsMatchNonElements", "false", "SELECT ECInstanceId, ECClassId, 'x' X FROM bt.WeldInspection", "*.*.X",
     "String", "\"x\"", "null"},
    {"foldUnicode", "false", "SELECT ECInstanceId, ECClassId, '{\"\u00dc\":1}' X FROM bt.Beam", "*.*.X.\u00fc",
     "Integer", "1", "null"},
    {"trimNames", "true", "SELECT ECInstanceId, ECClassId, 'x' X FROM bt.Beam", "*.*. X", "String", "null", "\"x\""},
    {"pathIntoPoints", "true", "SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE StartPoint.X=1", "*.*.StartPoint.X",
     "Double", "null", "1"},
};

// Those that decide about rows, aspects and measures are flipped in tests of
// their own (rules_test.cpp, measures_test.cpp).
const std::set<std::string> kElsewhere{"polymorphicAspects", "keepRepeatedRows",  "mergeSameNameGroups",
                                       "dropDanglingRows",   "classIdOutput",     "navigationMembersFirst",
                                       "measureValue",       "zeroMeasureIsNull", "regionLength",
                                       "facesHaveLength",    "solidsHaveLength",  "absoluteVolume"};

std::vector<std::string> parts(const std::string& text, char mark) {
  std::vector<std::string> found;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, mark);) found.push_back(part);
  return found;
}

}  // namespace

TEST_CASE("Every switch that decides a value changes it when it is flipped", "[resolve][options]") {
  std::set<std::string> flipped = kElsewhere;
  for (const Flip& flip : kFlips) {
    INFO(flip.name);
    flipped.insert(flip.name);
    auto other = optionsFromJson("{\"" + std::string(flip.name) + "\":" + flip.json + "}");
    REQUIRE(other.ok());
    std::vector<std::string> entries = parts(flip.entry, '|');
    CHECK(premap::test::resolveColumn(flip.query, entries, flip.dataType).column()[0] == flip.byDefault);
    CHECK(premap::test::resolveColumn(flip.query, entries, flip.dataType, *other).column()[0] == flip.flipped);
  }
  for (const SwitchInfo& info : switches()) {
    INFO(info.name);
    CHECK(flipped.count(std::string(info.name)) == 1);
  }
}

TEST_CASE("A31: `id` of a link is the link's own, unless a target's property of that name is to win",
          "[resolve][options]") {
  auto snapshot = premap::test::changedBuilding(
      "UPDATE ec_Property SET Name='id' WHERE Name='CodeValue';"
      "UPDATE ec_PropertyPath SET AccessString='id' WHERE AccessString='CodeValue'");
  auto flipped = optionsFromJson(R"({"navigationMembersFirst":false})");
  REQUIRE(flipped.ok());
  for (const char* query :
       {"SELECT ECInstanceId, ECClassId FROM bt.Beam", "SELECT ECInstanceId, ECClassId, Category FROM bt.Beam"}) {
    INFO(query);
    const std::string mapping =
        premap::test::mappingJson(query, {premap::test::propertyJson("P", "String", {"*.*.Category.id"}),
                                          premap::test::propertyJson("R", "String", {"*.*.Category.relClassName"})});
    auto first = premap::test::read(*snapshot, mapping), last = premap::test::read(*snapshot, mapping, *flipped);
    auto links = premap::test::sqlRows(
        *snapshot,
        "SELECT '0x'||printf('%x',c.Id), c.CodeValue FROM bis_GeometricElement3d g JOIN bis_Element c ON "
        "c.Id=g.CategoryId WHERE g.ElementId=" +
            std::to_string(*premap::hexToId(first.rows.at(0).id)));
    CHECK(first.column()[0] == links[0][0]);
    CHECK(last.column()[0] == links[0][1]);
    CHECK(first.column(1) == last.column(1));
  }
}

TEST_CASE("The page on resolution tells of every decision", "[resolve][options]") {
  const std::string page = resolutionPage();
  for (int n = 1; n <= 38; ++n) {
    INFO("A" << n);
    CHECK(std::regex_search(page, std::regex("\\bA" + std::to_string(n) + "\\b")));
  }
}
