// Rows of a view against the cells of the whole table, sorted here in the plainest way.
#include "premap/preview/row_view.h"

#include <algorithm>
#include <numeric>

#include "catch.h"
#include "premap/preview/view_cursor.h"
#include "preview/sort_text.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;

namespace {

std::string sortText(std::string_view text) {
  std::string bytes;
  appendSortText(bytes, text);
  return bytes;
}

std::shared_ptr<const RowView> find(Snapshot& snapshot, const std::shared_ptr<const MappingText>& mapping,
                                    const ViewWish& wish, bool isSliced = false) {
  auto run = RowViewRun::open({mapping, "", {}}, wish, snapshot.tables->planner());
  REQUIRE(run);
  for (;;) {
    Deadline over(0);
    auto isDone = (*run)->advance(isSliced ? &over : nullptr);
    REQUIRE(isDone);
    if (*isDone) return (*run)->finish();
    REQUIRE(isSliced);
  }
}

std::vector<uint32_t> numbersOf(const RowView& view) {
  std::vector<uint32_t> numbers;
  for (size_t i = 0; i < view.rowCount(); ++i) numbers.push_back(view.row(i).number);
  return numbers;
}

// The labels of the table, in its order; nothing where there is none.
std::vector<std::optional<std::string>> labelsOf(Snapshot& snapshot, const MappingText& mapping) {
  auto table = GroupTable::open(mapping.read.mapping, "", snapshot.tables->planner(), {});
  REQUIRE(table);
  TableReader reader(*table, -1, 0);
  std::vector<std::optional<std::string>> labels;
  while (reader.next() == Step::Row) {
    const resolve::Value value = reader.cells()[5].value;
    labels.push_back(value.isNull() ? std::nullopt : std::optional(std::string(value.text)));
  }
  return labels;
}

std::vector<uint32_t> sorted(const std::vector<std::optional<std::string>>& labels, bool isDescending) {
  std::vector<uint32_t> rows(labels.size());
  std::iota(rows.begin(), rows.end(), 0);
  std::stable_sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
    if (!labels[a] || !labels[b]) return labels[a] && !labels[b];
    const std::string left = sortText(*labels[a]), right = sortText(*labels[b]);
    return isDescending ? right < left : left < right;
  });
  return rows;
}

void checkOrder(const std::string& labelSql) {
  auto snapshot = changedBuilding("UPDATE bis_Element SET UserLabel = " + labelSql);
  REQUIRE(snapshot);
  const auto mapping = std::make_shared<const MappingText>(
      mappingJson("SELECT ECInstanceId, ECClassId FROM bis.Element", {propertyJson("L", "String", {"*.*.UserLabel"})}));
  const auto labels = labelsOf(*snapshot, *mapping);
  REQUIRE(labels.size() > 100);
  for (const bool isDescending : {false, true}) {
    const ViewWish wish{RowOrder{5, isDescending}, std::nullopt};
    CHECK(numbersOf(*find(*snapshot, mapping, wish, isDescending)) == sorted(labels, isDescending));
  }
}

}  // namespace

TEST_CASE("Texts are sorted by code points, digits together as numbers, whatever the case", "[view]") {
  const std::vector<std::string> ascending = {"",
                                              " ",
                                              "-",
                                              "0",
                                              "1.5",
                                              "1.25",
                                              "2",
                                              "9",
                                              "10",
                                              "00099",
                                              "99999999",
                                              "123456789",
                                              "1234567890",
                                              "A",
                                              "a-2",
                                              "A-10",
                                              "a-10b",
                                              "B",
                                              "pump 2 valve 3",
                                              "Pump 2 valve 20",
                                              "pump 10",
                                              "\xC3\xA9",
                                              "\xF0\x9F\x98\x80"};
  for (size_t i = 0; i + 1 < ascending.size(); ++i) {
    CAPTURE(ascending[i], ascending[i + 1]);
    CHECK(sortText(ascending[i]) < sortText(ascending[i + 1]));
  }
  CHECK(sortText("Beam 007") == sortText("beam 7"));
  CHECK(sortText("\xC3\x89") == sortText("\xC3\xA9"));
  CHECK(sortText("0x9f") < sortText("0x10a"));
  CHECK(sortText("0xa") < sortText("0x10"));
}

TEST_CASE("Rows are sorted by texts of any length, a pass after the other where they are alike", "[view]") {
  SECTION("few") {
    checkOrder("CASE Id % 7 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'Label ' || (Id % 5) END");
  }
  SECTION("long and alike at the front") {  // 40 kB each: more than is kept
    checkOrder("printf('%.*c', 40000, 'x') || (Id % 250)");
  }
  SECTION("long, alike and of many lengths") {
    checkOrder("printf('%.*c', 20000 + (Id * 7919) % 20000, 'ab') || 'Z' || Id");
  }
}

