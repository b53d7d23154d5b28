// Streams come from anywhere: a primitive that cannot be read is refused, its element is kept.
#include <chrono>
#include <cmath>
#include <ctime>
#include <limits>
#include <map>

#include "catch.h"
#include "geometry/stream/chunks.h"
#include "geometry/streams.h"
#include "premap/base/snappy.h"
#include "premap/geometry/measure.h"

using namespace premap::geometry;
namespace made = premap::geometry::made;
using made::Bytes;

namespace {

Bytes bytes(std::initializer_list<int> values) {
  Bytes out;
  for (const int v : values) out.push_back(static_cast<std::byte>(v));
  return out;
}

using Parts = std::map<uint64_t, Bytes>;

ElementMeasures measured(const Bytes& blob, const Parts& parts = {}, MeasureOptions options = {}) {
  Measurer measurer(
      [&](uint64_t id) -> std::span<const std::byte> {
        const auto found = parts.find(id);
        return found == parts.end() ? std::span<const std::byte>{} : std::span<const std::byte>(found->second);
      },
      options);
  return measurer.measure(blob, {});
}

// The op, then a line of 2: whatever becomes of the op, the line has to count.
ElementMeasures beforeLine(const Bytes& op, const Parts& parts = {}) {
  return measured(made::stream({op, made::lineOp(2)}), parts);
}

void checkRefused(const Bytes& op, Refusal why) {
  const ElementMeasures m = beforeLine(op);
  INFO(toString(why));
  CHECK(m.engine.length == 2);
  CHECK(m.refused == 1);
  CHECK(m.refusedBecause[static_cast<size_t>(why)] == 1);
}

Bytes unpacked(const Bytes& packed, bool& isGood) {
  Bytes out;
  isGood = premap::unpackSnappy(packed, out);
  return out;
}

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

made::Piece bsplineCurve(int32_t order, const std::vector<double>& poles, const std::vector<double>& knots,
                         const std::vector<double>& weights = {}) {
  std::vector<made::Field> fields{made::scalar(0, order), made::reference(2, made::numbers(poles)),
                                  made::reference(4, made::numbers(knots))};
  if (!weights.empty()) fields.push_back(made::reference(3, made::numbers(weights)));
  return made::table(fields);
}

}  // namespace

TEST_CASE("snappy unpacks literals and copies that overlap", "[geometry]") {
  bool isGood = false;
  // "ab", then a copy of 6 from 2 back.
  CHECK(unpacked(bytes({8, 1 << 2, 'a', 'b', (6 - 4) << 2 | 1, 2}), isGood) ==
        bytes({'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'}));
  CHECK(isGood);
  CHECK(unpacked(bytes({5, 0, 'x', 3 << 2 | 2, 1, 0}), isGood) == bytes({'x', 'x', 'x', 'x', 'x'}));
  CHECK(isGood);
}

TEST_CASE("snappy refuses what leaves its bytes", "[geometry]") {
  const Bytes damaged[] = {
      {},
      bytes({255, 255, 255, 255, 255, 255}),    // a length that never ends
      bytes({200, 1, 0, 'x'}),                  // less than it says
      bytes({1, 60 << 2, 200, 'x'}),            // a literal past the end
      bytes({5, 0, 'x', (4 - 4) << 2 | 1, 2}),  // a copy from before the beginning
      bytes({5, 0, 'x', (4 - 4) << 2 | 1, 0}),  // from itself
      bytes({2, 0, 'x', (4 - 4) << 2 | 1, 1}),  // more than it says
      bytes({255, 255, 255, 127, 0, 'x'}),      // 256 MB from six bytes
      bytes({5, 0, 'x', 3 << 2 | 2, 1}),        // cut in an offset
  };
  for (const Bytes& packed : damaged) {
    bool isGood = true;
    unpacked(packed, isGood);
    CHECK_FALSE(isGood);
  }
}

