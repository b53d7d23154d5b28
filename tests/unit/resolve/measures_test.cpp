// Length, Area and Volume as columns: what a table, its verdicts, formulas and an explanation make of measures. The
// measures themselves are held in tests/unit/geometry.
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "catch.h"
#include "premap/base/text.h"
#include "premap/check/validation.h"
#include "premap/preview/explain.h"
#include "resolve/support.h"

namespace premap::test {

namespace {

using resolve::Decision;
using resolve::Reason;
using resolve::Source;
using Record = nlohmann::json;

std::string measureJson(const std::string& name, const std::string& type, const std::string& more = "") {
  return R"({"propertyName":")" + name + R"(","dataType":"Double","calculatedPropertyType":")" + type + "\"" + more +
         "}";
}

const std::vector<std::string> kMeasures = {measureJson("L", "Length"), measureJson("A", "Area"),
                                            measureJson("V", "Volume")};

Snapshot& shapes() {
  Snapshot* snapshot = openSnapshot("shapes.bim");
  REQUIRE(snapshot);
  return *snapshot;
}

// As if all its bodies were of a format that nobody knows: 17, and one in a part.
std::unique_ptr<Snapshot> shapesWithUnknownBodies() {
  std::ifstream file(std::string(PREMAP_FIXTURES) + "/shapes.bim", std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), {});
  const std::string known = "SCH_12", unknown = "SCH_99";
  for (size_t at = bytes.find(known); at != std::string::npos; at = bytes.find(known, at + 1))
    bytes.replace(at, known.size(), unknown);
  const auto* begin = reinterpret_cast<const std::byte*>(bytes.data());
  return openBytes({begin, begin + bytes.size()});
}

// By code, what the native engine measured.
std::map<std::string, Record> records() {
  std::ifstream file(std::string(PREMAP_GEOMETRY) + "/shapes.json");
  REQUIRE(file);
  std::map<std::string, Record> out;
  const Record all = Record::parse(file);
  for (const Record& record : all["elements"]) out[record["code"].get<std::string>()] = record;
  return out;
}

double recorded(const Record& record, const char* operation, const char* quantity) {
  return record[operation]["ok"].get<bool>() ? record[operation][quantity].get<double>() : 0;
}

ReadTable tableOf(const std::string& view, const resolve::ResolveOptions& options = {}) {
  std::vector<std::string> columns = kMeasures;
  columns.insert(columns.begin(), propertyJson("Code", "String", {"*.*.CodeValue"}));
  return read(shapes(), mappingJson("SELECT ECInstanceId, ECClassId FROM bis." + view, columns), options);
}

}  // namespace

TEST_CASE("measures are columns: the service's engine's values, null where there are none", "[resolve][measures]") {
  const auto native = records();
  std::set<std::string> unknown, different;
  size_t compared = 0;
  for (const char* view : {"GeometricElement3d", "GeometricElement2d"}) {
    const ReadTable table = tableOf(view);
    REQUIRE(table.isOpen);
    for (const Row& row : table.rows) {
      const auto found = native.find(Record::parse(row.cells[0]).get<std::string>());
      if (found == native.end()) continue;
      INFO(found->first << " " << row.cells[1] << " " << row.cells[2] << " " << row.cells[3]);
      const double expected[] = {recorded(found->second, "lengths", "length"), recorded(found->second, "areas", "area"),
                                 recorded(found->second, "volumes", "volume")};
      for (size_t q = 0; q < 3; ++q) {
        const auto& verdict = row.verdicts[q + 1];
        const std::string which = found->first + "." + "LAV"[q];
        const double got = row.cells[q + 1] == "null" ? 0 : std::stod(row.cells[q + 1]);
        ++compared;
        if (verdict.reason == Reason::NotComputableOffline) unknown.insert(which);
        else if (std::abs(got - expected[q]) > 1e-8 * std::abs(expected[q])) different.insert(which);
        if (row.cells[q + 1] != "null") {
          CHECK(verdict.source == Source::Calculated);
        } else if (!unknown.count(which)) {
          const bool hasStream = found->first.find("no-stream") == std::string::npos &&
                                 found->first.find("without-stream") == std::string::npos;
          CHECK(verdict.reason == (hasStream ? Reason::NoMeasure : Reason::NotGeometric));
        }
      }
    }
  }
  CHECK(compared == 3 * native.size());
  // docs/geometry.md tells why of each.
  CHECK(different == std::set<std::string>{"brep-cylinder-cut.A", "brep-cylinder-cut.V", "brep-loft.A", "brep-loft.V",
                                           "brep-pipes.A", "brep-pipes.V", "brep-spline-wall.A", "brep-spline-wall.V",
                                           "raw-catenary.L"});
  CHECK(unknown.empty());
}