TEST_CASE("Of a chain of formulas, the last first, all that one column hangs on is read, at once", "[view]") {
  constexpr int kLong = 20000;
  std::vector<std::string> chain;
  for (int i = 0; i < kLong; ++i)
    chain.push_back(i + 1 < kLong
                        ? R"({"propertyName":"F)" + std::to_string(i) + R"(","dataType":"String","formula":"f)" +
                              std::to_string(i + 1) + R"(","ecProperties":[]})"
                        : propertyJson("F" + std::to_string(i), "String", {"*.*.CodeValue"}));
  const auto mapping =
      std::make_shared<const MappingText>(mappingJson("SELECT ECInstanceId, ECClassId FROM BuildingTest.Beam", chain));
  const auto first = find(building(), mapping, {RowOrder{5, true}, std::nullopt});
  const auto last = find(building(), mapping, {RowOrder{4 + kLong, true}, std::nullopt});
  CHECK(numbersOf(*first) == numbersOf(*last));
  CHECK(numbersOf(*first) != numbersOf(*find(building(), mapping, {})));
}

TEST_CASE("Rows that are others when long texts are read again are told of", "[view]") {
  const auto snapshot = changedBuilding("UPDATE bis_Element SET UserLabel = printf('%.*c', 100000, 'x') || Id");
  const auto mapping = std::make_shared<const MappingText>(
      mappingJson("SELECT ECInstanceId, ECClassId FROM bis.Element WHERE random() % 4 <> 0",
                  {propertyJson("L", "String", {"*.*.UserLabel"})}));
  bool isTold = false;
  for (int turn = 0; turn < 60 && !isTold; ++turn) {  // by chance there are as many rows
    auto run = RowViewRun::open({mapping, "", {}}, {RowOrder{5, false}, std::nullopt}, snapshot->tables->planner());
    REQUIRE(run);
    auto isDone = (*run)->advance(nullptr);
    isTold = !isDone;
    if (isTold) CHECK(isDone.diagnostics()[0].code == "file-changed");
  }
  CHECK(isTold);
}

TEST_CASE("Rows that fit a filter are found by what their cells show", "[view]") {
  Snapshot& snapshot = building();
  const auto mapping = std::make_shared<const MappingText>(mappingJson(
      "SELECT ECInstanceId, ECClassId FROM bis.Element", {propertyJson("L", "String", {"BuildingTest.Beam.Mark"})}));
  const auto count = [&](const std::string& text, std::vector<size_t> columns = {}) {
    return find(snapshot, mapping, {std::nullopt, RowFilter{text, std::move(columns)}})->rowCount();
  };
  const size_t all = find(snapshot, mapping, {})->rowCount();
  const auto labels = labelsOf(snapshot, *mapping);
  const auto nulls = static_cast<size_t>(std::count(labels.begin(), labels.end(), std::nullopt));
  const auto marked = static_cast<size_t>(std::count_if(
      labels.begin(), labels.end(), [](const auto& label) { return label && label->find("B1") != std::string::npos; }));
  REQUIRE((nulls > 0 && nulls < all && marked > 0));
  CHECK(count("", {5}) == all);
  CHECK(count("no value", {5}) == nulls);
  CHECK(count("b1", {5}) == marked);
  CHECK(count("NO VALUE, other class", {5}) > 0);
  CHECK(count("buildingtest.BEAM", {1}) > 0);
  CHECK(count("buildingtest.BEAM") >= count("buildingtest.BEAM", {1}));
  CHECK(count("such a text is nowhere") == 0);
}

TEST_CASE("A range finds texts by their bytes, numbers by their size, and never one by the other", "[view]") {
  const auto mapping = std::make_shared<const MappingText>(
      mappingJson("SELECT ECInstanceId, ECClassId FROM bis.Element",
                  {propertyJson("L", "String", {"*.*.CodeValue"}), propertyJson("N", "Double", {"*.*.ECInstanceId"})}));
  const auto labels = labelsOf(building(), *mapping);
  const auto count = [&](RowCondition range) {
    range.kind = RowCondition::Kind::Range;
    return find(building(), mapping, {std::nullopt, std::nullopt, {std::move(range)}})->rowCount();
  };
  RowCondition texts;
  texts.column = 5, texts.textFrom = "B", texts.textBelow = "C";
  const auto isBetween = [](const auto& label) { return label && *label >= "B" && *label < "C"; };
  const auto between = static_cast<size_t>(std::count_if(labels.begin(), labels.end(), isBetween));
  REQUIRE((between > 0 && between < labels.size()));
  CHECK(count(texts) == between);
  RowCondition numbers;
  numbers.column = 5, numbers.from = 0;
  CHECK(count(numbers) == 0);
}
