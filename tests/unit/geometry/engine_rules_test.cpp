// The engine's own ways where no recorded shape shows them: values by hand, from its rules.
#include <cmath>
#include <map>
#include <numbers>

#include "catch.h"
#include "geometry/streams.h"
#include "premap/geometry/measure.h"

using namespace premap::geometry;
namespace made = premap::geometry::made;

namespace {

constexpr double kPi = std::numbers::pi;

ElementMeasures measured(const std::vector<made::Bytes>& ops, const Placement& placement = {}) {
  Measurer measurer({});
  return measurer.measure(made::stream(ops), placement);
}
ElementMeasures measured(const made::Bytes& op, const Placement& placement = {}) {
  return measured(std::vector<made::Bytes>{op}, placement);
}

// Element and parts by number; each stream is made of ops.
ElementMeasures withParts(const std::vector<made::Bytes>& ops,
                          const std::map<uint64_t, std::vector<made::Bytes>>& parts) {
  std::map<uint64_t, made::Bytes> streams;
  for (const auto& [id, partOps] : parts) streams[id] = made::stream(partOps);
  Measurer measurer([&](uint64_t id) {
    const auto found = streams.find(id);
    return found == streams.end() ? std::span<const std::byte>{} : std::span<const std::byte>(found->second);
  });
  return measurer.measure(made::stream(ops), {});
}

void check(double got, double wanted) {
  CHECK(got == Catch::Approx(wanted).epsilon(1e-11).margin(1e-12));
}

constexpr int8_t kPrimary = 0, kConstruction = 1;

made::Bytes solidOp(uint8_t type, const std::vector<double>& numbers, bool isCapped) {
  return made::op(11, made::geometry(type, made::table({made::structOf(0, numbers, isCapped)})));
}
made::Bytes box(double baseX, double baseY, double topX, double topY, double height) {
  return solidOp(9, {0, 0, 0, 0, 0, height, 1, 0, 0, 0, 1, 0, baseX, baseY, topX, topY}, true);
}
made::Bytes cone(double u, double v, double height, double radiusA, double radiusB, bool isCapped) {
  return solidOp(6, {0, 0, 0, 0, 0, height, u, 0, 0, 0, v, 0, radiusA, radiusB}, isCapped);
}
made::Bytes ball(double r, double latitude, double sweep, bool isCapped) {
  return solidOp(7, {r, 0, 0, 0, 0, r, 0, 0, 0, 0, r, 0, latitude, sweep}, isCapped);
}
made::Bytes pipe(double axis, double major, double minor, double sweep, bool isCapped) {
  return solidOp(8, {0, 0, 0, axis, 0, 0, 0, axis, 0, major, minor, sweep}, isCapped);
}

made::Piece segment(const std::vector<double>& ends) {
  return made::variant(1, made::table({made::structOf(0, ends)}));
}
made::Piece arc(double x, double y, double z, double r, double sweep = 2 * kPi, double start = 0) {
  return made::variant(2, made::table({made::structOf(0, {x, y, z, r, 0, 0, 0, r, 0, start, sweep})}));
}
made::Piece loop(std::vector<made::Piece> members) {
  return made::collection(2, members);
}
made::Piece loopIn(const made::Piece& table) {
  return made::variant(5, table);
}
made::Piece rectangle(double x0, double y0, double x1, double y1, double z = 0) {
  return loop({made::lineString({x0, y0, z, x1, y0, z, x1, y1, z, x0, y1, z, x0, y0, z})});
}

made::Bytes revolution(const made::Piece& profile, double sweep, const std::vector<double>& axis) {
  return made::op(11, made::geometry(11, made::table({made::reference(0, profile), made::structOf(1, axis),
                                                      made::scalar(2, sweep), made::scalar(4, uint8_t{1})})));
}
made::Bytes ruled(const std::vector<made::Piece>& sections, bool isCapped) {
  return made::op(11, made::geometry(12, made::table({made::reference(0, made::tables(sections)),
                                                      made::scalar(1, static_cast<uint8_t>(isCapped))})));
}

made::Bytes mesh(int32_t style, int32_t perRow, const std::vector<double>& points,
                 const std::vector<made::Field>& more = {}) {
  std::vector<made::Field> fields{made::reference(0, made::numbers(points)), made::scalar(11, perRow),
                                  made::scalar(12, style)};
  fields.insert(fields.end(), more.begin(), more.end());
  return made::op(9, made::geometry(13, made::table(fields)));
}

// The corners of a box, facet by facet, seen from outside.
std::vector<double> boxSoup(double x, double y, double z) {
  const double c[8][3] = {{0, 0, 0}, {x, 0, 0}, {x, y, 0}, {0, y, 0}, {0, 0, z}, {x, 0, z}, {x, y, z}, {0, y, z}};
  constexpr int facets[6][4] = {{0, 3, 2, 1}, {4, 5, 6, 7}, {0, 1, 5, 4}, {1, 2, 6, 5}, {2, 3, 7, 6}, {3, 0, 4, 7}};
  std::vector<double> out;
  for (const auto& facet : facets)
    for (const int corner : facet) out.insert(out.end(), c[corner], c[corner] + 3);
  return out;
}

}  // namespace

