// Measures with a closed form that the recorded shapes do not have.
#include <cmath>
#include <numbers>

#include "catch.h"
#include "geometry/math/quadrature.h"
#include "geometry/measure/curve_length.h"
#include "geometry/measure/polygon.h"
#include "geometry/measure/region.h"
#include "geometry/streams.h"
#include "premap/geometry/measure.h"

using namespace premap::geometry;
namespace made = premap::geometry::made;

namespace {

constexpr double kPi = std::numbers::pi;

CurveCollection loop(std::vector<Curve> curves) {
  return {CollectionKind::OuterLoop, std::move(curves), {}};
}
CurveCollection rectangle(double x0, double y0, double x1, double y1) {
  return loop({Curve{LineString{{{x0, y0, 0}, {x1, y0, 0}, {x1, y1, 0}, {x0, y1, 0}, {x0, y0, 0}}}}});
}
CurveCollection disk(double x, double y, double r) {
  return loop({Curve{Arc{{x, y, 0}, {r, 0, 0}, {0, r, 0}, 0, 2 * kPi}}});
}
CurveCollection parity(std::vector<CurveCollection> loops) {
  return {CollectionKind::Parity, {}, std::move(loops)};
}

ElementMeasures measured(const made::Bytes& op) {
  Measurer measurer({});
  return measurer.measure(made::stream({op}), {});
}

// (u, u v, v v) over -1..2 and -1..1.5: Whitney's umbrella, which is pinched where u and v are 0.
constexpr double kLowU = -1, kHighU = 2, kLowV = -1, kHighV = 1.5;

std::vector<double> umbrellaRow(double u) {
  const double middle = (kLowV + kHighV) / 2;
  return {u, u * kLowV, kLowV * kLowV, u, u * middle, kLowV * kHighV, u, u * kHighV, kHighV * kHighV};
}

// By u in closed form, by v with the pinch stretched away.
double umbrellaArea() {
  const auto strip = [](double v) {
    const double square = 4 * v * v * (1 + v * v), c = std::sqrt(square);
    const auto to = [&](double u) { return (u * std::hypot(u, c) + (c > 0 ? square * std::asinh(u / c) : 0)) / 2; };
    return to(kHighU) - to(kLowU);
  };
  double sum = 0;
  for (const double end : {kLowV, kHighV}) {
    const double root = std::cbrt(std::abs(end));
    sum += integrate<1>([&](double w) { return std::array{strip(w * w * w) * 3 * w * w}; }, 0, root)[0];
  }
  return sum;
}

made::Bytes umbrella(const std::vector<made::Field>& more) {
  std::vector<double> poles;
  for (const int j : {0, 1, 2})
    for (const double u : {kLowU, kHighU}) {
      const std::vector<double> row = umbrellaRow(u);
      poles.insert(poles.end(), row.begin() + 3 * j, row.begin() + 3 * j + 3);
    }
  std::vector<made::Field> fields{made::reference(0, made::numbers(poles)),
                                  made::reference(2, made::numbers<double>({0, 0, 1, 1})),
                                  made::reference(3, made::numbers<double>({0, 0, 0, 1, 1, 1})),
                                  made::scalar(4, int32_t{2}),
                                  made::scalar(5, int32_t{3}),
                                  made::scalar(6, int32_t{2}),
                                  made::scalar(7, int32_t{3})};
  fields.insert(fields.end(), more.begin(), more.end());
  return made::op(12, made::geometry(14, made::table(fields)));
}

}  // namespace

TEST_CASE("loops count by how deep they lie", "[geometry]") {
  const auto four =
      measureRegion(parity({disk(0, 0, 1), rectangle(-9, -9, 9, 9), disk(0, 0, 4), rectangle(-2, -2, 2, 2)}));
  REQUIRE(four);
  CHECK(four->area.value == Catch::Approx(18 * 18 - 16 * kPi + 16 - kPi).epsilon(1e-12));
  CHECK(length(centroid(four->area)) < 1e-12);
  // Loops that touch in an edge lie beside each other.
  const auto beside = measureRegion(parity({rectangle(0, 0, 2, 2), rectangle(2, 0, 4, 2)}));
  CHECK(beside->area.value == Catch::Approx(8));
  // A hole that touches the outer edge in a whole side is one all the same.
  const auto notch = measureRegion(parity({rectangle(0, 0, 4, 4), rectangle(0, 1, 2, 2)}));
  CHECK(notch->area.value == Catch::Approx(14));
}

TEST_CASE("straight loops that cross count by even-odd, curved ones are refused", "[geometry]") {
  const auto crossed = measureRegion(parity({rectangle(0, 0, 4, 4), rectangle(2, 2, 6, 6)}));
  REQUIRE(crossed);
  CHECK(crossed->area.value == Catch::Approx(16 + 16 - 2 * 4).epsilon(1e-12));
  const auto star = measureRegion(loop({Curve{LineString{{{0, 0, 0}, {4, 4, 0}, {4, 0, 0}, {0, 4, 0}, {0, 0, 0}}}}}));
  REQUIRE(star);
  CHECK(star->area.value == Catch::Approx(8));
  CHECK(centroid(star->area).x == Catch::Approx(2).margin(1e-12));
  const auto curved = measureRegion(parity({disk(0, 0, 2), disk(1, 0, 2)}));
  CHECK(curved.refusal() == Refusal::Crossing);
}

TEST_CASE("a loop of many edges is looked at in time", "[geometry]") {
  std::vector<Vec3> points;
  constexpr int count = 100'000;
  for (int i = 0; i < count; ++i) {
    const double t = 2 * kPi * i / count, r = i % 2 ? 1 : 1.001;
    points.push_back({r * std::cos(t), r * std::sin(t), 0});
  }
  points.push_back(points[0]);
  const auto region = measureRegion(loop({Curve{LineString{points}}}));
  REQUIRE(region);
  CHECK(region->area.value == Catch::Approx(1.001 * kPi).epsilon(1e-6));
}

