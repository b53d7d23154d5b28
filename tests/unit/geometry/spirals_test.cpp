// Spirals and transitions, against what @itwin/core-geometry, which knows nothing of this code, makes of the same.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "catch.h"
#include "geometry/curves/spiral.h"
#include "geometry/curves/transition.h"
#include "geometry/streams.h"
#include "premap/geometry/measure.h"

using namespace premap::geometry;
namespace made = premap::geometry::made;

namespace {

struct Ends {
  double from = 0, to = 1;
  double bearing0 = 0, bearing1 = 0, curvature0 = 0, curvature1 = 0;
};

ElementMeasures measured(int type, const Ends& e, const std::array<double, 3>& diagonal = {1, 1, 1}) {
  const std::vector<double> numbers = {
      diagonal[0], 0,      0,    0,          0,          diagonal[1],  0,           0, 0, 0, diagonal[2],
      0,           e.from, e.to, e.bearing0, e.bearing1, e.curvature0, e.curvature1};
  Measurer measurer({});
  const made::Bytes op = made::op(10, made::geometry(17, made::table({made::structOf(0, numbers, type)})));
  return measurer.measure(made::stream({op}), {});
}

bool isRefusedAs(const ElementMeasures& m, Refusal why) {
  return m.refused == 1 && m.refusedBecause[static_cast<size_t>(why)] == 1;
}

constexpr double degree = std::numbers::pi / 180;

}  // namespace

TEST_CASE("a spiral that turns without end on its way is refused, wherever it comes to", "[geometry]") {
  // Out and back: it ends in nearly the bearing that it began with.
  CHECK(isRefusedAs(measured(10, {0, 1, 0, 200, 1, -1}), Refusal::TooComplex));
  CHECK(isRefusedAs(measured(10, {0, 1, 0, 200, 0, 1}), Refusal::TooComplex));
  // A short part of it, far from its beginning.
  CHECK(isRefusedAs(measured(10, {1e6, 1e6 + 1, 0, 1, 0, 1}), Refusal::TooComplex));
  CHECK(isRefusedAs(measured(11, {-1, 1, 0, 1, 0, 1}), Refusal::SpiralType));
  // The length is that which bearings and curvatures say.
  for (const int type : {10, 11, 12, 13, 14})
    for (const double turn : {0.1, 3.0, 40.0}) {
      const ElementMeasures m = measured(type, {0, 1, 0, turn, 0, 0.5});
      CHECK(m.refused == 0);
      CHECK(m.exact.length == Catch::Approx(turn / 0.25).epsilon(1e-11));
      const ElementMeasures back = measured(type, {0.75, 0.5, 0, -turn, 0, 0.5});
      CHECK(back.exact.length == Catch::Approx(turn).epsilon(1e-11));
    }
}

TEST_CASE("a spiral that changes its side is as long as its curvature without sign says", "[geometry]") {
  // A hundred long, from 0.01 to -0.03: native writers turn by what both sides turn together.
  const double turn = 100 * (0.01 * 0.25 + 0.03 * 0.75) / 2;
  CHECK(measured(10, {0, 1, 0, -turn, 0.01, -0.03}).exact.length == Catch::Approx(100).epsilon(1e-12));
}

TEST_CASE("points of a spiral are those of the integral of its bearing", "[geometry]") {
  for (const SpiralLaw law :
       {SpiralLaw::Linear, SpiralLaw::Bloss, SpiralLaw::Biquadratic, SpiralLaw::Cosine, SpiralLaw::Sine}) {
    const Spiral s{{}, law, 0, 1, 0.3, 12, -2, 5};
    for (const double f : {0.0, 0.1, 0.5, 0.93, 1.0}) {
      Vec3 sum{};
      constexpr int steps = 200'000;
      for (int i = 0; i < steps; ++i) sum = sum + spiralTangent(s, f * (i + 0.5) / steps) * (f / steps);
      CHECK(distance(spiralPoint(s, f), sum) < 1e-7);
    }
  }
}

