// IGeometry as iModel JSON against the native engine's own answers (tests/fixtures/geometry/igeometry.json): every kind
// of shape, those it refuses, and bytes that are damaged.
#include "premap/geometry/imodel_json.h"

#include <cmath>
#include <cstring>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "premap/schema/value.h"

using namespace premap;
using Json = nlohmann::json;

namespace {

struct Shape {
  std::string name;
  std::vector<std::byte> bytes;
  Json json;             ///< null: the native engine gives none
  std::string instance;  ///< as the JSON of `$` has it, where that differs
};

std::vector<Shape> readShapes() {
  std::ifstream file(std::string(PREMAP_GEOMETRY) + "/igeometry.json");
  REQUIRE(file);
  std::vector<Shape> shapes;
  for (const Json& each : Json::parse(file)) {
    auto bytes = base64Bytes(each["bytes"].get<std::string>());
    REQUIRE(bytes);
    shapes.push_back({each["shape"], *bytes, each.value("json", Json()), each.value("instance", "")});
  }
  return shapes;
}

// Poles that are computed: the last digit hangs on the order of a sum.
bool isComputed(const std::string& name) {
  return name.find("arc") != name.npos || name.find("unclamped") != name.npos || name.find("order 4") != name.npos ||
         name.find("not clamped") != name.npos;
}

bool isClose(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) {
    const double x = a.get<double>(), y = b.get<double>();
    return std::abs(x - y) <= 1e-15 * (1 + std::abs(x));
  }
  if (a.type() != b.type() || a.size() != b.size()) return false;
  if (a.is_array()) return std::equal(a.begin(), a.end(), b.begin(), isClose);
  if (!a.is_object()) return a == b;
  for (const auto& [key, value] : a.items())
    if (!b.contains(key) || !isClose(value, b[key])) return false;
  return true;
}

std::string jsonOf(std::span<const std::byte> bytes, bool ofInstance = false) {
  return geometry::imodelJson(bytes, {.areOfInstances = ofInstance});
}

}  // namespace

TEST_CASE("every kind of IGeometry is what the native engine makes of it", "[geometry]") {
  size_t written = 0, refused = 0;
  for (const Shape& shape : readShapes()) {
    INFO(shape.name);
    const std::string text = jsonOf(shape.bytes);
    if (shape.json.is_null()) {
      CHECK(text == "");
      ++refused;
      continue;
    }
    const Json json = Json::parse(text, nullptr, false);
    REQUIRE_FALSE(json.is_discarded());
    if (isComputed(shape.name)) CHECK(isClose(json, shape.json));
    else CHECK(json.dump() == shape.json.dump());
    ++written;
  }
  CHECK(written > 200);
  CHECK(refused > 40);
}

TEST_CASE("numbers of an IGeometry inside an instance keep the marks of that JSON", "[geometry]") {
  size_t marked = 0;
  for (const Shape& shape : readShapes()) {
    if (shape.instance.empty()) continue;
    CHECK(jsonOf(shape.bytes, true) == shape.instance);
    ++marked;
  }
  CHECK(marked >= 3);
}

TEST_CASE("damaged IGeometry is no geometry, or another one, and never read outside its bytes", "[geometry]") {
  for (const Shape& shape : readShapes()) {
    if (shape.bytes.size() > 1500) continue;
    INFO(shape.name);
    for (size_t end = 0; end < shape.bytes.size(); ++end) {
      const std::vector<std::byte> cut(shape.bytes.begin(), shape.bytes.begin() + static_cast<std::ptrdiff_t>(end));
      const std::string text = jsonOf(cut);
      if (!text.empty() && !Json::accept(text)) FAIL("cut at " << end << ": " << text);
    }
    for (size_t i = 8; i < shape.bytes.size(); ++i) {
      for (const int value : {0xff, 0x00, 0x04}) {
        std::vector<std::byte> changed = shape.bytes;
        changed[i] = static_cast<std::byte>(value);
        const std::string text = jsonOf(changed);
        if (!text.empty() && !Json::accept(text)) FAIL("changed at " << i << ": " << text);
      }
    }
  }
}

TEST_CASE("counts of an IGeometry that its bytes do not hold cost nothing", "[geometry]") {
  const std::clock_t begin = std::clock();
  for (const Shape& shape : readShapes()) {
    if (shape.bytes.size() > 1500) continue;
    for (size_t at = 8; at + 4 <= shape.bytes.size(); at += 4) {
      std::vector<std::byte> changed = shape.bytes;
      const uint32_t wild = 1u << 28;
      std::memcpy(&changed[at], &wild, sizeof wild);
      CHECK(jsonOf(changed).size() < 100'000);
    }
  }
  CHECK(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC < 5);
}
