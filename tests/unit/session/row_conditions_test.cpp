// Conditions on rows as JSON: numbers that no cell can be are none of those they would be in fewer bits.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "premap/mapping/readings.h"
#include "premap/preview/group_table.h"
#include "resolve/support.h"
#include "session/calls/row_conditions_json.h"

using namespace premap;
using namespace premap::test;

TEST_CASE("Numbers of conditions are not cut to fewer bits", "[session][conditions]") {
  Snapshot* snapshot = openSnapshot("building.bim");
  REQUIRE(snapshot);
  const MappingText mapping(mappingJson("SELECT ECInstanceId, ECClassId FROM BuildingTest.Beam",
                                        {propertyJson("L", "String", {"*.*.UserLabel"})}));
  auto table = GroupTable::open(mapping.read.mapping, "", snapshot->tables->planner(), {});
  REQUIRE(table);
  const auto read = [&](const char* json) { return calls::rowConditionsOf(nlohmann::json::parse(json), *table); };

  const auto large = read(R"([{"column":"ECInstanceId","values":[18446744073709552000, 9223372036854775807]}])");
  REQUIRE(large);
  const std::vector<std::string>& keys = (*large)[0].values;
  CHECK(std::find(keys.begin(), keys.end(), "384") == keys.end());
  CHECK(std::find(keys.begin(), keys.end(), "9223372036854775807") != keys.end());

  CHECK(read(R"([{"column":"ECInstanceId","filled":true,"entry":3}])"));
  CHECK_FALSE(read(R"([{"column":"ECInstanceId","filled":true,"entry":4294967296}])"));
}