TEST_CASE("a measure that the engine has otherwise says so, and gives the true one when asked", "[resolve][measures]") {
  resolve::ResolveOptions exact;
  exact.measureValue = resolve::MeasureValue::Exact;
  const ReadTable engine = tableOf("GeometricElement3d"), truth = tableOf("GeometricElement3d", exact);
  REQUIRE(engine.rows.size() == truth.rows.size());
  size_t different = 0;
  for (size_t r = 0; r < engine.rows.size(); ++r) {
    for (size_t q = 1; q <= 3; ++q) {
      const bool isTold = engine.rows[r].verdicts[q].decisions & bit(Decision::G1);
      const bool isNumber = engine.rows[r].cells[q] != "null" && truth.rows[r].cells[q] != "null";
      INFO(engine.rows[r].cells[0] << " " << engine.rows[r].cells[q] << " " << truth.rows[r].cells[q]);
      if (isNumber) {
        const double a = std::stod(engine.rows[r].cells[q]), b = std::stod(truth.rows[r].cells[q]);
        CHECK(isTold == (std::abs(a - b) > 1e-6 * std::max(1.0, std::abs(b))));
      }
      different += isTold;
    }
  }
  CHECK(different > 5);
}

TEST_CASE("the decisions about what a measure is can be turned", "[resolve][measures]") {
  resolve::ResolveOptions zeros, faces, noLines, absolute, perimeters;
  perimeters.regionLength = resolve::RegionLength::Perimeter;
  zeros.zeroMeasureIsNull = false, faces.facesHaveLength = true, noLines.solidsHaveLength = false,
  absolute.absoluteVolume = true;
  const ReadTable plain = tableOf("GeometricElement3d");
  auto changed = [&](const resolve::ResolveOptions& options, size_t column, auto isRight) {
    const ReadTable table = tableOf("GeometricElement3d", options);
    size_t count = 0;
    for (size_t r = 0; r < table.rows.size(); ++r) {
      if (table.rows[r].cells[column] == plain.rows[r].cells[column]) continue;
      ++count;
      INFO(plain.rows[r].cells[0] << " " << plain.rows[r].cells[column] << " " << table.rows[r].cells[column]);
      CHECK(isRight(plain.rows[r], table.rows[r]));
    }
    return count;
  };
  CHECK(changed(zeros, 1,
                [](auto& before, auto& after) { return before.cells[1] == "null" && after.cells[1] == "0"; }) > 0);
  CHECK(changed(faces, 1, [](auto& before, auto& after) {
          return before.cells[1] == "null" && std::stod(after.cells[1]) > 0 && before.cells[3] == "null";
        }) > 0);
  CHECK(changed(noLines, 1,
                [](auto& before, auto& after) { return before.cells[3] != "null" && after.cells[1] == "null"; }) > 0);
  // A region that is not flat has an edge, but no perimeter.
  CHECK(changed(perimeters, 1, [](auto& before, auto& after) {
          return before.cells[1] != "null" && (after.cells[1] == "null" || after.cells[1] != before.cells[1]);
        }) > 0);
  CHECK(changed(absolute, 3, [](auto& before, auto& after) {
          return std::stod(before.cells[3]) < 0 && std::stod(after.cells[3]) == -std::stod(before.cells[3]);
        }) > 0);
}

TEST_CASE("formulas read measures, and an explanation tells what each primitive gave", "[resolve][measures]") {
  std::vector<std::string> columns = kMeasures;
  columns.push_back(R"({"propertyName":"Twice","dataType":"Double","formula":"V * 2"})");
  const std::string text = mappingJson("SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d", columns);
  const ReadTable table = read(shapes(), text);
  const ReadResult parsed = readMapping(text);
  size_t seen = 0;
  for (const Row& row : table.rows) {
    if (row.cells[2] == "null" || seen > 20) continue;
    ++seen;
    CHECK(std::stod(row.cells[3]) == 2 * std::stod(row.cells[2]));
    auto why = explainCell(parsed.mapping, "G", *hexToId(row.id), "V", shapes().tables->planner(), {});
    REQUIRE(why.ok());
    REQUIRE(why->measures);
    double sum = 0;
    for (const geometry::PrimitiveReport& each : why->measures->primitives) sum += each.engine.volume;
    CHECK(sum == Catch::Approx(std::stod(row.cells[2])));
    CHECK_FALSE(explainCell(parsed.mapping, "G", *hexToId(row.id), "Twice", shapes().tables->planner(), {})->measures);
  }
  CHECK(seen > 10);
}

TEST_CASE("validation tells how many rows have a measure that only the extraction has", "[resolve][measures]") {
  const std::string text = mappingJson("SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d", {kMeasures[2]});
  const auto snapshot = shapesWithUnknownBodies();
  size_t told = 0;
  for (const Diagnostic& fault : faultsOf(text, std::nullopt, *snapshot->tables, RowChecks::All)) {
    if (fault.code == "not-computable-offline") INFO(fault.message);
    told += fault.code == "not-computable-offline" && fault.message.starts_with("`Volume` of 18 rows out of 229 ");
    CHECK(fault.code != "column-all-null");
  }
  CHECK(told == 1);
}

}  // namespace premap::test
