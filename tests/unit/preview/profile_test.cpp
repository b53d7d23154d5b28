// The health of columns, against counts taken from the stored tables by plain SQL.
#include "premap/preview/profile.h"

#include "catch.h"
#include "premap/base/text.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;

namespace {

Profile profileOf(Snapshot& snapshot, const std::string& query, const std::vector<std::string>& properties,
                  uint64_t sample = 0) {
  ReadResult parsed = readMapping(mappingJson(query, properties));
  REQUIRE(parsed.isReadable);
  auto profile = profileGroup(parsed.mapping, "G", *snapshot.tables, {}, sample);
  if (!profile)
    for (const Diagnostic& d : profile.diagnostics()) UNSCOPED_INFO(d.code << ": " << d.message);
  REQUIRE(profile.ok());
  return std::move(*profile);
}

uint64_t countOf(const std::string& sql) {
  return std::stoull(sqlRows(building(), sql).at(0).at(0));
}

const std::string kBeams = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
const std::string kIsBeam =
    "ECClassId IN (SELECT h.ClassId FROM ec_cache_ClassHierarchy h JOIN ec_Class c ON c.Id=h.BaseClassId JOIN "
    "ec_Schema "
    "s ON s.Id=c.SchemaId WHERE c.Name='Beam' AND s.Name='BuildingTest')";

std::string textOf(const std::vector<FrequentValue>& top) {
  std::string text;
  for (const FrequentValue& each : top)
    text += each.value + " " + std::to_string(each.count) + (each.isAtLeast ? "+\n" : "\n");
  return text;
}

}  // namespace

TEST_CASE("A profile counts values, nulls by reason, wins and entries never used", "[preview][profile]") {
  Profile profile =
      profileOf(building(), kBeams,
                {propertyJson("P", "String", {"*.*.Nowhere", "*.*.UserLabel", "*.*.CodeValue", "*.*.CodeSpec"})});
  const uint64_t rows = countOf("SELECT count(*) FROM bis_Element WHERE " + kIsBeam);
  const uint64_t labels = countOf("SELECT count(UserLabel) FROM bis_Element WHERE " + kIsBeam);
  const uint64_t codes = countOf("SELECT count(CodeValue) FROM bis_Element WHERE UserLabel IS NULL AND " + kIsBeam);
  REQUIRE((labels > 0 && codes > 0));
  CHECK(profile.rowCount == rows);
  CHECK(profile.queryRows == rows);
  CHECK_FALSE(profile.isSample);
  const ColumnHealth& health = profile.columns.at(0);
  CHECK(health.filled == rows);
  CHECK(health.nulls == 0);
  CHECK(health.unusedEntries == std::vector<int>{0});
  std::vector<std::pair<int, uint64_t>> wins;
  for (const EntryWins& win : health.wins) wins.emplace_back(win.entry, win.count);
  CHECK(wins == std::vector<std::pair<int, uint64_t>>{{1, labels}, {2, codes}, {3, rows - labels - codes}});
}

TEST_CASE("A profile tells how many values a stricter type would hold", "[preview][profile]") {
  struct Case {
    const char *values, *dataType;
    uint64_t asDouble, asInteger, asBoolean;
  };
  // The values of five beams; a type is only told when it is stricter than the column's.
  const Case cases[] = {
      {"'1', '0', '2.5', 'abc', 'true'", "String", 3, 2, 3},
      {"'1e3', '0x10', ' 7 ', '', 'False'", "String", 2, 1, 1},
      {"1.0, 0.0, 2.5, 7.0, 1e300", "Double", 0, 3, 2},
      {"1, 0, 2, -1, 7", "Integer", 0, 0, 2},
      {"1, 0, 1, 1, 0", "Boolean", 0, 0, 0},
  };
  for (const Case& each : cases) {
    INFO(each.dataType << " " << each.values);
    std::string query;
    std::string rest = std::string(each.values) + ",";
    for (size_t row = 0, comma; (comma = rest.find(',')) != std::string::npos; ++row, rest.erase(0, comma + 1)) {
      query += (query.empty() ? "" : " UNION ALL ") + std::string("SELECT ECInstanceId, ECClassId, ") +
               rest.substr(0, comma) + " X FROM bt.Beam WHERE ECInstanceId=(SELECT min(ECInstanceId) FROM bt.Beam)";
    }
    Profile profile = profileOf(building(), query, {propertyJson("P", each.dataType, {"*.*.X"})});
    REQUIRE(profile.rowCount == 5);
    const ColumnHealth& health = profile.columns.at(0);
    CHECK(health.asDouble == each.asDouble);
    CHECK(health.asInteger == each.asInteger);
    CHECK(health.asBoolean == each.asBoolean);
  }
}

TEST_CASE("A profile tells distinct values, the most frequent ones and the range of numbers", "[preview][profile]") {
  Profile profile = profileOf(building(), "SELECT ECInstanceId, ECClassId, ECInstanceId % 3 X FROM bt.Beam",
                              {propertyJson("P", "Integer", {"*.*.X"}), propertyJson("S", "String", {"*.*.X"})});
  auto counts =
      sqlRows(building(), "SELECT Id%3, count(*) FROM bis_Element WHERE " + kIsBeam + " GROUP BY 1 ORDER BY 2 DESC, 1");
  const ColumnHealth& health = profile.columns.at(0);
  CHECK(health.distinct == counts.size());
  CHECK_FALSE(health.isDistinctCapped);
  REQUIRE(health.top.size() == counts.size());
  for (size_t i = 0; i < counts.size(); ++i) {
    CHECK(health.top[i].value == counts[i][0]);
    CHECK(std::to_string(health.top[i].count) == counts[i][1]);
    CHECK_FALSE(health.top[i].isAtLeast);
  }
  CHECK(health.minimum == 0.0);
  CHECK(health.maximum == 2.0);
  CHECK_FALSE(profile.columns.at(1).minimum);
}

