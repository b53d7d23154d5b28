// Stored bytes as values, against the native engine's texts.
#include "premap/schema/value.h"

#include <chrono>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "premap/base/engine_parts.h"
#include "premap/base/text.h"
#include "schema/snapshot.h"

using namespace premap;

namespace {

std::vector<std::byte> bytes(std::initializer_list<int> values) {
  std::vector<std::byte> out;
  for (int value : values) out.push_back(static_cast<std::byte>(value));
  return out;
}

const Property& propertyOf(const Catalog& catalog, const char* cls, const char* name) {
  const Class* found = catalog.findClass(cls);
  REQUIRE(found);
  const Property* property = catalog.findProperty(*found, name);
  REQUIRE(property);
  return *property;
}

}  // namespace

TEST_CASE("Julian days are ISO text to the millisecond", "[value]") {
  auto utc = [](double day) { return isoDateTime(day, DateTimeKind::Utc, DateTimeComponent::DateTime); };
  auto plain = [](double day) { return isoDateTime(day, DateTimeKind::Unspecified, DateTimeComponent::DateTime); };
  CHECK(plain(2458850.6278435) == "2020-01-02T03:04:05.678");
  CHECK(plain(2305507.49999999) == "1600-02-29T23:59:59.999");
  CHECK(utc(2440587.5) == "1970-01-01T00:00:00.000Z");
  CHECK(plain(0) == "-4713-11-24T12:00:00.000");
  CHECK(isoDateTime(2458850.5, DateTimeKind::Utc, DateTimeComponent::Date) == "2020-01-02");
  CHECK(isoDateTime(2451545.02425926, DateTimeKind::Unspecified, DateTimeComponent::TimeOfDay) == "12:34:56.000");
  CHECK(plain(5373484.49999999) == "9999-12-31T23:59:59.999");
}

TEST_CASE("Julian days beyond the calendar are written as the native engine writes them", "[value]") {
  auto plain = [](double day) { return isoDateTime(day, DateTimeKind::Unspecified, DateTimeComponent::DateTime); };
  auto date = [](double day) { return isoDateTime(day, DateTimeKind::Unspecified, DateTimeComponent::Date); };
  auto time = [](double day) { return isoDateTime(day, DateTimeKind::Unspecified, DateTimeComponent::TimeOfDay); };
  CHECK(plain(1721059.5) == "0000-01-01T00:00:00.000");
  CHECK(plain(1721058.5) == "-0001-12-31T00:00:00.000");
  CHECK(plain(5373484) == "9999-12-31T12:00:00.000");
  CHECK(plain(5373484.5) == "0000-01-01T00:00:00.000");  // the year 10000
  CHECK(date(6000000) == "1715-05-05");
  CHECK(date(12000000) == "8142-10-13");
  CHECK(plain(-0.1) == "-4713-11-24T09:36:00.001");
  CHECK(time(-1) == "02:25:51.617");
  CHECK(time(-std::numeric_limits<double>::infinity()) == "19:12:55.808");
  for (double none : {-1.0, -1930999.5, 14e6, 1e9, 1e15, 1e300, -1e300, std::nan("")}) CHECK(plain(none).empty());
}

namespace {

// By the C library, from the definition: what of a Julian day is a date and what a time.
std::string printedDateTime(double julianDay) {
  const auto milliseconds = static_cast<int64_t>(julianDay * 86'400'000 + 0.5) + 43'200'000;
  const int64_t days = milliseconds / 86'400'000 - 2'440'588;
  const auto rest = static_cast<int>(milliseconds % 86'400'000);
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  const int year = static_cast<int>(date.year()) % 10000;
  char text[64];
  std::snprintf(text, sizeof text, "%s%04d-%02u-%02uT%02d:%02d:%02d.%03d", year < 0 ? "-" : "", std::abs(year),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), rest / 3'600'000,
                rest / 60'000 % 60, rest / 1000 % 60, rest % 1000);
  return text;
}

}  // namespace