TEST_CASE("a part stands in the class that its reference stands in, and leaves its own behind", "[geometry]") {
  const made::Bytes one = made::lineOp(1), two = made::lineOp(2), four = made::lineOp(4);
  const auto length = [&](const std::vector<made::Bytes>& ops, const std::vector<made::Bytes>& part) {
    return withParts(ops, {{7, part}}).engine.length;
  };
  const made::Bytes primary = made::symbologyOp(kPrimary), construction = made::symbologyOp(kConstruction);
  CHECK(length({construction, made::partOp(7)}, {one}) == 0);
  // The part says itself that it counts.
  CHECK(length({construction, made::partOp(7), four}, {one, primary, two}) == 2 + 4);
  // It ends as construction, so what follows the reference is that.
  CHECK(length({made::partOp(7), four}, {one, construction, two}) == 1);
  CHECK(length({made::partOp(7), four, primary, four}, {one, construction, two}) == 1 + 4);
  // The same part, kept from the first reference to it, in both standings; and through a part in a part.
  CHECK(length({made::partOp(7), construction, made::partOp(7), primary, made::partOp(7)}, {one}) == 2);
  CHECK(withParts({made::partOp(7), four}, {{7, {made::partOp(8), two}}, {8, {one, construction}}}).engine.length == 1);
}

TEST_CASE("a closed mesh whose facets share no points has a volume where it covers its ground", "[geometry]") {
  std::vector<int32_t> each;
  for (int32_t i = 1; i <= 24; ++i) {
    each.push_back(i);
    if (i % 4 == 0) each.push_back(0);
  }
  const std::vector<double> beam = boxSoup(100, 0.1, 1);
  const Placement askew{{}, {45, 0, 0}};
  // Seen along z in its own coordinates, but from askew it covers less than a twentieth of what it stands on.
  for (const made::Bytes& op : {mesh(4, 0, beam), made::meshOp(beam, each)}) {
    check(measured(op).engine.volume, 10);
    const ElementMeasures m = measured(op, askew);
    CHECK(m.engine.volume == 0);
    check(m.exact.volume, 10);
    CHECK(m.deviations.has(Deviation::UnpairedMesh));
  }
  // As a part that stands askew, points that are equal are merged if the mesh has an index, else nothing is.
  std::vector<double> turned;
  const double half = std::sqrt(0.5);
  for (size_t i = 0; i < beam.size(); i += 3)
    turned.insert(turned.end(), {half * (beam[i] - beam[i + 1]), half * (beam[i] + beam[i + 1]), beam[i + 2]});
  check(measured(made::meshOp(turned, each)).engine.volume, 10);
  CHECK(measured(mesh(4, 0, turned)).engine.volume == 0);
  check(measured(mesh(4, 0, turned)).exact.volume, 10);
}

