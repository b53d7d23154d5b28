// Bodies node by node: what hangs on a body is read over, what is not known ends it; and surfaces and edges of kinds
// that no fixture has.
#include <cmath>
#include <numbers>
#include <string_view>

#include "catch.h"
#include "geometry/bodies/nodes.h"
#include "geometry/elements.h"
#include "geometry/flatbuffers/table.h"
#include "geometry/math/quadrature.h"
#include "geometry/stream/chunks.h"
#include "geometry/streams.h"
#include "premap/geometry/tessellate.h"

using namespace premap;
using namespace premap::geometry;

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kNull = kNoNumber;

/// Nodes one after the other, by the letters of their fields: d, n, f, p, and b for a byte.
class Xt {
 public:
  Xt() {
    made::append(bytes, 'B');
    text(": TRANSMIT FILE"), text("SCH_1200000_12006"), made::append(bytes, int32_t{0});
  }
  Xt& node(int type, int index, std::string_view fields, const std::vector<double>& values, int32_t count = -1) {
    made::append(bytes, static_cast<uint16_t>(type));
    if (count >= 0) made::append(bytes, count);
    made::append(bytes, static_cast<uint16_t>(index));
    REQUIRE(fields.size() == values.size());
    for (size_t i = 0; i < fields.size(); ++i) {
      if (fields[i] == 'f') made::append(bytes, values[i]);
      if (fields[i] == 'd') made::append(bytes, static_cast<int32_t>(values[i]));
      if (fields[i] == 'n' || fields[i] == 'p') made::append(bytes, static_cast<int16_t>(values[i]));
      if (fields[i] == 'b') made::append(bytes, static_cast<uint8_t>(values[i]));
    }
    return *this;
  }
  Xt& end() {
    made::append(bytes, uint16_t{1}), made::append(bytes, uint16_t{1});
    return *this;
  }
  made::Bytes bytes;

 private:
  void text(std::string_view s) {
    made::append(bytes, static_cast<uint32_t>(s.size()));
    for (const char c : s) made::append(bytes, c);
  }
};

made::Bytes bodyStream(const made::Bytes& xt, int8_t kind) {
  std::vector<uint8_t> bytes;
  for (const std::byte b : xt) bytes.push_back(static_cast<uint8_t>(b));
  return made::stream(
      {made::op(25, made::payload(made::table({made::scalar(1, kind), made::reference(2, made::numbers(bytes))})))});
}

ElementMeasures measureBody(const made::Bytes& xt, int8_t kind = 0) {
  Measurer measurer({}, {.wanted = QuantitySet::all()});
  return measurer.measure(bodyStream(xt, kind), {});
}

void checkRefused(const made::Bytes& xt, Refusal why) {
  const ElementMeasures m = measureBody(xt);
  INFO(toString(why));
  CHECK(m.refusedBecause[static_cast<size_t>(why)] == 1);
  CHECK_FALSE(m.isComplete(Quantity::Area));
  CHECK_FALSE(m.isComplete(Quantity::Volume));
  CHECK(m.isComplete(Quantity::Length));
}

/// The transmit file of a body of shapes.bim.
made::Bytes xtOf(const std::string& code) {
  auto file = GeometricElements::open(std::string(PREMAP_FIXTURES) + "/shapes.bim");
  REQUIRE(file);
  for (const GeometricElement& e : file->all()) {
    if (e.code != code) continue;
    std::vector<std::byte> ops;
    REQUIRE(unpackStream(e.stream, ops) == Refusal::None);
    for (size_t at = 0; at + 8 <= ops.size();) {
      const auto op = load<uint32_t>(&ops[at]), size = load<uint32_t>(&ops[at + 4]);
      Buffer buffer(std::span<const std::byte>(ops).subspan(at + 8, size));
      if (op == 25) {
        const auto bytes = buffer.root().numbers<uint8_t>(2).bytes();
        return {bytes.begin(), bytes.end()};
      }
      at += 8 + size;
    }
  }
  FAIL("no body " << code);
  return {};
}

/// With other nodes before its end mark.
made::Bytes withMore(made::Bytes xt, const Xt& more, size_t head) {
  xt.resize(xt.size() - 4);
  made::append(xt, std::span<const std::byte>(more.bytes).subspan(head));
  return xt;
}

constexpr int kFirst = 20000;  // an index that no body of the fixtures reaches