TEST_CASE("Julian days of any century are ISO text", "[value]") {
  std::mt19937_64 random(26);
  for (int i = 0; i < 200'000; ++i) {
    const double fraction = static_cast<double>(random() >> 11) * 0x1p-53;
    const double day = i % 2 ? fraction * 13'600'000 : 2'440'000.5 + fraction * 30'000;
    const std::string text = printedDateTime(day);
    REQUIRE(isoDateTime(day, DateTimeKind::Local, DateTimeComponent::DateTime) == text);
    REQUIRE(isoDateTime(day, DateTimeKind::Utc, DateTimeComponent::DateTime) == text + "Z");
    REQUIRE(isoDateTime(day, DateTimeKind::Utc, DateTimeComponent::Date) == text.substr(0, text.find('T')));
    REQUIRE(isoDateTime(day, DateTimeKind::Utc, DateTimeComponent::TimeOfDay) == text.substr(text.find('T') + 1));
  }
}

TEST_CASE("ISO text reads back as the same Julian day", "[value]") {
  for (auto* text : {"2020-01-02T03:04:05.678", "1600-02-29T23:59:59.999", "0001-01-01T00:00:00.000",
                     "9999-12-31T23:59:59.999", "2000-02-29T12:00:00.001"}) {
    auto day = julianDay(text);
    REQUIRE(day.has_value());
    CHECK(isoDateTime(*day, DateTimeKind::Unspecified, DateTimeComponent::DateTime) == text);
  }
  CHECK(julianDay("1970-01-01") == 2440587.5);
  CHECK(julianDay("1970-01-01 00:00") == 2440587.5);
  CHECK(julianDay("1970-01-01T01:30:00+01:30") == 2440587.5);
  CHECK(julianDay("12:00:00") == 2451545.0);
  for (auto* text : {"", "2020", "2021-02-29", "2020-13-01", "2020-01-01T", "2020-01-01T25:00", "2020-01-01T10:00x",
                     "2020-01-01T10:00:00.", "now"})
    CHECK_FALSE(julianDay(text).has_value());
}

TEST_CASE("GUIDs and base64 go both ways", "[value]") {
  auto guid = guidBytes("01234567-89AB-cdef-0123-456789abcdef");
  REQUIRE(guid.has_value());
  CHECK(guidText(*guid) == "01234567-89ab-cdef-0123-456789abcdef");
  CHECK(guidText(bytes({1, 2})).empty());
  CHECK(base64Text(bytes({0, 255, 0, 7})) == "AP8ABw==");
  CHECK(base64Text({}).empty());
  CHECK(base64Bytes("AP8ABw==") == bytes({0, 255, 0, 7}));
  CHECK(base64Bytes("AP8ABw") == bytes({0, 255, 0, 7}));
  CHECK_FALSE(base64Bytes("A").has_value());
  CHECK_FALSE(base64Bytes("A?==").has_value());
}

TEST_CASE("geometry streams are chunks of raw Snappy", "[value]") {
  // Two literals, then a copy that overlaps itself: "ab" + "abababababab"; the first eight bytes are the header.
  auto chunk = bytes({0, 0, 14, 4, 'a', 'b', 2 | 11 << 2, 2, 0});
  chunk[0] = static_cast<std::byte>(chunk.size());
  CHECK(decompressGeometryStream(chunk) == bytes({'a', 'b', 'a', 'b', 'a', 'b'}));
  auto twice = chunk;
  twice.insert(twice.end(), chunk.begin(), chunk.end());
  CHECK(decompressGeometryStream(twice).size() == 20);
  for (size_t length = 1; length < chunk.size(); ++length)
    CHECK(decompressGeometryStream(std::span(chunk).first(length)).empty());
  CHECK(decompressGeometryStream(bytes({5, 0, 4, 1, 9})).empty());                 // copies from before the beginning
  CHECK(decompressGeometryStream(bytes({6, 0, 0xff, 0xff, 0xff, 0x7f})).empty());  // claims to be 256 MB long
}

TEST_CASE("leaves stand in the order of the shape's columns", "[value]") {
  Snapshot snapshot = openSnapshot("building.bim");
  const Property& section = propertyOf(*snapshot.catalog, "bt.Beam", "Section");
  ValueShape shape = shapeOf(section);
  auto leaves = leafAccessStrings(section);
  REQUIRE(leaves.size() == static_cast<size_t>(shape.columnCount));
  CHECK(leaves.front() == "Section.Name");
  for (const ValueShape& member : shape.members) {
    std::string leaf = leaves[static_cast<size_t>(member.column)];
    CHECK(leaf.starts_with("Section." + member.name));
  }
  CHECK(leafAccessStrings(propertyOf(*snapshot.catalog, "bt.Beam", "Model")) ==
        std::vector<std::string>{"Model.Id", "Model.RelECClassId"});
  CHECK(shapeOf(propertyOf(*snapshot.catalog, "bt.Beam", "FederationGuid")).kind == ValueKind::Guid);
  CHECK(shapeOf(propertyOf(*snapshot.catalog, "bt.Beam", "Origin")).columnCount == 3);
}

