// Contract section 7: the measures of a box, and what a column of them shows.
#include "premap/resolve/calculated.h"

#include <cmath>

#include "catch.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;
using Type = CalculatedPropertyType;
using resolve::Reason;
using resolve::Source;

TEST_CASE("The seven measures of a box", "[resolve][calculated]") {
  std::array<double, 3> low{1, -1, 0}, high{3, 5, 3};  // edges 2, 6 and 3
  CHECK(resolve::boxMeasure(Type::BoundingBoxLongestEdgeLength, low, high) == 6);
  CHECK(resolve::boxMeasure(Type::BoundingBoxIntermediateEdgeLength, low, high) == 3);
  CHECK(resolve::boxMeasure(Type::BoundingBoxShortestEdgeLength, low, high) == 2);
  CHECK(resolve::boxMeasure(Type::BoundingBoxDiagonalLength, low, high) == 7);
  CHECK(resolve::boxMeasure(Type::BoundingBoxLongestFaceDiagonalLength, low, high) == std::sqrt(45.0));
  CHECK(resolve::boxMeasure(Type::BoundingBoxIntermediateFaceDiagonalLength, low, high) == std::sqrt(40.0));
  CHECK(resolve::boxMeasure(Type::BoundingBoxShortestFaceDiagonalLength, low, high) == std::sqrt(13.0));
  CHECK_FALSE(resolve::boxMeasure(Type::BoundingBoxDiagonalLength, high, low));
  CHECK_FALSE(resolve::boxMeasure(Type::Volume, low, high));
}

TEST_CASE("R18: the calculated property comes after the entries, and only for geometry", "[resolve][calculated]") {
  auto column = [](const std::string& type, const std::string& entries) {
    return R"({"propertyName":"P","dataType":"Double","calculatedPropertyType":")" + type + R"(","ecProperties":[)" +
           entries + "]}";
  };
  const std::string query = "SELECT ECInstanceId, ECClassId FROM ONLY bt.Beam ORDER BY ECInstanceId";
  const std::string haunch = R"({"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"Weight"})";
  ReadTable table =
      read(building(), mappingJson(query, {column("BoundingBoxLongestEdgeLength", ""), column("Volume", ""),
                                           column("BoundingBoxLongestEdgeLength", haunch)}));
  REQUIRE(table.isOpen);
  REQUIRE(table.rows.size() == 60);
  // Every tenth beam has geometry: a circle with the radius 1 + i.
  CHECK(table.rows[10].cells[0] == "22");
  CHECK(table.rows[10].verdicts[0].source == Source::Calculated);
  CHECK(table.rows[11].verdicts[0].reason == Reason::NotGeometric);
  CHECK(table.rows[10].verdicts[1].reason == Reason::NoMeasure);
  CHECK(table.rows[10].verdicts[2].source == Source::Calculated);  // without a weight
  CHECK(table.rows[20].verdicts[2].source == Source::Element);
}

TEST_CASE("A column without any source is a placeholder of nulls", "[resolve][calculated]") {
  ReadTable table = read(building(), mappingJson("SELECT ECInstanceId, ECClassId FROM bt.Beam LIMIT 1",
                                                 {R"({"propertyName":"P","dataType":"String"})"}));
  CHECK(table.rows[0].cells[0] == "null");
  CHECK(table.rows[0].verdicts[0].reason == Reason::NoSource);
}

TEST_CASE("R18: a formula fills what entries and calculation leave empty", "[resolve][formula]") {
  auto formula = [](const std::string& name, const std::string& type, const std::string& text,
                    const std::string& more = "") {
    return R"({"propertyName":")" + name + R"(","dataType":")" + type + R"(","formula":")" + text + "\"" + more + "}";
  };
  const std::string query = "SELECT ECInstanceId, ECClassId, 4 N, 'x' S FROM ONLY bt.Beam ORDER BY ECInstanceId";
  ReadTable table =
      read(building(),
           mappingJson(query,
                       {formula("Later", "Double", "Twice + 1"), formula("Twice", "Integer", "N * 2"),
                        propertyJson("N", "Integer", {"*.*.N"}), formula("Bad", "Double", "N +"),
                        formula("Zero", "Double", "N / 0"),
                        R"({"propertyName":"V","dataType":"Double","calculatedPropertyType":"Volume"})",
                        formula("OfV", "Double", "ifnull(V, 1)"),
                        formula("S", "String", "'formula'",
                                R"(,"ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"S"}])")}));
  REQUIRE(table.isOpen);
  const Row& row = table.rows[0];
  CHECK(row.cells[0] == "9");
  CHECK(row.cells[1] == "8");
  CHECK(row.verdicts[1].source == Source::Formula);
  CHECK(row.verdicts[3].reason == Reason::FormulaInvalid);
  CHECK(row.verdicts[4].reason == Reason::FormulaNonFinite);
  // A circle has no volume; what cannot be known is another matter (tests/unit/resolve/measures_test.cpp).
  CHECK(row.verdicts[5].reason == Reason::NoMeasure);
  CHECK(row.cells[6] == "1");
  CHECK(table.rows[1].verdicts[5].reason == Reason::NotGeometric);
  CHECK(table.rows[1].cells[6] == "1");
  CHECK(row.verdicts[7].source == Source::Queried);
}