TEST_CASE("facets cancel along z with their second moments, or not at all", "[geometry]") {
  // A floor, and a ceiling of its size: above it, or beside it.
  const auto volume = [](double aside) {
    return measured(made::meshOp({0,     0, 0, 1,         0, 0, 1,         1, 0, 0,     1, 0,  //
                                  aside, 0, 2, aside + 1, 0, 2, aside + 1, 1, 2, aside, 1, 2},
                                 {4, 3, 2, 1, 0, 5, 6, 7, 8, 0}))
        .engine.volume;
  };
  check(volume(0), 2);
  CHECK(volume(3) == 0);
}

TEST_CASE("points of a mesh that are a hair apart are one", "[geometry]") {
  // A tetrahedron 100 m out whose facets share no points; the floor's last corner is off, so nothing cancels along z.
  const auto volume = [](double off) {
    return measured(made::meshOp({100, 0, 0, 100, 1, 0, 101 + off, 0, 0, 100, 0, 0, 101, 0, 0, 100, 0, 1,  //
                                  100, 0, 0, 100, 0, 1, 100,       1, 0, 101, 0, 0, 100, 1, 0, 100, 0, 1},
                                 {1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 10, 11, 12, 0}))
        .engine.volume;
  };
  CHECK(volume(5e-7) == Catch::Approx(1.0 / 6).epsilon(1e-5));
  CHECK(volume(2e-6) == 0);
}

TEST_CASE("a corner that is named twice in a row leaves no edge", "[geometry]") {
  // A pyramid whose sides are quads that end in a point.
  const ElementMeasures m =
      measured(made::meshOp({0, 0, 0, 3, 0, 0, 3, 3, 0, 0, 3, 0, 1, 1, 2},
                            {4, 3, 2, 1, 0, 1, 2, 5, 5, 0, 2, 3, 5, 5, 0, 3, 4, 5, 5, 0, 4, 1, 5, 5, 0}));
  check(m.engine.volume, 6);
}

TEST_CASE("cells of a grid of triangles are cut from their second corner to their fourth", "[geometry]") {
  // Only the second corner is up: cut there, both triangles stand askew; the other way one would lie flat.
  const std::vector<double> cell{0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0};
  const double half = std::sqrt(3) / 2, other = std::sqrt(2) / 2;
  // (0,0,0) (1,0,1) (0,1,0) and (0,1,0) (1,0,1) (1,1,0).
  check(measured(mesh(5, 2, cell)).engine.area, other + other);
  CHECK(half != other);
  // A last row that is short has the cells that its points make.
  std::vector<double> grid;
  for (int i = 0; i < 8; ++i) grid.insert(grid.end(), {double(i % 3), double(i / 3), 0.0});
  check(measured(mesh(6, 3, grid)).engine.area, 3);
}

TEST_CASE("a mesh whose indices are not as many as those of its points is dropped", "[geometry]") {
  const std::vector<double> points{0, 0, 0, 1, 0, 0, 0, 1, 0};
  const auto with = [&](unsigned field, const std::vector<int32_t>& more) {
    return measured(
        {mesh(1, 0, points,
              {made::reference(5, made::numbers<int32_t>({1, 2, 3, 0})), made::reference(field, made::numbers(more))}),
         made::pointsOp({0, 0, 0, 2, 0, 0, 2, 1, 0, 0, 1, 0}, 2)});
  };
  for (const unsigned field : {6u, 7u, 8u, 14u}) {
    check(with(field, {1, 2, 3, 0}).engine.area, 2.5);
    const ElementMeasures m = with(field, {1, 2, 3});
    check(m.engine.area, 2);
    CHECK(m.isComplete(Quantity::Area));
    CHECK(m.refusedBecause[static_cast<size_t>(Refusal::Index)] == 1);
  }
}