TEST_CASE("stored values as JSON", "[value]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto json = [&](const std::string& sql, const ValueShape& shape, const ValueFormat& format = {}) {
    auto statement = snapshot.db->prepare("SELECT " + sql);
    REQUIRE(statement.ok());
    REQUIRE(statement->step() == Step::Row);
    std::string out;
    bool present = appendJson(out, *statement, 0, shape, format, *snapshot.catalog);
    CHECK(present == (out != "null"));
    return out;
  };
  const ValueFormat javaScript{NameStyle::JavaScript};
  ValueFormat names, abbreviated;
  names.classIdsAsNames = true, abbreviated.abbreviateBlobs = true;
  auto kind = [](ValueKind k) {
    ValueShape shape;
    shape.kind = k;
    return shape;
  };
  CHECK(json("45", kind(ValueKind::Id)) == "\"0x2d\"");
  CHECK(json("0", kind(ValueKind::Id)) == "null");
  CHECK(json("373", kind(ValueKind::ClassId)) == "\"0x175\"");
  CHECK(json("373", kind(ValueKind::ClassId), names) == "\"BuildingTest.Beam\"");
  CHECK(json("373", kind(ValueKind::ClassId), javaScript) == "\"BuildingTest.Beam\"");
  CHECK(json("999999", kind(ValueKind::ClassId), names) == "\"0xf423f\"");
  CHECK(json("9223372036854775807", kind(ValueKind::Integer)) == "9223372036854776000");
  CHECK(json("1e999", kind(ValueKind::Double)) == "null");
  CHECK(json("2", kind(ValueKind::Boolean)) == "true");
  CHECK(json("x'00ff0007'", kind(ValueKind::Binary)) == "\"AP8ABw==\"");
  CHECK(json("x'00ff0007'", kind(ValueKind::Binary), abbreviated) == R"("{\"bytes\":4}")");
  CHECK(json("x'00'", kind(ValueKind::Guid)) == "\"AA==\"");
  CHECK(json("x'00'", kind(ValueKind::GeometryStream)) == "null");
  CHECK(json("x'626730303031666200'", kind(ValueKind::Geometry)) == R"({"unsupported":"IGeometry","bytes":9})");

  // A line segment, and the same bytes as if they were an arc's.
  const std::string segment =
      "62673030303166620c000000080009000400050008000000010a00000006003400040006000000000000000000000000"
      "000000000000000000000000000000000000000000f03f000000000000f83f000000000000f0bf";
  CHECK(json("x'" + segment + "'", kind(ValueKind::Geometry)) == R"({"lineSegment":[[0,0,0],[1,1.5,-1]]})");
  const std::string arc =
      "62673030303166620c000000080009000400050008000000020a00000006003400040006000000000000000000000000"
      "000000000000000000000000000000000000000000f03f000000000000f83f000000000000f0bf";
  CHECK(json("x'" + arc + "'", kind(ValueKind::Geometry)) == R"({"unsupported":"IGeometry","bytes":87})");
  // In an instance's JSON whole numbers are whole there, too.
  ValueFormat instance;
  instance.instanceJson = true;
  CHECK(json("x'" + segment + "'", kind(ValueKind::Geometry), instance) == R"({"lineSegment":[[0,0,0],[1,1.5,-1]]})");
  setPart(EnginePart::Geometry, EnginePartState::Failed);
  CHECK(json("x'" + segment + "'", kind(ValueKind::Geometry)) == R"({"unsupported":"IGeometry","bytes":87})");
  setPart(EnginePart::Geometry, EnginePartState::Loaded);
  CHECK(holdsGeometry(kind(ValueKind::Geometry)));
  ValueShape array = kind(ValueKind::PrimitiveArray);
  CHECK_FALSE(holdsGeometry(array));
  array.members = {kind(ValueKind::Geometry)};
  CHECK(holdsGeometry(array));
  // Cut anywhere, or led anywhere, it is none.
  for (size_t i = 16; i < segment.size(); i += 2)
    CHECK(json("x'" + segment.substr(0, i) + "'", kind(ValueKind::Geometry)).starts_with(R"({"unsupported")"));
  for (size_t i = 16; i < segment.size(); i += 2) {
    std::string led = segment;
    led.replace(i, 2, "ff");
    CHECK(json("x'" + led + "'", kind(ValueKind::Geometry)).starts_with("{"));
  }

  ValueShape point = shapeOf(PrimitiveType::Point3d);
  CHECK(json("1, 2.5, -3", point) == R"({"X":1,"Y":2.5,"Z":-3})");
  CHECK(json("1, 2.5, -3", point, javaScript) == R"({"x":1,"y":2.5,"z":-3})");
  CHECK(json("NULL, NULL, NULL", point) == "null");
  CHECK(json("NULL, 2, NULL", point) == "null");  // half a point is none
  ValueShape model = shapeOf(propertyOf(*snapshot.catalog, "bt.Beam", "Model"));
  CHECK(json("19, 99", model) == R"({"Id":"0x13","RelECClassId":"0x63"})");
  CHECK(json("19, 99", model, javaScript) == R"({"id":"0x13","relClassName":"BisCore.ModelContainsElements"})");
  CHECK(json("19, NULL", model) == R"({"Id":"0x13"})");
  CHECK(json("NULL, 99", model) == "null");
}