TEST_CASE("a part of a part of a curve is what is left of it, both ways", "[geometry]") {
  const auto whole = std::make_shared<const Curve>(Curve{Arc{{}, {2, 0, 0}, {0, 2, 0}, 0, 2 * kPi}});
  const auto half = std::make_shared<const Curve>(Curve{CurvePart{0.5, 0, whole}});
  CHECK(lengthOf(*half).value == Catch::Approx(2 * kPi).epsilon(1e-12));
  const Curve quarter{CurvePart{0.25, 0.75, half}};
  CHECK(lengthOf(quarter).value == Catch::Approx(kPi).epsilon(1e-12));
  CHECK(centroid(lengthOf(quarter)).y == Catch::Approx(4 * std::sqrt(2) / kPi).epsilon(1e-12));
}

TEST_CASE("a parabola as B-spline has its length and its area", "[geometry]") {
  // y = x^2 over 0..1, as a Bezier curve.
  const Curve parabola{BSpline{3, {{0, 0, 0}, {0.5, 0, 0}, {1, 1, 0}}, {}, {0, 0, 0, 1, 1, 1}}};
  CHECK(lengthOf(parabola).value == Catch::Approx(std::sqrt(5) / 2 + std::asinh(2) / 4).epsilon(1e-12));
  const auto under = measureRegion(loop({parabola, Curve{LineString{{{1, 1, 0}, {1, 0, 0}, {0, 0, 0}}}}}));
  CHECK(under->area.value == Catch::Approx(1.0 / 3).epsilon(1e-12));
  CHECK(centroid(under->area).x == Catch::Approx(0.75).epsilon(1e-12));
  CHECK(centroid(under->area).y == Catch::Approx(0.3).epsilon(1e-12));
}

TEST_CASE("a region far out keeps its digits", "[geometry]") {
  const auto far = measureRegion(disk(5.1e5, 5.9e6, 0.5));
  CHECK(far->area.value == Catch::Approx(kPi / 4).epsilon(1e-12));
}

TEST_CASE("a turned half disk is a ball with its centroid in the middle of its turn", "[geometry]") {
  const made::Piece arc =
      made::variant(2, made::table({made::structOf(0, {0, 0, 0, 2, 0, 0, 0, 2, 0, -kPi / 2, kPi})}));
  const made::Piece half = made::collection(2, {arc, made::lineString({0, 2, 0, 0, -2, 0})});
  const auto turned = [&](double sweep) {
    return measured(
        made::op(11, made::geometry(11, made::table({made::reference(0, half), made::structOf(1, {0, 0, 0, 0, 1, 0}),
                                                     made::scalar(2, sweep), made::scalar(4, uint8_t{1})}))));
  };
  const ElementMeasures ball = turned(2 * kPi);
  CHECK(ball.exact.volume == Catch::Approx(32 * kPi / 3).epsilon(1e-12));
  CHECK(ball.exact.area == Catch::Approx(16 * kPi).epsilon(1e-12));
  CHECK(ball.engine.volume < ball.exact.volume);
  CHECK(ball.deviations.has(Deviation::RevolutionChords));
  const ElementMeasures halfBall = turned(kPi);
  CHECK(halfBall.exact.volume == Catch::Approx(16 * kPi / 3).epsilon(1e-12));
  // 3/8 of the radius from the flat side, which is where the turn began and ended: towards -z.
  REQUIRE(halfBall.volumeCentroid);
  CHECK(halfBall.volumeCentroid->z == Catch::Approx(-0.75).epsilon(1e-9));
  CHECK(std::abs(halfBall.volumeCentroid->x) < 1e-9);
  // Turned the other way the engine's volume is negative, the true one is not.
  CHECK(turned(-kPi).engine.volume < 0);
  CHECK(turned(-kPi).exact.volume == Catch::Approx(16 * kPi / 3).epsilon(1e-12));
}

TEST_CASE("the plane of points is found whatever their order", "[geometry]") {
  const Plane tilted = planeOf({{{0, 0, 0}, {1, 0, 1}, {1, 1, 1}, {0, 1, 0}}});
  CHECK(tilted.isFlat());
  CHECK(std::abs(dot(tilted.normal, unit({1, 0, -1}))) == Catch::Approx(1));
  CHECK_FALSE(planeOf({{{0, 0, 0}, {1, 0, 0}, {1, 1, 1e-3}, {0, 1, 0}}}).isFlat());
}

TEST_CASE("surfaces that are pinched in a point are exact as well", "[geometry]") {
  const double area = umbrellaArea();
  CHECK(measured(umbrella({})).exact.area == Catch::Approx(area).epsilon(1e-9));
  const made::Piece all = made::collection(2, {made::lineString({0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0})});
  const ElementMeasures trimmed = measured(umbrella({made::scalar(10, int32_t{1}), made::reference(11, all)}));
  CHECK(trimmed.exact.area == Catch::Approx(area).epsilon(1e-9));
  const auto section = [](double u) {
    return made::collection(
        1,
        {made::variant(3, made::table({made::scalar(0, int32_t{3}), made::reference(2, made::numbers(umbrellaRow(u))),
                                       made::reference(4, made::numbers<double>({0, 0, 0, 1, 1, 1}))}))});
  };
  const made::Bytes ruled = made::op(
      11, made::geometry(12, made::table({made::reference(0, made::tables({section(kLowU), section(kHighU)}))})));
  CHECK(measured(ruled).exact.area == Catch::Approx(area).epsilon(1e-9));
}