TEST_CASE("a box counts its sizes with their signs", "[geometry]") {
  const ElementMeasures turned = measured(box(-2, 3, -2, 3, 4));
  check(turned.engine.volume, -24);
  check(turned.exact.volume, 24);
  check(turned.engine.area, 52);
  check(measured(box(-2, -3, -2, -3, 4)).engine.volume, 24);
  // From 1 to -1: sides that cross in the middle. Five points of Gauss give 0.4724... in place of a half.
  const ElementMeasures crossed = measured(box(1, 1, -1, 1, 1));
  CHECK(std::abs(crossed.engine.volume) < 1e-15);
  check(crossed.exact.volume, 0.5);
  // Two flat crossed sides of a half each, two caps of 1, an upright side of 1 and a sloped one of the root of 5.
  check(crossed.exact.area, 2 * 0.5 + 2 + 1 + std::sqrt(5));
  const double gauss = 0.236926885056189 * 0.906179845938664 + 0.478628670499366 * 0.538469310105683;
  check(crossed.engine.area, 2 * gauss + 2 + 1 + std::sqrt(5));
  CHECK(crossed.deviations.has(Deviation::SignedSizes));
  // A third is taken away again: the integral of (1 - 1.5 h) (1) over h.
  check(measured(box(1, 1, -0.5, 1, 1)).engine.volume, 0.25);
}

TEST_CASE("a cone takes its first axis for both radii, but where nothing moves it", "[geometry]") {
  const Placement aside{{1, 0, 0}, {}};
  // An ellipse of 2 and 1, 3 high.
  const ElementMeasures moved = measured(cone(2, 1, 3, 1, 1, false), aside),
                        atRest = measured(cone(2, 1, 3, 1, 1, false));
  check(moved.engine.area, 2 * kPi * 2 * 3);
  // Eight flat sides over the ellipse's chords.
  const auto chord = [](double t0, double t1) {
    return std::hypot(2 * (std::cos(t1) - std::cos(t0)), std::sin(t1) - std::sin(t0));
  };
  check(atRest.engine.area, 4 * 3 * (chord(0, kPi / 4) + chord(kPi / 4, kPi / 2)));
  check(atRest.exact.area, moved.exact.area);
  // A part that stands where it is is at rest, one that is moved is not.
  const std::vector<made::Bytes> part{cone(2, 1, 3, 1, 1, false)};
  check(withParts({made::partOp(7)}, {{7, part}}).engine.area, atRest.engine.area);
  check(withParts({made::partOp(7, {1, 0, 0})}, {{7, part}}).engine.area, moved.engine.area);
  // Volume: always as if moved.
  check(measured(cone(2, 1, 3, 1, 1, true)).engine.volume, kPi * 4 * 3);
}

TEST_CASE("radii of a cone count with their signs", "[geometry]") {
  const ElementMeasures m = measured(cone(1, 1, 3, 2, -1, true));
  check(m.engine.area, kPi * (2 - 1) * std::hypot(3, 3) + kPi * (4 + 1));
  check(m.engine.volume, kPi * 3 * (4 - 2 + 1) / 3);
  check(m.exact.volume, kPi * 3 * (4 - 2 + 1) / 3);
  // Both below 0 are none.
  check(measured(cone(1, 1, 3, -2, -1, true)).engine.area, kPi * 3 * std::hypot(3, 1) + kPi * 5);
}

TEST_CASE("a ball swept southwards, or beyond a pole, counts by the sines of its ends", "[geometry]") {
  const ElementMeasures south = measured(ball(2, kPi / 6, -kPi / 3, true));
  check(south.engine.area, -2 * kPi * 4 + 2 * kPi * 4 * 0.75);
  check(south.engine.volume, -8 * kPi * (1 - 1.0 / 12));
  check(south.exact.volume, 8 * kPi * (1 - 1.0 / 12));
  // From the equator over the pole, down to 30 degrees: half of the height, and a cap at its end.
  const ElementMeasures over = measured(ball(1, 0, 5 * kPi / 6, true));
  check(over.engine.area, 2 * kPi * 0.5 + kPi);
  check(over.engine.volume, kPi * (0.5 - 1.0 / 24));
}

TEST_CASE("a pipe turned the other way is negative, and its axes scale it only where it is moved", "[geometry]") {
  const ElementMeasures back = measured(pipe(1, 3, 1, -kPi, true));
  check(back.engine.area, -2 * kPi * 3 * kPi + 2 * kPi);
  check(back.engine.volume, -kPi * 3 * kPi);
  check(back.exact.volume, kPi * 3 * kPi);
  const ElementMeasures long2 = measured(pipe(2, 3, 1, kPi, false)),
                        moved = measured(pipe(2, 3, 1, kPi, false), {{1, 0, 0}, {}});
  check(long2.engine.area, 2 * kPi * 3 * kPi);
  check(moved.engine.area, 4 * 2 * kPi * 3 * kPi);
}

