// Facts about the groups of a mapping on building.bim. Expected counts come from the stored tables.
#include "premap/preview/group_facts.h"

#include <nlohmann/json.hpp>

#include "catch.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;
using Json = nlohmann::ordered_json;

namespace {

std::string groups(const std::vector<std::pair<std::string, std::string>>& queries) {
  Json mapping{{"mappingName", "M"}, {"groups", Json::array()}};
  for (const auto& [name, query] : queries)
    mapping["groups"].push_back({{"groupName", name}, {"query", query}, {"properties", Json::array()}});
  return mapping.dump();
}

GroupFacts factsOf(const std::string& mapping, const resolve::ResolveOptions& options = {}) {
  ReadResult parsed = readMapping(mapping);
  auto facts = readGroupFacts(parsed.mapping, building().tables->planner(), options);
  REQUIRE(facts.ok());
  return std::move(*facts);
}

uint64_t number(const std::string& sql) {
  return std::stoull(sqlRows(building(), sql)[0][0]);
}

const std::string kBeam =
    "SELECT h.ClassId FROM ec_cache_ClassHierarchy h JOIN ec_Class c ON c.Id=h.BaseClassId JOIN ec_Schema s ON "
    "s.Id=c.SchemaId WHERE c.Name='Beam' AND s.Name='BuildingTest'";

}  // namespace

TEST_CASE("Groups that share elements are told by pair, with their number and samples", "[preview][groups]") {
  GroupFacts facts = factsOf(groups({{"Members", "SELECT ECInstanceId, ECClassId FROM bt.StructuralMember"},
                                     {"Columns", "SELECT ECInstanceId, ECClassId FROM bt.[Column]"},
                                     {"Haunched", "SELECT ECInstanceId, ECClassId FROM bt.HaunchedBeam"},
                                     {"Beams", "SELECT ECInstanceId, ECClassId FROM bt.Beam"}}));
  REQUIRE(facts.groups.size() == 4);
  CHECK(facts.groups[0].rowCount == 140);
  CHECK(facts.groups[3].classes ==
        std::vector<std::pair<std::string, uint64_t>>{{"BuildingTest.Beam", 60}, {"BuildingTest.HaunchedBeam", 20}});
  std::vector<std::array<uint64_t, 3>> pairs;
  for (const GroupOverlap& overlap : facts.overlaps)
    pairs.push_back({overlap.first, overlap.second, overlap.elementCount});
  CHECK(pairs == std::vector<std::array<uint64_t, 3>>{{0, 1, 40}, {0, 2, 20}, {0, 3, 80}, {2, 3, 20}});
  REQUIRE(facts.overlaps[3].samples.size() == kOverlapSamples);
  CHECK(static_cast<uint64_t>(facts.overlaps[3].samples[0]) ==
        number("SELECT min(e.Id) FROM bis_Element e JOIN ec_Class c ON c.Id=e.ECClassId WHERE c.Name='HaunchedBeam'"));
  CHECK(facts.elementCount == number("SELECT count(*) FROM bis_Element"));
  CHECK(facts.inGroups == 140);
  CHECK(facts.inSeveralGroups == 120);
}

TEST_CASE("Elements of a class in no group are told", "[preview][groups]") {
  GroupFacts facts = factsOf(groups({{"Some", "SELECT ECInstanceId, ECClassId FROM ONLY bt.Beam LIMIT 50"}}));
  CHECK(facts.groups[0].elementCount == 50);
  REQUIRE_FALSE(facts.ungrouped.empty());
  CHECK(facts.ungrouped[0].isGeometric);
  uint64_t left = 0;
  bool isPartToldOnce = false;
  for (const UngroupedClass& cls : facts.ungrouped) {
    left += cls.ungrouped;
    if (cls.className == "BuildingTest.Beam") {
      CHECK_FALSE(isPartToldOnce);
      isPartToldOnce = true;
      CHECK(cls.elementCount == 60);
      CHECK(cls.ungrouped == 10);
    }
  }
  CHECK(isPartToldOnce);
  CHECK(left == facts.elementCount - 50);
  facts = factsOf(groups({{"All", "SELECT ECInstanceId, ECClassId FROM bis.Element"}}));
  CHECK(facts.ungrouped.empty());
  CHECK(facts.inGroups == facts.elementCount);
}