TEST_CASE("a stream that is none is told as unreadable", "[geometry]") {
  CHECK(measured({}).stream == Refusal::Head);
  CHECK(measured(bytes({1})).stream == Refusal::Chunks);
  CHECK(measured(bytes({1, 0, 0})).stream == Refusal::Chunks);
  CHECK(measured(bytes({200, 0, 1, 2})).stream == Refusal::Chunks);
  Bytes blob = made::stream({made::lineOp(2)});
  blob[6] = std::byte{7};  // the signature
  const ElementMeasures m = measured(blob);
  CHECK(m.stream == Refusal::Head);
  CHECK_FALSE(m.isComplete(Quantity::Length));
  blob = made::stream({made::lineOp(2)});
  blob[12] = std::byte{200};  // the size of the ops
  CHECK(measured(blob).stream == Refusal::Chunks);
}

TEST_CASE("an op that reaches past the end ends the stream, and is told", "[geometry]") {
  Bytes late = made::lineOp(3);
  late[4] = std::byte{255};
  const ElementMeasures m = measured(made::stream({made::lineOp(2), late}));
  CHECK(m.engine.length == 2);
  CHECK(m.refusedBecause[static_cast<size_t>(Refusal::TruncatedOp)] == 1);
}

TEST_CASE("unknown ops, and geometry without its mark, leave the rest as it is", "[geometry]") {
  CHECK(beforeLine(made::op(200, Bytes(24))).engine.length == 2);
  CHECK(beforeLine(made::op(200, Bytes(24))).refused == 0);
  checkRefused(made::op(11, Bytes(64)), Refusal::UnknownType);
  checkRefused(made::op(10, made::geometry(99, made::table({}))), Refusal::UnknownType);
  checkRefused(made::op(9, {}), Refusal::UnknownType);
}

TEST_CASE("offsets and counts that leave the bytes refuse the primitive", "[geometry]") {
  const Bytes good = made::meshOp({0, 0, 0, 1, 0, 0, 0, 1, 0}, {1, 2, 3, 0});
  CHECK(beforeLine(good).engine.area == 0.5);
  // Every byte behind the op's head and mark, set to what leads farthest.
  for (size_t i = 16; i < good.size(); ++i) {
    for (const int value : {0x7f, 0x80, 0xff}) {
      Bytes bad = good;
      bad[i] = static_cast<std::byte>(value);
      CHECK(beforeLine(bad).engine.length == 2);
    }
  }
}

TEST_CASE("a table that all items of a list share does not multiply", "[geometry]") {
  // Twelve levels of lists whose 64 items are all the same table would be 64^12 tables.
  made::Piece level = made::variant(1, made::table({made::structOf(0, {0, 0, 0, 1, 0, 0})}));
  for (int depth = 0; depth < 9; ++depth) {
    made::Piece list;
    made::append(list.bytes, uint32_t{64});
    list.bytes.resize(4 + 4 * 64);
    for (size_t i = 0; i < 64; ++i) made::putOffset(list.bytes, 4 + 4 * i, list.bytes.size() + level.entry);
    made::append(list.bytes, level.bytes);
    level = made::variant(5, made::table({made::scalar(0, int32_t{0}), made::reference(1, list)}));
  }
  Bytes payload;
  for (const char c : std::string_view("bg0001fb")) payload.push_back(static_cast<std::byte>(c));
  made::append(payload, made::payload(level));
  checkRefused(made::op(8, payload), Refusal::Damaged);
}

TEST_CASE("tables nested deeper than 12 are refused", "[geometry]") {
  made::Piece inner = made::lineString({0, 0, 0, 1, 0, 0});
  for (int depth = 0; depth < 14; ++depth) inner = made::variant(5, made::collection(0, {inner}));
  Bytes payload;
  for (const char c : std::string_view("bg0001fb")) payload.push_back(static_cast<std::byte>(c));
  made::append(payload, made::payload(inner));
  checkRefused(made::op(8, payload), Refusal::Nesting);
}

TEST_CASE("coordinates that are no numbers refuse the primitive", "[geometry]") {
  for (const double bad : {kNan, std::numeric_limits<double>::infinity()}) {
    checkRefused(made::pointsOp({0, 0, 0, bad, 0, 0}, 1), Refusal::NotFinite);
    checkRefused(made::boxOp(1, bad, 1), Refusal::NotFinite);
    checkRefused(made::meshOp({0, 0, 0, 1, 0, 0, 0, bad, 0}, {1, 2, 3, 0}), Refusal::NotFinite);
    checkRefused(made::partOp(7, {bad, 0, 0}), Refusal::NotFinite);
  }
  // Finite, but what comes of them is not.
  checkRefused(made::boxOp(1e200, 1e200, 1), Refusal::NotFinite);
}

