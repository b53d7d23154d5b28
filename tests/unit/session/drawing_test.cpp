// The calls that answer shapes and boxes: which elements, in which slices, and what becomes of bad input. What the
// shapes are is tested in tests/unit/geometry, and through the package in tests/js/geometry.test.ts.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

#include "catch.h"
#include "premap/preview/batch.h"
#include "premap/session/session.h"
#include "session/drawing/spatial_index.h"
#include "sqlite/memory_database.h"

using namespace premap;
using Json = nlohmann::json;

namespace {

std::unique_ptr<Session> openSession(const std::string& name) {
  auto source = openFileSource(std::string(PREMAP_FIXTURES "/") + name);
  REQUIRE(source);
  auto session = Session::open(std::move(*source));
  REQUIRE(session);
  return std::move(*session);
}

std::vector<std::byte> fileBytes(const std::string& name) {
  std::ifstream file(std::string(PREMAP_FIXTURES "/") + name, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

template <class T>
T at(const std::vector<uint8_t>& bytes, size_t offset) {
  REQUIRE(offset + sizeof(T) <= bytes.size());
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

// The bytes of a column of the one row that these batches have.
template <class T>
std::vector<T> arrayIn(const std::vector<uint8_t>& batch, size_t column) {
  size_t block = 16;
  for (size_t i = 0; i < column; ++i) block += 8 + at<uint32_t>(batch, block + 4);
  const auto size = at<uint32_t>(batch, block + 8 + 8 + 4);
  const size_t data = block + 8 + 8 + 8;
  REQUIRE(data + size <= batch.size());
  REQUIRE(data % 8 == 0);
  std::vector<T> values(size / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), batch.data() + data, values.size() * sizeof(T));
  return values;
}

struct Answers {
  Json fault;  ///< the diagnostic that ended it; null: it came to its end
  std::vector<uint64_t> ids;
  std::vector<double> boxes;
  size_t batches = 0, pauses = 0, triangles = 0, lines = 0, parts = 0, instances = 0, refused = 0;
  std::array<double, 3> origin{};
};

Answers read(Session& session, const char* method, const Json& params, const BatchBudget& budget = {}) {
  Answers answers;
  const Json opened = Json::parse(session.call(method, params.dump()));
  if (opened["ok"] != true) return answers.fault = opened["diagnostics"][0], answers;
  const int cursor = opened["value"]["cursor"];
  const bool areShapes = std::string_view(method) == "openGeometry";
  for (uint32_t flags = 0; !(flags & BatchFlag::Last);) {
    const auto batch = session.next(cursor, budget);
    flags = batch[4], ++answers.batches;
    REQUIRE((flags & BatchFlag::Failed) == 0);
    answers.pauses += (flags & BatchFlag::Paused) != 0;
    if (at<uint32_t>(batch, 8) == 0) continue;
    const auto add = [](auto& to, const auto& more) { to.insert(to.end(), more.begin(), more.end()); };
    add(answers.ids, arrayIn<uint64_t>(batch, areShapes ? 1 : 0));
    add(answers.boxes, arrayIn<double>(batch, areShapes ? 3 : 1));
    if (!areShapes) continue;
    const auto head = arrayIn<double>(batch, 0);
    REQUIRE(head.size() == 4);
    answers.origin = {head[0], head[1], head[2]};
    CHECK(head[3] == static_cast<double>(answers.parts));
    for (const uint32_t each : arrayIn<uint32_t>(batch, 2)) answers.refused += each;
    const size_t points = arrayIn<float>(batch, 4).size() / 3;
    CHECK(arrayIn<float>(batch, 5).size() == 3 * points);
    const auto triangles = arrayIn<uint32_t>(batch, 6), lines = arrayIn<uint32_t>(batch, 7),
               runs = arrayIn<uint32_t>(batch, 8);
    for (const uint32_t corner : triangles) REQUIRE(corner < points);
    for (const uint32_t end : lines) REQUIRE(end < points);
    for (size_t i = 0; i + 4 < runs.size(); i += 4) CHECK(runs[i + 1] <= runs[i + 5]);
    if (!runs.empty()) CHECK(runs[runs.size() - 3] == triangles.size());
    answers.triangles += triangles.size() / 3, answers.lines += lines.size() / 2;
    answers.parts += arrayIn<uint64_t>(batch, 9).size();
    const auto instances = arrayIn<uint32_t>(batch, 10);
    for (size_t i = 1; i < instances.size(); i += 3) REQUIRE(instances[i] < answers.parts);
    CHECK(arrayIn<float>(batch, 11).size() == instances.size() * 4);
    answers.instances += instances.size() / 3;
  }
  return answers;
}

Json groupOf(const std::string& query) {
  const Json group = {{"groupName", "G"}, {"query", query}, {"properties", Json::array()}};
  return {{"mapping", Json{{"mappingName", "M"}, {"groups", {group}}}.dump()}};
}

const std::string kCones = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue LIKE 'cone%'";

}  // namespace

TEST_CASE("shapes of a whole snapshot come in batches, whatever their budget", "[session][drawing]") {
  auto session = openSession("shapes.bim");
  const Answers whole = read(*session, "openGeometry", Json::object(), {65536, 1 << 30, 1e9});
  CHECK(whole.batches < 12);  // one for each place that is far from the others
  CHECK(whole.ids.size() > 200);
  CHECK(whole.triangles > 10'000);
  CHECK(whole.lines > 100);
  CHECK(whole.parts > 5);
  CHECK(whole.instances > whole.parts);
  CHECK(whole.refused > 0);
  for (const BatchBudget budget :
       {BatchBudget{1, 1 << 30, 1e9}, BatchBudget{65536, 1, 1e9}, BatchBudget{65536, 1 << 30, 0}}) {
    const Answers parted = read(*session, "openGeometry", Json::object(), budget);
    CHECK(parted.batches >= whole.ids.size());
    CHECK(parted.ids == whole.ids);
    CHECK(std::tie(parted.triangles, parted.lines, parted.parts, parted.instances, parted.refused) ==
          std::tie(whole.triangles, whole.lines, whole.parts, whole.instances, whole.refused));
  }
}

TEST_CASE("shapes of a group, and of a list", "[session][drawing]") {
  auto session = openSession("shapes.bim");
  const Answers group = read(*session, "openGeometry", groupOf(kCones));
  REQUIRE(group.ids.size() > 3);
  CHECK(std::is_sorted(group.ids.begin(), group.ids.end()));
  Json list = Json::array();
  for (auto id = group.ids.rbegin(); id != group.ids.rend(); ++id) {
    char text[24];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(*id));
    list.push_back(text), list.push_back(text);
  }
  list.push_back("0x1"), list.push_back("0xffffffffffff");  // no element with a shape, and none at all
  const Answers chosen = read(*session, "openGeometry", {{"elements", list}});
  CHECK(chosen.ids == group.ids);
  CHECK(chosen.triangles == group.triangles);
  CHECK(read(*session, "openBoxes", {{"elements", list}}).ids == group.ids);
  CHECK(read(*session, "openGeometry", {{"elements", Json::array()}}).ids.empty());

  // Ids are collected in slices, too.
  const Json all = groupOf("SELECT ECInstanceId, ECClassId FROM bis.GeometricElement");
  const Answers hurried = read(*session, "openBoxes", all, {65536, 1 << 30, 0});
  CHECK(hurried.pauses > 0);
  CHECK(hurried.ids == read(*session, "openBoxes", all).ids);
}

TEST_CASE("elements in 2d are drawn where they are chosen", "[session][drawing]") {
  auto session = openSession("shapes.bim");
  const Answers flat = read(*session, "openGeometry", groupOf("bis.GeometricElement2d"));
  CHECK(flat.ids.size() > 5);
  CHECK(flat.lines > 0);
  const Answers whole = read(*session, "openGeometry", Json::object());
  const std::set<uint64_t> solid(whole.ids.begin(), whole.ids.end());
  for (const uint64_t id : flat.ids) CHECK(!solid.contains(id));
}

TEST_CASE("positions count from an origin that may be given", "[session][drawing]") {
  auto session = openSession("shapes.bim");
  Json params = groupOf(kCones);
  params["origin"] = {{"x", 5}, {"y", -6.5}, {"z", 7}};
  CHECK(read(*session, "openGeometry", params).origin == std::array<double, 3>{5, -6.5, 7});
}

TEST_CASE("boxes of the spatial index are those that elements have", "[session][drawing]") {
  auto session = openSession("shapes.bim");
  const Answers index = read(*session, "openBoxes", Json::object());
  const Answers stored = read(*session, "openBoxes", groupOf("bis.GeometricElement3d"));
  std::map<uint64_t, size_t> places;
  for (size_t i = 0; i < stored.ids.size(); ++i) places[stored.ids[i]] = i;
  CHECK(index.ids.size() > 200);
  CHECK(std::set<uint64_t>(index.ids.begin(), index.ids.end()).size() == index.ids.size());
  for (size_t i = 0; i < index.ids.size(); ++i) {
    REQUIRE(places.contains(index.ids[i]));
    for (size_t k = 0; k < 6; ++k) {
      const double own = stored.boxes[6 * places[index.ids[i]] + k], found = index.boxes[6 * i + k];
      // As floats, rounded outwards; what is flat is made a millimetre thick.
      CHECK(std::abs(found - own) <= 0.0005 + 1e-6 * (1 + std::abs(own)));
      CHECK((k < 3 ? found <= own + 1e-9 * std::abs(own) : found >= own - 1e-9 * std::abs(own)));
    }
  }
}

TEST_CASE("elements that the spatial index has not have their boxes, too, each once", "[session][drawing]") {
  auto session = openSession("shapes.bim");
  const Answers all = read(*session, "openBoxes", Json::object());
  for (const char* loss :
       {"DELETE FROM dgn_SpatialIndex_node WHERE nodeno=(SELECT max(nodeno) FROM dgn_SpatialIndex_node)",
        "DELETE FROM dgn_SpatialIndex_node", "DROP TABLE dgn_SpatialIndex_node"}) {
    CAPTURE(loss);
    test::MemoryDatabase shortened(fileBytes("shapes.bim"));
    shortened.run(loss);
    auto opened = Session::open(makeMemorySource(shortened.bytes()));
    REQUIRE(opened);
    const Answers found = read(**opened, "openBoxes", Json::object());
    CHECK(found.fault.is_null());
    CHECK(found.ids.size() == all.ids.size());
    CHECK(std::set<uint64_t>(found.ids.begin(), found.ids.end()) == std::set<uint64_t>(all.ids.begin(), all.ids.end()));
  }
}

TEST_CASE("a file without geometry has none", "[session][drawing]") {
  auto session = openSession("upgraded.ecdb");
  for (const char* method : {"openGeometry", "openBoxes"}) {
    const Answers none = read(*session, method, Json::object());
    CHECK(none.fault.is_null());
    CHECK(none.ids.empty());
  }
}

TEST_CASE("what the calls of shapes refuse", "[session][drawing]") {
  auto session = openSession("shapes.bim");
  const auto codeOf = [&](const Json& params) {
    return read(*session, "openGeometry", params).fault.value("code", "");
  };
  for (const Json& wrong : {
           Json{{"elements", "0x2d"}},
           Json{{"elements", {1}}},
           Json{{"elements", {"x"}}},
           Json{{"elements", {{"$is", "a Set"}}}},
           Json{{"chordTolerance", 0}},
           Json{{"chordTolerance", "1"}},
           Json{{"chordTolerance", {{"$is", "NaN"}}}},
           Json{{"angleTolerance", -1}},
           Json{{"angleTolerance", 91}},
           Json{{"angleTolerance", 0.1}},
           Json{{"chordTolerance", 1e-9}},
           Json{{"construction", 1}},
           Json{{"origin", {1, 2, 3}}},
           Json{{"origin", {{"x", 1}, {"y", 2}}}},
           Json{{"origin", {{"x", 1e70}, {"y", 2}, {"z", 3}}}},
           Json{{"group", "G"}},
       }) {
    INFO(wrong.dump());
    CHECK(codeOf(wrong) == "option-value");
  }
  CHECK(codeOf({{"elemnts", {"0x2d"}}}) == "option-unknown");
  Json both = groupOf(kCones);
  both["elements"] = {"0x2d"};
  CHECK(codeOf(both) == "option-value");
  CHECK(codeOf(groupOf("SELECT Nope FROM bis.Element")) == "query-invalid");
}

namespace {

// Big-endian, as SQLite has them.
std::string bytesOf(uint64_t value, int count) {
  std::string bytes;
  for (int i = count - 1; i >= 0; --i) bytes.push_back(static_cast<char>(value >> 8 * i));
  return bytes;
}

std::string cell(uint64_t id, float low, float high) {
  std::string bytes = bytesOf(id, 8);
  for (int i = 0; i < 3; ++i)
    for (const float each : {low, high}) {
      uint32_t bits;
      std::memcpy(&bits, &each, 4);
      bytes += bytesOf(bits, 4);
    }
  return bytes;
}

std::string node(uint16_t height, const std::vector<std::string>& cells) {
  std::string bytes = bytesOf(height, 2) + bytesOf(cells.size(), 2);
  for (const std::string& each : cells) bytes += each;
  return bytes;
}

std::vector<uint64_t> idsOfIndex(const std::map<int64_t, std::string>& nodes) {
  test::MemoryDatabase made;
  made.run("CREATE TABLE dgn_SpatialIndex_node(nodeno INTEGER PRIMARY KEY,data)");
  for (const auto& [number, data] : nodes) {
    std::string hex;
    for (const char byte : data) {
      char digits[3];
      std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(byte));
      hex += digits;
    }
    made.run("INSERT INTO dgn_SpatialIndex_node VALUES(" + std::to_string(number) + ",x'" + hex + "')");
  }
  auto database = Database::open(makeMemorySource(made.bytes()));
  REQUIRE(database);
  auto index = drawing::SpatialIndex::open(**database);
  std::vector<uint64_t> ids;
  if (!index) return ids;
  std::vector<drawing::SpatialIndex::Entry> entries;
  Step step;
  while ((step = index->next(entries)) == Step::Row) continue;
  CHECK(step == Step::Done);
  for (const auto& each : entries) ids.push_back(each.id);
  return ids;
}

}  // namespace

TEST_CASE("an index that is damaged gives what can be read of it, and ends", "[session][drawing]") {
  using Ids = std::vector<uint64_t>;
  const std::string leaf = node(0, {cell(7, 0, 1), cell(8, 0, 1)});
  CHECK(idsOfIndex({{1, node(1, {cell(2, 0, 1), cell(3, 0, 1)})}, {2, leaf}, {3, node(0, {cell(9, 0, 1)})}}) ==
        Ids{7, 8, 9});
  CHECK(idsOfIndex({{1, leaf}}) == Ids{7, 8});
  CHECK(idsOfIndex({}).empty());
  CHECK(idsOfIndex({{1, ""}}).empty());
  CHECK(idsOfIndex({{1, node(0, {})}}).empty());
  CHECK(idsOfIndex({{1, node(41, {cell(2, 0, 1)})}, {2, leaf}}).empty());
  // To itself, to the same one twice, to none.
  CHECK(idsOfIndex({{1, node(40, {cell(1, 0, 1), cell(2, 0, 1), cell(2, 0, 1), cell(99, 0, 1)})},
                    {2, node(0, {cell(1, 0, 1)})}})
            .empty());
  CHECK(idsOfIndex({{1, node(1, {cell(2, 0, 1), cell(2, 0, 1), cell(99, 0, 1)})}, {2, leaf}}) == Ids{7, 8});
  // A count beyond the bytes; boxes that are none.
  CHECK(idsOfIndex({{1, bytesOf(0, 2) + bytesOf(0xffff, 2) + cell(7, 0, 1)}}) == Ids{7});
  CHECK(idsOfIndex({{1, node(0, {cell(7, 1, 0), cell(8, NAN, 1), cell(9, 0, INFINITY), cell(10, 0, 0)})}}) == Ids{10});
}