TEST_CASE("Repeated ids are counted, rows that are no elements overlap nothing", "[preview][groups]") {
  const std::string welds = "SELECT ECInstanceId, ECClassId FROM bt.WeldInspection";
  GroupFacts facts = factsOf(groups({{"Twice",
                                      "SELECT ECInstanceId, ECClassId FROM bt.Beam UNION ALL SELECT ECInstanceId, "
                                      "ECClassId FROM bt.HaunchedBeam"},
                                     {"Welds", welds},
                                     {"WeldsAgain", welds + " UNION ALL " + welds},
                                     {"Dangling", "SELECT 0xffffff ECInstanceId, ECClassId FROM bt.Beam"}}));
  CHECK(facts.groups[0].rowCount == 100);
  CHECK(facts.groups[0].elementCount == 80);
  CHECK(facts.groups[0].duplicateIds == 20);
  CHECK(facts.groups[1].rowCount == 137);
  CHECK(facts.groups[1].elementCount == 0);
  CHECK(facts.groups[1].rows.notElements == 137);
  CHECK(facts.groups[2].duplicateIds == 137);
  CHECK(facts.groups[3].rowCount == 0);
  CHECK(facts.groups[3].rows.dangling == 80);
  CHECK(facts.overlaps.empty());
  CHECK(facts.inSeveralGroups == 0);
}

TEST_CASE("R20, A15: groups of one name are one, unless switched off", "[preview][groups]") {
  const std::string mapping = groups({{"A", "SELECT ECInstanceId, ECClassId FROM bt.Beam"},
                                      {"B", "SELECT ECInstanceId, ECClassId FROM bt.[Column]"},
                                      {"A", "SELECT ECInstanceId, ECClassId FROM bt.HaunchedBeam"}});
  GroupFacts merged = factsOf(mapping);
  REQUIRE(merged.groups.size() == 2);
  CHECK(merged.groups[0].parts == std::vector<size_t>{0, 2});
  CHECK(merged.groups[0].duplicateIds == 20);
  CHECK(merged.overlaps.empty());
  resolve::ResolveOptions apart;
  apart.mergeSameNameGroups = false;
  GroupFacts single = factsOf(mapping, apart);
  REQUIRE(single.groups.size() == 3);
  REQUIRE(single.overlaps.size() == 1);
  CHECK(single.overlaps[0].elementCount == 20);
}

TEST_CASE("A group that cannot be read is told and leaves the others be", "[preview][groups]") {
  GroupFacts facts = factsOf(
      groups({{"Bad", "SELECT ECInstanceId FROM bt.Baem"}, {"Good", "SELECT ECInstanceId, ECClassId FROM bt.Beam"}}));
  CHECK_FALSE(facts.groups[0].isRead);
  REQUIRE_FALSE(facts.groups[0].diagnostics.empty());
  CHECK(facts.groups[0].diagnostics[0].path == "/groups/0/query");
  CHECK(facts.groups[1].isRead);
  CHECK(facts.inGroups == number("SELECT count(*) FROM bis_Element WHERE ECClassId IN (" + kBeam + ")"));
}

TEST_CASE("Without groups every element is in none", "[preview][groups]") {
  ReadResult none = readMapping(R"({"mappingName":"M","groups":[]})");
  auto facts = readGroupFacts(none.mapping, building().tables->planner(), {});
  REQUIRE(facts);
  CHECK(facts->groups.empty());
  CHECK(facts->inGroups == 0);
  CHECK(facts->elementCount == number("SELECT count(*) FROM bis_Element"));
  uint64_t ungrouped = 0;
  for (const UngroupedClass& cls : facts->ungrouped) ungrouped += cls.ungrouped;
  CHECK(ungrouped == facts->elementCount);
}

TEST_CASE("Facts cost one statement a group and one for the file, and read no column", "[preview][groups]") {
  const std::string mapping = mappingJson("SELECT ECInstanceId, ECClassId FROM bt.Beam",
                                          {propertyJson("P", "String", {"*.*.Model.ModeledElement.CodeValue"})});
  factsOf(mapping);
  uint64_t before = building().database->statementCount();
  factsOf(mapping);
  CHECK(building().database->statementCount() <= before + 2);
}
