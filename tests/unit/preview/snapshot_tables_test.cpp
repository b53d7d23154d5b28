// What is kept between calls, and that nobody can tell by the answers.
#include "premap/preview/snapshot_tables.h"

#include "catch.h"
#include "premap/check/validation.h"
#include "premap/preview/profile.h"
#include "resolve/support.h"

namespace premap::test {

namespace {

std::string groupJson(const std::string& name, const std::string& query, const std::vector<std::string>& properties) {
  std::string list;
  for (const std::string& property : properties) list += (list.empty() ? "" : ",") + property;
  return R"({"groupName":")" + name + R"(","query":")" + query + R"(","properties":[)" + list + "]}";
}

std::string fileOf(const std::string& before, const std::vector<std::string>& groups) {
  std::string list;
  for (const std::string& group : groups) list += (list.empty() ? "" : ",\n") + group;
  return R"({"mappingName":"M",)" + before + "\n\"groups\":[" + list + "]}";
}

const std::string kBeams = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
const std::string kLength = propertyJson("Length", "Double", {"BuildingTest.Beam.Length"});
const std::string kMark = propertyJson("Mark", "String", {"*.*.Mark"});

std::string told(const Diagnostics& faults) {
  std::string text;
  for (const Diagnostic& d : faults)
    text += d.code + " " + d.path + " " + std::to_string(d.span ? d.span->begin : 0) + " " +
            std::to_string(d.literal ? d.literal->begin : 0) + " " + d.target + " " + d.message + "\n";
  return text;
}

std::string profiled(const std::string& text, const std::string& group, SnapshotTables& tables) {
  const ReadResult parsed = readMapping(text);
  auto profile = profileGroup(parsed.mapping, group, tables, {});
  if (!profile) return told(profile.diagnostics());
  std::string out = told(profile->diagnostics) + std::to_string(profile->rowCount);
  for (const ColumnHealth& column : profile->columns)
    out += "\n" + column.name + " " + std::to_string(column.filled) + " " + std::to_string(column.distinct);
  return out;
}

}  // namespace

TEST_CASE("only the group that changed is compiled", "[preview][plans]") {
  SnapshotTables tables(*building().catalog);
  const auto check = [&](const std::string& text) {
    const uint64_t before = tables.planner().compilations();
    const std::string kept = told(faultsOf(text, std::nullopt, tables, RowChecks::All));
    SnapshotTables fresh(*building().catalog);
    CHECK(kept == told(faultsOf(text, std::nullopt, fresh, RowChecks::All)));
    return tables.planner().compilations() - before;
  };
  const std::string one = groupJson("A", kBeams, {kLength}), other = groupJson("B", kBeams, {kMark});
  CHECK(check(fileOf("", {one, other})) == 2);
  CHECK(check(fileOf("", {one, other})) == 0);
  CHECK(check(fileOf(R"("description":"moves everything down",)", {one, other})) == 0);
  CHECK(check(fileOf("", {other, one})) == 0);
  CHECK(check(fileOf("", {one, groupJson("Renamed", kBeams, {kMark})})) == 0);
  CHECK(check(fileOf("", {one, groupJson("B", kBeams + " WHERE Length>1", {kMark})})) == 1);
  CHECK(check(fileOf("", {one, groupJson("B", kBeams, {kMark, kLength})})) == 1);
  for (const char* edited : {R"("dataType":"Integer")", R"("quantityType":"Length")", R"("propertyName":"L")"}) {
    CAPTURE(edited);
    const std::string property =
        R"({"propertyName":"P","dataType":"Double",)" + std::string(edited) +
        R"(,"ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"Length"}]})";
    CHECK(check(fileOf("", {one, groupJson("B", kBeams, {property})})) == 1);
  }
}

TEST_CASE("a kept plan puts its faults where the group stands now", "[preview][plans]") {
  SnapshotTables tables(*building().catalog);
  const std::string formula = R"({"propertyName":"F","dataType":"Double","formula":"Nothing * 2"})";
  const std::string faulty = groupJson("A", "SELECT ECInstanceId FROM bt.Baem", {kLength}),
                    alone = groupJson("B", "SELECT Mark FROM bt.Beam", {formula});
  const std::vector<std::string> files = {fileOf("", {faulty, alone}), fileOf(R"("description":"x",)", {alone, faulty}),
                                          fileOf("", {alone, alone, faulty})};
  for (const std::string& text : files) {
    SnapshotTables fresh(*building().catalog);
    const std::string kept = told(faultsOf(text, std::nullopt, tables, RowChecks::All));
    CHECK(kept == told(faultsOf(text, std::nullopt, fresh, RowChecks::All)));
    CHECK(kept.find("formula") != std::string::npos);
    CHECK(kept.find("Baem") != std::string::npos);
  }
  CHECK(tables.planner().compilations() == 2);
}

TEST_CASE("rows that were read are not read again", "[preview][plans]") {
  auto snapshot = changedBuilding("SELECT 1");
  SnapshotTables& tables = *snapshot->tables;
  const std::string text = fileOf("", {groupJson("A", kBeams, {kLength, kMark})});
  const std::string before = profiled(text, "A", tables);
  const uint64_t executions = snapshot->database->work().executions;
  CHECK(profiled(text, "A", tables) == before);
  // Neither for the rules about rows, which need less than a profile.
  faultsOf(text, std::nullopt, tables, RowChecks::All);
  CHECK(snapshot->database->work().executions == executions);
  // What the mapping says is told of it as it stands.
  const std::string moved = fileOf(R"("description":"y",)", {groupJson("A", kBeams, {kLength, kMark})});
  SnapshotTables fresh(*snapshot->catalog);
  CHECK(profiled(moved, "A", tables) == profiled(moved, "A", fresh));
  // Two groups of one name are another table than each of them.
  const std::string both = fileOf("", {groupJson("A", kBeams, {kLength, kMark}), groupJson("A", kBeams, {kMark})});
  CHECK(profiled(both, "A", tables) == profiled(both, "A", fresh));
  CHECK(profiled(both, "A", tables) != before);
}

TEST_CASE("options are part of what is planned", "[preview][plans]") {
  SnapshotTables tables(*building().catalog);
  const ReadResult parsed = readMapping(fileOf("", {groupJson("A", kBeams, {kLength})}));
  resolve::ResolveOptions trimmed, chosen;
  trimmed.trimNames = true;
  chosen.ecInstanceIds = {1};
  for (int round = 0; round < 2; ++round) {
    auto plain = tables.planner().plan(parsed.mapping.groups[0], {});
    auto other = tables.planner().plan(parsed.mapping.groups[0], trimmed);
    auto few = tables.planner().plan(parsed.mapping.groups[0], chosen);
    auto rows = tables.planner().plan(parsed.mapping.groups[0], {}, resolve::PlanScope::Rows);
    CHECK(plain->shared() != other->shared());
    CHECK(plain->shared() != few->shared());
    CHECK(plain->shared() != rows->shared());
    CHECK(tables.planner().compilations() == (round ? 5 : 4));  // that of some ids is not kept
  }
}

TEST_CASE("plans of single elements are not kept", "[preview][plans]") {
  SnapshotTables tables(*building().catalog);
  const ReadResult parsed = readMapping(fileOf("", {groupJson("A", kBeams, {kLength})}));
  resolve::ResolveOptions one;
  one.ecInstanceIds = {1};
  for (int round = 0; round < 3; ++round) CHECK(tables.planner().plan(parsed.mapping.groups[0], one).ok());
  CHECK(tables.planner().compilations() == 3);
}

}  // namespace premap::test