TEST_CASE("a revolution in a mirrored part changes its sign, and no other solid", "[geometry]") {
  const made::Bytes ring = revolution(rectangle(1, 0, 2, 1), kPi, {0, 0, 0, 0, 1, 0});
  check(measured(ring).engine.volume, kPi * 1.5);
  const std::map<uint64_t, std::vector<made::Bytes>> parts{{7, {ring, made::boxOp(1, 1, 1)}},
                                                           {8, {made::partOp(7, {0, 0, 0}, -1)}}};
  check(withParts({made::partOp(7, {0, 0, 0}, -2)}, parts).engine.volume, 8 * (1 - kPi * 1.5));
  check(withParts({made::partOp(8, {0, 0, 0}, -2)}, parts).engine.volume, 8 * (1 + kPi * 1.5));
}

TEST_CASE("a turned profile takes all loops from its largest", "[geometry]") {
  // 4 x 4, with a hole of 2 x 2, and an island of 1 x 1 in it, whose middles are 3 from the axis.
  const made::Piece profile = made::collection(
      4, {loopIn(rectangle(1, 0, 5, 4)), loopIn(rectangle(2, 1, 4, 3)), loopIn(rectangle(2.5, 1.5, 3.5, 2.5))});
  const ElementMeasures m = measured(revolution(profile, kPi, {0, 0, 0, 0, 1, 0}));
  check(m.engine.volume, kPi * 3 * (16 - 4 - 1));
  check(m.exact.volume, kPi * 3 * (16 - 4 + 1));
  CHECK(m.deviations.has(Deviation::SweptLoops));
  // Off its plane, in facets of 45 degrees: the chord of the middle takes the place of its arc. One loop in another.
  const made::Piece hole = made::collection(4, {loopIn(rectangle(1, 0, 5, 4)), loopIn(rectangle(2, 1, 4, 3))});
  const auto volume = [&](const made::Piece& p) {
    return measured(revolution(p, kPi, {0, 0, 1, 0, 1, 0})).engine.volume;
  };
  check(volume(hole), volume(rectangle(1, 0, 5, 4)) - volume(rectangle(2, 1, 4, 3)));
}

TEST_CASE("a line across the axis is sampled at seven points", "[geometry]") {
  // From 1 on one side to 1 on the other.
  const made::Piece path = made::collection(1, {segment({-1, 0, 0, 1, 0, 0})});
  const ElementMeasures m = measured(revolution(path, kPi, {0, 0, 0, 0, 1, 0}));
  check(m.exact.area, kPi);
  const double gauss = 2 * (0.129484966168870 * 0.949107912342759 + 0.279705391489277 * 0.741531185599394 +
                            0.381830050505119 * 0.405845151377397);
  CHECK(m.engine.area == Catch::Approx(kPi * gauss).epsilon(1e-12));
  CHECK(std::abs(gauss - 1) > 1e-3);
  CHECK(m.deviations.has(Deviation::RevolutionAcross));
}

TEST_CASE("the sides between single lines of a ruled sweep have no area beside others", "[geometry]") {
  const auto square = [](double z, bool isString) {
    if (isString) return rectangle(0, 0, 2, 2, z);
    return loop({segment({0, 0, z, 2, 0, z}), segment({2, 0, z, 2, 2, z}), segment({2, 2, z, 0, 2, z}),
                 segment({0, 2, z, 0, 0, z})});
  };
  check(measured(ruled({square(0, true), square(3, true)}, true)).engine.area, 4 + 4 + 24);
  const ElementMeasures lines = measured(ruled({square(0, false), square(3, false)}, true));
  check(lines.engine.area, 4 + 4);
  check(lines.exact.area, 4 + 4 + 24);
  CHECK(lines.deviations.has(Deviation::RuledLines));
  check(lines.engine.volume, 12);
  // Without caps they come to nothing, and then facets do it.
  check(measured(ruled({square(0, false), square(3, false)}, false)).engine.area, 24);
  // A line and a string do not go together: all of it is facets.
  check(measured(ruled({square(0, false), square(3, false), square(5, false)}, true)).engine.area, 8);
  // Of half a disk: the arc counts, the line does not.
  const auto half = [](double z) { return loop({arc(0, 0, z, 1, kPi), segment({-1, 0, z, 1, 0, z})}); };
  check(measured(ruled({half(0), half(2)}, true)).engine.area, kPi + 2 * kPi);
}