TEST_CASE("spirals go where others have them", "[geometry]") {
  struct Known {
    SpiralLaw law;
    Vec3 third, end;  // at a fraction of 0.3, and at the end
  };
  const Known all[] = {
      {SpiralLaw::Linear, {41.08294994361869, 8.134613256525483, 0}, {125.50394120460624, 53.99254114331308, 0}},
      {SpiralLaw::Bloss, {41.18804619684261, 7.615308781398327, 0}, {126.62896843313447, 50.97646494273991, 0}},
      {SpiralLaw::Biquadratic, {41.20396910844933, 7.532609784560997, 0}, {126.88587175238274, 50.21122065802843, 0}},
      {SpiralLaw::Cosine, {41.19415036602325, 7.5837183161632735, 0}, {126.71212291351631, 50.734652731172325, 0}},
      {SpiralLaw::Sine, {41.22599304314456, 7.414762801931369, 0}, {127.15954531221212, 49.38565011900036, 0}}};
  for (const Known& k : all) {
    const Spiral s{{}, k.law, 0, 1, 10 * degree, 40 * degree * 200, 0, 0.01};
    CHECK(distance(spiralPoint(s, 0.3), k.third) < 1e-8);
    CHECK(distance(spiralPoint(s, 1), k.end) < 1e-8);
  }
}

TEST_CASE("transitions end where others have them, and are as long", "[geometry]") {
  struct Known {
    int type;
    TransitionKind kind;
    double length, x, y;
  };
  const Known all[] = {{50, TransitionKind::WesternAustralian, 60.00133326275471, 59.76, 4},
                       {51, TransitionKind::Czech, 60.24857370147741, 60, 4.0824829046386295},
                       {52, TransitionKind::AustralianRail, 60.000000014368496, 59.731245585143746, 4.2364883849097},
                       {53, TransitionKind::Italian, 59.99860331204857, 59.75313280563344, 4.048468606267283},
                       {54, TransitionKind::Polish, 60.00000000719141, 59.76591532907593, 3.953365480392063},
                       {55, TransitionKind::ClothoidSeries, 59.99955965044457, 59.76, 3.9885714285714284},
                       {56, TransitionKind::CubicAlongArc, 59.99584224330078, 59.76, 3.968064},
                       {58, TransitionKind::ClothoidSeries, 59.99955965044457, 59.76, 3.9885714285714284},
                       {60, TransitionKind::HalfCosine, 60.21639707060463, 60, 3.5682915925838934},
                       {61, TransitionKind::JapaneseCubic, 60.23868478306766, 60, 4}};
  for (const Known& k : all) {
    INFO("type " << k.type);
    const auto t = makeTransition({}, k.kind, 0, 60, 1 / 150.0);
    REQUIRE(t);
    // The engine looks for the extent of the Australian one to 1e-5, and has what it found there.
    const double close = k.kind == TransitionKind::AustralianRail ? 2e-8 : 1e-9;
    CHECK(distance(transitionPoint(*t, 1), {k.x, k.y, 0}) < close * k.x);
    // The same to the other side, and turned.
    const auto other = makeTransition({}, k.kind, 90 * degree, 60, -1 / 150.0);
    REQUIRE(other);
    CHECK(distance(transitionPoint(*other, 1), {k.y, k.x, 0}) < close * k.x);
    // Slopes are those of the points.
    for (const double f : {0.2, 0.9}) {
      constexpr double step = 1e-5;
      const Vec3 slope = (transitionPoint(*t, f + step) - transitionPoint(*t, f - step)) * (0.5 / step);
      CHECK(distance(slope, transitionTangent(*t, f)) < 1e-6);
    }
    // From a stream, where bearings and curvatures have to tell the length.
    for (const double side : {1.0, -1.0}) {
      const ElementMeasures m = measured(k.type, {0, 1, 0, side * 60 / 300.0, 0, side / 150});
      CHECK(m.refused == 0);
      CHECK(m.engine.length == Catch::Approx(k.length).epsilon(close));
    }
    const double whole = measured(k.type, {0, 1, 0, 0.2, 0, 1 / 150.0}).exact.length;
    const double first = measured(k.type, {0, 0.4, 0, 0.2, 0, 1 / 150.0}).exact.length;
    const double rest = measured(k.type, {1, 0.4, 0, 0.2, 0, 1 / 150.0}).exact.length;
    CHECK(first + rest == Catch::Approx(whole).epsilon(1e-12));
    CHECK(isRefusedAs(measured(k.type, {0, 1, 0, 4, 0, 1}), Refusal::SpiralType));
    CHECK(isRefusedAs(measured(k.type, {0, 1, 0, 0.2, 0.001, 0.01}), Refusal::SpiralType));
  }
  for (const int type : {0, 9, 15, 20, 21, 57, 59, 62})
    CHECK(isRefusedAs(measured(type, {0, 1, 0, 0.2, 0, 0.01}), Refusal::SpiralType));
}