TEST_CASE("splines whose order or knots do not fit are refused", "[geometry]") {
  const auto curve = [](const made::Piece& p) { return made::op(10, made::geometry(3, p)); };
  const std::vector<double> line{0, 0, 0, 3, 4, 0};
  CHECK(beforeLine(curve(bsplineCurve(2, line, {0, 0, 1, 1}))).engine.length == 7);
  // The engine makes even knots where there are none, and reads none that are too few.
  CHECK(beforeLine(curve(bsplineCurve(2, line, {}))).engine.length == 7);
  checkRefused(curve(bsplineCurve(2, line, {0, 1})), Refusal::Order);
  checkRefused(curve(bsplineCurve(27, line, {0, 0, 1, 1})), Refusal::Order);
  checkRefused(curve(bsplineCurve(-3, line, {0, 0, 1, 1})), Refusal::Order);
  checkRefused(curve(bsplineCurve(3, line, {0, 0, 0, 1, 1})), Refusal::Order);
  checkRefused(curve(bsplineCurve(2, line, {1, 1, 0, 0})), Refusal::Order);
  checkRefused(curve(bsplineCurve(2, line, {0, 0, 0, 0})), Refusal::Order);
  checkRefused(curve(bsplineCurve(2, line, {0, 0, 1, 1}, {1})), Refusal::Order);
  // Weights that vanish put points nowhere.
  checkRefused(curve(bsplineCurve(2, line, {0, 0, 1, 1}, {0, 0})), Refusal::Order);
}

TEST_CASE("a mesh with a wrong index is dropped, and the rest is the engine's value", "[geometry]") {
  for (const int32_t bad : {4, -4, std::numeric_limits<int32_t>::min()}) {
    const Bytes op = made::meshOp({0, 0, 0, 1, 0, 0, 0, 1, 0}, {1, 2, bad, 0});
    checkRefused(op, Refusal::Index);
    CHECK(beforeLine(op).isComplete(Quantity::Area));
  }
  const ElementMeasures m = beforeLine(made::meshOp({0, 0, 0, 1, 0, 0}, {1, 2, 0, 0, 0}));
  CHECK(m.refused == 0);
  CHECK(m.engine.area == 0);
}

TEST_CASE("a part that is missing gives nothing and leaves the value known", "[geometry]") {
  const ElementMeasures m = beforeLine(made::partOp(7));
  CHECK(m.engine.length == 2);
  CHECK(m.refusedBecause[static_cast<size_t>(Refusal::PartMissing)] == 1);
  CHECK(m.isComplete(Quantity::Length));
}

TEST_CASE("a part that refers to itself is refused, directly and in a circle", "[geometry]") {
  const Parts self{{7, made::stream({made::partOp(7), made::lineOp(1)})}};
  ElementMeasures m = beforeLine(made::partOp(7), self);
  CHECK(m.engine.length == 2);
  CHECK(m.refusedBecause[static_cast<size_t>(Refusal::PartInItself)] == 1);
  CHECK_FALSE(m.isComplete(Quantity::Length));

  const Parts circle{{7, made::stream({made::partOp(8)})}, {8, made::stream({made::partOp(7), made::lineOp(1)})}};
  for (const uint64_t first : {7, 8}) {
    m = beforeLine(made::partOp(first), circle);
    CHECK(m.engine.length == 2);
    CHECK(m.refusedBecause[static_cast<size_t>(Refusal::PartInItself)] == 1);
  }
}

TEST_CASE("parts in parts are followed twelve deep, whichever was met first", "[geometry]") {
  Parts chain;
  for (uint64_t i = 1; i < 20; ++i) chain[i] = made::stream({made::lineOp(1), made::partOp(i + 1)});
  chain[20] = made::stream({made::lineOp(1)});
  CHECK(beforeLine(made::partOp(9), chain).engine.length == 2 + 12);
  CHECK(beforeLine(made::partOp(9), chain).refused == 0);
  // From the end on and from the beginning on, in one measurer.
  const Bytes both[] = {made::stream({made::partOp(8), made::partOp(9)}),
                        made::stream({made::partOp(9), made::partOp(8)})};
  for (const Bytes& blob : both) {
    const ElementMeasures m = measured(blob, chain);
    CHECK(m.engine.length == 12 + 12);
    CHECK(m.refusedBecause[static_cast<size_t>(Refusal::Nesting)] == 1);
  }
}