TEST_CASE("A profile tells how many texts of very many are different, and the most frequent", "[preview][profile]") {
  // Long texts, dates and texts in one column: what is forgotten of a value is no reason to call the others dates.
  const std::string rows = "FROM bis.Element a, bis.Element b WHERE a.ECInstanceId < 200 AND b.ECInstanceId < 200";
  Profile profile = profileOf(
      building(),
      "SELECT a.ECInstanceId, a.ECClassId, CASE WHEN b.ECInstanceId % 7 = 0 THEN 'Wall' ELSE "
      "'T ' || CAST(a.ECInstanceId * 1000 + b.ECInstanceId AS STRING) END T, a.ECInstanceId * 1000 + b.ECInstanceId N, "
      "CASE WHEN b.ECInstanceId = 1 THEN printf('%2000d', a.ECInstanceId) ELSE '2017-01-01' END D " +
          rows,
      {propertyJson("T", "String", {"*.*.T"}), propertyJson("N", "Integer", {"*.*.N"}),
       propertyJson("D", "String", {"*.*.D"})});
  const std::string sql = " FROM bis_Element a, bis_Element b WHERE a.Id < 200 AND b.Id < 200";
  const uint64_t walls = countOf("SELECT count(*)" + sql + " AND b.Id % 7 = 0"), all = countOf("SELECT count(*)" + sql);
  REQUIRE(all > 20000);
  const ColumnHealth &texts = profile.columns.at(0), &numbers = profile.columns.at(1), &dates = profile.columns.at(2);
  CHECK(textOf(texts.top) == "\"Wall\" " + std::to_string(walls) + "\n");
  CHECK((texts.distinct == all - walls + 1 && !texts.isDistinctCapped && texts.bars.empty()));
  CHECK((numbers.top.empty() && numbers.isDistinctCapped && numbers.distinct == kMostNumbers));
  CHECK_FALSE(numbers.bars.empty());
  CHECK(dates.bars.empty());
  CHECK(dates.top.at(0).value == "\"2017-01-01\"");
}

TEST_CASE("A profile taken in slices is that taken in one go", "[preview][profile]") {
  const std::string mapping = mappingJson("SELECT ECInstanceId, ECClassId FROM bis.Element",
                                          {propertyJson("P", "String", {"*.*.UserLabel", "*.*.CodeValue"})});
  ReadResult parsed = readMapping(mapping);
  for (uint64_t sample : {0, 100}) {
    INFO(sample);
    auto run = ProfileRun::open(parsed.mapping, "G", *building().tables, {}, sample);
    REQUIRE(run.ok());
    size_t slices = 1;
    for (uint64_t before = 0;; ++slices, before = (*run)->rowsRead()) {
      Deadline over(0);
      auto isRead = (*run)->advance(&over);
      REQUIRE(isRead.ok());
      CHECK((*run)->rowsRead() >= before);
      if (*isRead) break;
    }
    CHECK(slices > 2);
    Profile sliced = (*run)->finish();
    auto whole = profileGroup(parsed.mapping, "G", *building().tables, {}, sample);
    REQUIRE(whole.ok());
    CHECK(sliced.rowCount == whole->rowCount);
    CHECK(sliced.queryRows == whole->queryRows);
    CHECK(sliced.columns[0].filled == whole->columns[0].filled);
    CHECK(sliced.columns[0].nullReasons == whole->columns[0].nullReasons);
    CHECK(textOf(sliced.columns[0].top) == textOf(whole->columns[0].top));
    CHECK(sliced.classes == whole->classes);
  }
}

TEST_CASE("A sample is spread over the query's rows and says its size", "[preview][profile]") {
  const std::string query = "SELECT ECInstanceId, ECClassId, ECInstanceId + 0 X FROM bis.Element ORDER BY ECInstanceId";
  const std::vector<std::string> column = {propertyJson("P", "Double", {"*.*.X"})};
  const uint64_t rows = countOf("SELECT count(*) FROM bis_Element");
  REQUIRE(rows > 300);
  Profile sample = profileOf(building(), query, column, 100);
  CHECK(sample.isSample);
  CHECK(sample.rowCount == 100);
  CHECK(sample.queryRows == rows);
  CHECK(sample.columns.at(0).filled == 100);
  CHECK(sample.columns.at(0).minimum == static_cast<double>(countOf("SELECT min(Id) FROM bis_Element")));
  CHECK(sample.columns.at(0).maximum >
        static_cast<double>(
            countOf("SELECT Id FROM bis_Element ORDER BY Id LIMIT 1 OFFSET " + std::to_string(rows * 8 / 10))));
  // What a part of the rows says is no finding about the mapping.
  CHECK(sample.diagnostics.empty());

  Profile whole = profileOf(building(), query, column, rows);
  CHECK_FALSE(whole.isSample);
  CHECK(whole.rowCount == rows);
  CHECK(whole.queryRows == rows);
  CHECK(profileOf(building(), query, column, 3).rowCount == 3);
}