// A list, a block of it, a definition with its name, an attribute with values of each kind, a group and its member.
Xt attributes(bool isNewer) {
  Xt xt;
  xt.node(70, kFirst, "dpppddddppdb", {0, 2, 1, 1, 4, 1, 20, 8, kFirst + 1, kFirst + 1, 1, 1});
  xt.node(74, kFirst + 1, "dpppp", {1, 1, kFirst + 4, 1, 1}, 3);
  xt.node(79, kFirst + 2, "bbb", {'R', 'E', 'D'}, 3);
  if (isNewer)
    xt.node(80, kFirst + 3, "ppdbbbbbbbbpbbbbbbbbbbbbbbb",
            {1, kFirst + 2, 8001, 0, 0, 0, 0, 3, 5, 0, 0, kFirst + 6, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2}, 1);
  else
    xt.node(80, kFirst + 3, "ppdbbbbbbbbbbbbbbbbbbbbbb",
            {1, kFirst + 2, 8001, 0, 0, 0, 0, 3, 5, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 2}, 1);
  xt.node(81, kFirst + 4, "dppppppp", {9, kFirst + 3, 3, 1, 1, 1, 1, kFirst + 5}, 1);
  xt.node(83, kFirst + 5, "fff", {1, 0.5, 0}, 3);
  xt.node(99, kFirst + 6, "p", {kFirst + 7}, 1);
  xt.node(98, kFirst + 7, "nn", {'a', 'b'}, 2);
  xt.node(82, kFirst + 8, "dd", {4, 5}, 2);
  xt.node(84, kFirst + 9, "b", {'x'}, 1);
  for (const int type : {85, 86, 87, 89}) xt.node(type, kFirst + 10 + (type - 85), "fff", {1, 2, 3}, 1);
  xt.node(88, kFirst + 15, "", {}, 0);
  xt.node(90, kFirst + 16, "dppppbp", {7, 1, 2, 1, 1, 2, kFirst + 17});
  xt.node(91, kFirst + 17, "dpppppp", {0, kFirst + 16, 3, 1, 1, 1, 1});
  xt.node(102, kFirst + 18, "bb", {'k', 'y'}, 2);
  xt.node(100, kFirst + 19, "dpppfffffffffffffdfff", {1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0});
  return xt;
}

// A sheet of one face on a ball of radius 1 at the origin, within the ring in which a cylinder of radius 0.3 cuts it.
made::Bytes ballWithin(bool isCap, int count, double off, double limitType = 'H') {
  Xt xt;
  xt.node(14, 10, "dpfpppppbppppp", {1, 1, kNull, 1, 1, 20, 1, 30, '+', 1, 1, 1, 1, 1});
  xt.node(15, 20, "dpppp", {2, 1, 21, 10, 1});
  xt.node(17, 21, "pppppppppb", {1, 20, 21, 21, 1, 22, 23, 1, 1, '+'});
  xt.node(17, 22, "pppppppppb", {1, 1, 1, 1, 1, 21, 23, 1, 1, '-'});
  xt.node(16, 23, "dpfppppppp", {3, 1, kNull, 21, 1, 1, 31, 1, 1, 1});
  xt.node(53, 30, "dpppppb" + std::string(10, 'f'), {4, 1, 10, 1, 1, 1, '+', 0, 0, 0, 1, 0, 0, 1, 1, 0, 0});
  xt.node(51, 32, "dpppppb" + std::string(10, 'f'), {5, 1, 1, 1, 1, 1, '+', 0.4, 0, 0, 0, 0, 1, 0.3, 1, 0, 0});
  xt.node(38, 31, "dpppppbppppp", {6, 1, 23, 1, 1, 1, '+', 30, 32, 33, 34, 34});
  std::string fields = "ffdffff";
  std::vector<double> values = {0, 1, count + 1.0, kNull, kNull, kNull, kNull};
  for (int i = 0; i <= count; ++i) {
    const double angle = (isCap ? 1 : -1) * 2 * kPi * (i % count) / count;
    const double x = 0.4 + 0.3 * std::cos(angle), y = 0.3 * std::sin(angle);
    fields += "fff", values.insert(values.end(), {x, y, off + std::sqrt(1 - x * x - y * y)});
  }
  xt.node(40, 33, fields, values, count + 1);
  xt.node(41, 34, "bfff", {limitType, 0.7, 0, std::sqrt(1 - 0.49)}, 1);
  return xt.end().bytes;
}

// What lies over a circle of radius 0.3, 0.4 beside the middle of a ball.
double capArea() {
  return integrate<1>(
      [](double angle) {
        return integrate<1>(
            [&](double r) {
              const double x = 0.4 + r * std::cos(angle), y = r * std::sin(angle);
              return std::array{r / std::sqrt(1 - x * x - y * y)};
            },
            0, 0.3);
      },
      0, 2 * kPi)[0];
}

// An ellipse of radii 2 and 1, spun about its longer axis; all of it, as one face without an edge.
made::Bytes spunEllipse(char sense) {
  Xt xt;
  xt.node(14, 10, "dpfpppppbppppp", {1, 1, kNull, 1, 1, 1, 1, 30, double(sense), 1, 1, 1, 1, 1});
  // Its normal, along the profile x around the axis, points outwards.
  xt.node(32, 31, "dpppppb" + std::string(11, 'f'), {2, 1, 1, 1, 1, 1, '+', 0, 0, 0, 0, 0, 1, 1, 0, 0, 2, 1});
  xt.node(68, 30, "dpppppbp" + std::string(18, 'f'),
          {3, 1, 10, 1, 1, 1, '+', 31, 0, 0, 0, 1, 0, 0, 2, 0, 0, -2, 0, 0, 0, kPi, 0, 1, 0, kNull});
  return xt.end().bytes;
}

}  // namespace