TEST_CASE("parts that lead to a thousand each cost no more than their bytes", "[geometry]") {
  Parts parts;
  for (uint64_t i = 1; i < 30; ++i) {
    std::vector<Bytes> ops(200, made::partOp(i + 1, {1, 0, 0}, 0.5));
    ops.push_back(made::lineOp(1));
    parts[i] = made::stream(ops);
  }
  const auto begin = std::chrono::steady_clock::now();
  const ElementMeasures m = measured(made::stream({made::partOp(1)}), parts, {.wantsPrimitives = true});
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
  CHECK(m.engine.length > 1);
  CHECK(m.primitives.size() == kMostReports);
  CHECK(m.unreported > 0);
}

TEST_CASE("a part's scale counts by its size, and its place for the centroid", "[geometry]") {
  const Parts parts{{7, made::stream({made::boxOp(1, 2, 3), made::lineOp(1)})}};
  const ElementMeasures m = measured(made::stream({made::partOp(7, {10, 0, 0}, -2)}), parts, {.wantsPrimitives = true});
  CHECK(m.engine.volume == Catch::Approx(48));
  CHECK(m.engine.area == Catch::Approx(88));
  CHECK(m.engine.length == Catch::Approx(2));
  REQUIRE(m.volumeCentroid);
  CHECK(m.volumeCentroid->x == Catch::Approx(9));
  REQUIRE(m.primitives.size() == 2);
  CHECK(m.primitives[0].kind == PrimitiveKind::Box);
  CHECK(m.primitives[0].part == 7);
  CHECK(m.primitives[0].engine.volume == Catch::Approx(48));
}

TEST_CASE("what cannot have the wanted measure is not even read", "[geometry]") {
  const Bytes blob = made::stream({made::lineOp(2), made::boxOp(1, 2, 3), made::pointsOp({0, 0, 0, kNan, 0, 0}, 1)});
  const ElementMeasures volume = measured(blob, {}, {.wanted = {Quantity::Volume}});
  CHECK(volume.engine.volume == Catch::Approx(6));
  CHECK(volume.counted == 1);
  CHECK(volume.isComplete(Quantity::Volume));
  CHECK_FALSE(measured(blob, {}, {.wanted = {Quantity::Length}}).isComplete(Quantity::Length));
}

TEST_CASE("construction class counts nothing, until the next symbology", "[geometry]") {
  const ElementMeasures m = measured(made::stream(
      {made::symbologyOp(1), made::boxOp(1, 1, 1), made::lineOp(5), made::symbologyOp(2), made::lineOp(2)}));
  CHECK(m.engine.length == 2);
  CHECK(m.engine.volume == 0);
  CHECK(m.construction == 2);
}

TEST_CASE("a stream of a hundred thousand ops is read at once", "[geometry]") {
  const std::vector<Bytes> ops(100'000, made::lineOp(1));
  const Bytes blob = made::stream(ops);
  const auto begin = std::chrono::steady_clock::now();
  CHECK(measured(blob).engine.length == 100'000);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("a surface of the highest order with weights that are noise ends soon", "[geometry]") {
  constexpr int32_t order = 26;
  std::vector<double> poles, weights, knots(order, 0.0);
  knots.resize(2 * order, 1.0);
  uint32_t seed = 5;
  const auto random = [&] { return static_cast<double>((seed = seed * 1664525 + 1013904223) >> 8) / (1 << 24) - 0.5; };
  for (int i = 0; i < order * order; ++i) {
    for (int k = 0; k < 3; ++k) poles.push_back(random());
    weights.push_back(random());
  }
  const made::Piece surface =
      made::table({made::reference(0, made::numbers(poles)), made::reference(1, made::numbers(weights)),
                   made::reference(2, made::numbers(knots)), made::reference(3, made::numbers(knots)),
                   made::scalar(4, order), made::scalar(5, order), made::scalar(6, order), made::scalar(7, order)});
  const std::clock_t begin = std::clock();
  beforeLine(made::op(12, made::geometry(14, surface)));
  CHECK(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC < 10);
}