TEST_CASE("a ruled sweep whose loops do not close has the volume of closed ones", "[geometry]") {
  const auto open = [](double z) { return loop({made::lineString({0, 0, z, 3, 0, z, 3, 2, z, 0, 2, z})}); };
  const ElementMeasures m = measured(ruled({open(0), open(3)}, true));
  check(m.engine.volume, 18);
  check(m.exact.volume, 18);
  check(m.engine.area, 36);
  check(measured(ruled({open(0), open(3)}, false)).engine.area, 24);
  // A gap between two lines is closed, among its facets, too.
  const auto gap = [](double z) {
    return loop({segment({0, 0, z, 3, 0, z}), segment({3, 0.5, z, 3, 2, z}), segment({3, 2, z, 0, 2, z}),
                 segment({0, 2, z, 0, 0, z})});
  };
  check(measured(ruled({gap(0), gap(3)}, true)).engine.volume, 18);
  check(measured(ruled({gap(0), gap(3)}, true)).engine.area, 12);
  check(measured(ruled({gap(0), gap(3)}, false)).engine.area, 30);
  check(measured(ruled({gap(0), gap(3)}, false)).exact.area, 30);
}

TEST_CASE("an island in a ruled sweep is taken away, too", "[geometry]") {
  const auto section = [](double z) {
    return made::collection(
        4, {loopIn(rectangle(0, 0, 8, 8, z)), loopIn(rectangle(1, 1, 5, 5, z)), loopIn(rectangle(2, 2, 3, 3, z))});
  };
  const ElementMeasures m = measured(ruled({section(0), section(2)}, true));
  check(m.engine.volume, 2 * (64 - 16 - 1));
  check(m.exact.volume, 2 * (64 - 16 + 1));
}

TEST_CASE("of a part of a straight curve the engine has no length, of any other the whole", "[geometry]") {
  const auto part = [](const made::Piece& whole) {
    return made::op(
        10, made::geometry(21, made::table({made::scalar(0, 0.25), made::scalar(1, 0.5), made::reference(2, whole)})));
  };
  const ElementMeasures string = measured(part(made::lineString({0, 0, 0, 2, 0, 0, 2, 2, 0})));
  CHECK(string.engine.length == 0);
  check(string.exact.length, 1);
  check(measured(part(arc(0, 0, 0, 1))).engine.length, 2 * kPi);
  // A part of a part of it is the whole as well.
  const made::Piece inner =
      made::variant(21, made::table({made::scalar(0, 0.0), made::scalar(1, 0.5), made::reference(2, arc(0, 0, 0, 1))}));
  check(measured(part(inner)).engine.length, 2 * kPi);
  check(measured(part(inner)).exact.length, kPi / 4);
}

TEST_CASE("what the engine cannot read of a collection is left out, and the rest counts", "[geometry]") {
  const made::Piece solid = made::variant(9, made::table({}));
  const made::Piece spline = made::variant(
      3, made::table({made::scalar(0, int32_t{3}), made::reference(2, made::numbers<double>({0, 0, 0, 1, 0, 0})),
                      made::reference(4, made::numbers<double>({0, 1}))}));
  const ElementMeasures m =
      measured(made::op(8, made::geometry(5, made::collection(0, {segment({0, 0, 0, 3, 0, 0}), solid, spline}))));
  check(m.engine.length, 3);
  CHECK(m.isComplete(Quantity::Length));
  CHECK(m.refused == 0);
  // So it does with a spline by itself, and the cell is known.
  const ElementMeasures alone =
      measured({made::op(10, made::geometry(3, made::table({made::scalar(0, int32_t{3})}))), made::lineOp(2)});
  CHECK(alone.engine.length == 2);
  CHECK(alone.isComplete(Quantity::Length));
}