TEST_CASE("arrays and structs as JSON", "[value]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto json = [&](const char* cls, const char* name, const std::string& stored, NameStyle style = NameStyle::ECSql) {
    auto statement = snapshot.db->prepare("SELECT ?1");
    REQUIRE(statement.ok());
    statement->bind(1, std::string_view(stored));
    REQUIRE(statement->step() == Step::Row);
    ValueFormat format;
    format.names = style;
    std::string out;
    appendJson(out, *statement, 0, shapeOf(propertyOf(*snapshot.catalog, cls, name)), format, *snapshot.catalog);
    return out;
  };
  CHECK(json("bt.Beam", "CamberValues", "[0.5,null,1]") == "[0.5,1]");
  CHECK(json("bt.Beam", "CamberValues", "[]") == "[]");
  CHECK(json("bt.Column", "Flags", "[true,false,1]") == "[true,false,true]");
  CHECK(json("bt.Column", "Stamps", "[2458850.6278434955]") == R"(["2020-01-02T03:04:05.678"])");
  CHECK(json("bt.Column", "Nodes", R"([{"x":1.0,"y":2.0,"z":3.5}])") == R"([{"X":1,"Y":2,"Z":3.5}])");
  CHECK(json("bt.Column", "Nodes", R"([{"x":1.0,"y":2.0,"z":3.5}])", NameStyle::JavaScript) ==
        R"([{"x":1,"y":2,"z":3.5}])");
  const std::string layers = R"([{"Thickness":0.5,"LayerName":"a","Anchor":{"x":1,"y":2,"z":3}},null,{"Nope":1}])";
  CHECK(json("bt.CurtainWall", "Layers", layers) ==
        R"([{"LayerName":"a","Thickness":0.5,"Anchor":{"X":1,"Y":2,"Z":3}},{},{}])");
  CHECK(json("bt.CurtainWall", "Layers", layers, NameStyle::JavaScript) ==
        R"([{"layerName":"a","thickness":0.5,"anchor":{"x":1,"y":2,"z":3}},{},{}])");
  for (auto* malformed : {"", "[", "{}", "5", "[1,", "\"x\"", "[[[["}) {
    CHECK(json("bt.Beam", "CamberValues", malformed) == "null");
    CHECK(json("bt.CurtainWall", "Layers", malformed) == "null");
  }
  CHECK(json("bt.CurtainWall", "Layers", "[5,\"x\",[]]") == "[{},{},{}]");
  // What is no point is the origin natively.
  CHECK(json("bt.Column", "Nodes", "[5,{\"x\":1}]") == R"([{"X":0,"Y":0,"Z":0},{"X":0,"Y":0,"Z":0}])");
}