TEST_CASE("attributes, lists and groups of a body are read over", "[geometry][bodies]") {
  const size_t head = Xt().bytes.size();
  const made::Bytes plain = xtOf("brep-unite");
  const ElementMeasures without = measureBody(plain);
  REQUIRE(without.refused == 0);
  // Both layouts that the definition of an attribute has had.
  for (const bool isNewer : {false, true}) {
    const made::Bytes xt = withMore(plain, attributes(isNewer).end(), head);
    const ElementMeasures with = measureBody(xt);
    CHECK(with.refused == 0);
    CHECK(with.exact.area == without.exact.area);
    CHECK(with.exact.volume == without.exact.volume);
  }
}

TEST_CASE("a node that is not known ends the reading, and leaves measures unknown, not zero", "[geometry][bodies]") {
  const size_t head = Xt().bytes.size();
  const made::Bytes plain = xtOf("brep-unite");
  Xt unknown;
  unknown.node(222, kFirst, "dp", {1, 1}).end();
  checkRefused(withMore(plain, unknown, head), Refusal::BodyNode);
}

TEST_CASE("a body has to end with its mark", "[geometry][bodies]") {
  made::Bytes xt = xtOf("brep-unite");
  checkRefused(made::Bytes(xt.begin(), xt.end() - 4), Refusal::Damaged);
  xt.push_back(std::byte{0});
  checkRefused(xt, Refusal::Damaged);
  xt.pop_back();
  xt[xt.size() - 2] = std::byte{7};
  checkRefused(xt, Refusal::Damaged);
  // A list that says it is longer than the bytes that are left.
  const size_t head = Xt().bytes.size();
  Xt more;
  more.node(83, kFirst, "f", {1}, 2'000'000'000).end();
  checkRefused(withMore(xtOf("brep-unite"), more, head), Refusal::Damaged);
}

TEST_CASE("a curve in which two surfaces meet is found on both, not on its chords", "[geometry][bodies]") {
  const double cap = capArea();
  for (const int count : {6, 17}) {
    const ElementMeasures m = measureBody(ballWithin(true, count, 0), 1);
    INFO(count);
    REQUIRE(m.refused == 0);
    CHECK(m.exact.area == Catch::Approx(cap).epsilon(1e-10));
    CHECK(m.exact.volume == 0);
    // Run the other way around it is the rest of the ball.
    CHECK(measureBody(ballWithin(false, count, 0), 1).exact.area == Catch::Approx(4 * kPi - cap).epsilon(1e-11));
  }
}

TEST_CASE("a curve whose points are on no such surfaces, or end where these touch, is refused", "[geometry][bodies]") {
  CHECK(measureBody(ballWithin(true, 17, 1e-3), 1).refusedBecause[static_cast<size_t>(Refusal::BodyCurve)] == 1);
  CHECK(measureBody(ballWithin(true, 17, 0, 'T'), 1).refusedBecause[static_cast<size_t>(Refusal::BodyCurve)] == 1);
}

TEST_CASE("a spun face without an edge is all of its surface", "[geometry][bodies]") {
  const double eccentricity = std::sqrt(0.75);
  const double area = 2 * kPi * (1 + 2 / eccentricity * std::asin(eccentricity));
  for (const char sense : {'+', '-'}) {
    const ElementMeasures m = measureBody(spunEllipse(sense));
    REQUIRE(m.refused == 0);
    CHECK(m.exact.area == Catch::Approx(area).epsilon(1e-10));
    CHECK(m.exact.volume == Catch::Approx(8 * kPi / 3).epsilon(1e-10));
    Tessellator tessellator(DrawOptions{.tolerance = {0.001, 0.1}});
    const Drawing d = tessellator.draw(bodyStream(spunEllipse(sense), 0));
    CHECK(d.refused == 0);
    double volume = 0;
    for (size_t i = 0; i < d.triangles.size(); i += 3)
      volume += dot(cross(d.points[d.triangles[i]], d.points[d.triangles[i + 1]]), d.points[d.triangles[i + 2]]) / 6;
    CHECK(volume == Catch::Approx(8 * kPi / 3).epsilon(0.01));
  }
}

TEST_CASE("faces that miss each other by more than their measures allow are refused", "[geometry][bodies]") {
  made::Bytes xt = xtOf("brep-loft");
  // The last pole of an edge in the parameters of its face, (0, 0) of one of the plane's: off by some of its tolerance.
  const std::vector<double> poles = {2, 0, 0, 0};
  const made::Bytes wanted = made::bytesOf(poles);
  const auto found = std::search(xt.begin(), xt.end(), wanted.begin(), wanted.end());
  REQUIRE(found != xt.end());
  const double off = 1e-3;
  std::memcpy(&*found + 3 * sizeof off, &off, sizeof off);
  checkRefused(xt, Refusal::BodyCurve);
}