TEST_CASE("even knots stand where a spline has none, also where it is closed", "[geometry]") {
  const auto length = [](int32_t order, uint8_t isClosed, const std::vector<double>& poles) {
    return measured(made::op(10, made::geometry(3, made::table({made::scalar(0, order), made::scalar(1, isClosed),
                                                                made::reference(2, made::numbers(poles)),
                                                                made::reference(4, made::numbers<double>({}))}))))
        .engine.length;
  };
  const std::vector<double> square{0, 0, 0, 4, 0, 0, 4, 4, 0, 0, 4, 0};
  check(length(2, 0, square), 12);
  check(length(2, 1, square), 16);
  // Of order 3 a closed one touches the middles of the square's sides: four parabolas, each with legs of 2.
  const double parabola = std::sqrt(2) * (std::sqrt(2) + std::asinh(1.0));
  check(length(3, 1, square), 4 * parabola);
}

TEST_CASE("a surface is divided by the range of its knots once more, and one patch taken over 0 to 1", "[geometry]") {
  const auto surface = [](const std::vector<double>& u, int32_t order, const std::vector<double>& poles) {
    const auto count = static_cast<int32_t>(poles.size() / 6);
    return measured(made::op(
        12, made::geometry(
                14, made::table({made::reference(0, made::numbers(poles)), made::reference(2, made::numbers(u)),
                                 made::reference(3, made::numbers<double>({0, 0, 1, 1})), made::scalar(4, count),
                                 made::scalar(5, int32_t{2}), made::scalar(6, order), made::scalar(7, int32_t{2})}))));
  };
  const std::vector<double> plane{0, 0, 0, 3, 0, 0, 0, 1, 0, 3, 1, 0},
      bent{0, 0, 0, 1, 0, 0, 4, 0, 0, 0, 1, 0, 1, 1, 0, 4, 1, 0};
  check(surface({0, 0, 2, 2}, 2, plane).engine.area, 3.0 / 4);
  check(surface({0, 0, 2, 2}, 2, plane).exact.area, 3);
  // x = 2 f (1 - f) + 4 f f, which at f = 1/2 is 3/2; divided by 2 for the slope, which is by f / 2 as it is.
  check(surface({0, 0, 0, 2, 2, 2}, 3, bent).engine.area, 1.5 / 2);
  // Two spans: over all knots.
  check(surface({0, 0, 2, 4, 4}, 2, bent).engine.area, 4.0 / 4);
  // Knots that do not hold 0 to 1: not to be reproduced, the true area is given.
  check(surface({1, 1, 3, 3}, 2, plane).engine.area, 3);
  // A knot too many at both ends.
  check(surface({-1, 0, 0, 1, 1, 2}, 2, plane).engine.area, 3);
}

TEST_CASE("a gap that the engine takes for none is left open in its areas", "[geometry]") {
  const auto area = [](double gap) {
    return measured(made::op(8, made::geometry(5, loop({segment({0, 0, 0, 4, 0, 0}), segment({4, gap, 0, 4, 3, 0}),
                                                        segment({4, 3, 0, 0, 3, 0}), segment({0, 3, 0, 0, 0, 0})}))));
  };
  check(area(1e-7).engine.area, 12 - 2e-7);
  check(area(1e-7).exact.area, 12);
  CHECK(area(1e-7).deviations.has(Deviation::OpenGap));
  check(area(1e-3).engine.area, 12);
}

TEST_CASE("curved loops that cross have a length, though nobody tells what they enclose", "[geometry]") {
  const ElementMeasures m = measured(made::op(
      8, made::geometry(5, made::collection(4, {loopIn(loop({arc(0, 0, 0, 2)})), loopIn(loop({arc(1, 0, 0, 2)}))}))));
  check(m.engine.length, 8 * kPi);
  CHECK(m.isComplete(Quantity::Length));
  CHECK_FALSE(m.isComplete(Quantity::Area));
  CHECK(m.refusedBecause[static_cast<size_t>(Refusal::Crossing)] == 1);
}
