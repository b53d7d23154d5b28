// What the check says of a path is what the planner does with it.
#include "catch.h"
#include "premap/check/validation.h"
#include "premap/resolve/path_walk.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;

namespace {

bool hasUnknownProperty(Snapshot& snapshot, const std::string& mapping) {
  for (const Diagnostic& fault : faultsOf(mapping, std::nullopt, *snapshot.tables, RowChecks::None))
    if (fault.code == "property-unknown") return true;
  return false;
}

}  // namespace

// The relationship lets the root subject in no more than other subjects; the repository model models it all the same.
TEST_CASE("a path over the repository model's element is known where the planner reads it", "[check]") {
  auto snapshot = changedBuilding(
      "UPDATE ec_Property SET Name='Purpose' WHERE Name='Description' AND ClassId=(SELECT Id FROM ec_Class WHERE "
      "Name='Subject');"
      "UPDATE ec_PropertyPath SET AccessString='Purpose' WHERE RootPropertyId=(SELECT Id FROM ec_Property WHERE "
      "Name='Purpose');"
      "UPDATE bis_Element SET ModelId=1 WHERE Id=1");
  REQUIRE(snapshot);
  const std::string query = "SELECT ECInstanceId, ECClassId FROM bis.Subject WHERE ECInstanceId = 1";
  auto over = [&](const std::string& path) {
    return mappingJson(query, {propertyJson("P", "String", {"*.*." + path})});
  };
  CHECK_FALSE(hasUnknownProperty(*snapshot, over("Model.ModeledElement.Purpose")));
  CHECK(hasUnknownProperty(*snapshot, over("Model.ModeledElement.Purposes")));
  const Class* model = snapshot->catalog->findClass("BisCore", "RepositoryModel");
  REQUIRE(model);
  const resolve::PathWalk walk =
      resolve::walkPath({model}, {"ModeledElement", "Purpose"}, snapshot->tables->planner().census());
  REQUIRE(walk.leaves.size() == 1);
  CHECK(walk.leaves[0].owner->name == "Subject");
}
