// Zones of a ball in closed form; ellipsoids by quadrature, and in the engine's facets.
#include <algorithm>
#include <array>
#include <numbers>
#include <vector>

#include "geometry/math/count.h"
#include "geometry/measure/facets.h"
#include "geometry/measure/patch.h"
#include "geometry/measure/solids.h"

namespace premap::geometry {
namespace {

constexpr double kPi = std::numbers::pi;

// Latitudes from south to north.
struct Band {
  double south, north;
};

Band bandOf(const Sphere& s) {
  const double end = s.latitude + s.sweep, pole = kPi / 2;
  return {std::clamp(std::min(s.latitude, end), -pole, pole), std::clamp(std::max(s.latitude, end), -pole, pole)};
}

bool isBall(const Transform& f) {
  const double x = length(f.x), y = length(f.y), z = length(f.z), tiny = 1e-12 * x * x;
  return std::abs(x - y) <= 1e-12 * x && std::abs(x - z) <= 1e-12 * x && std::abs(dot(f.x, f.y)) <= tiny &&
         std::abs(dot(f.y, f.z)) <= tiny && std::abs(dot(f.z, f.x)) <= tiny;
}

bool isWhole(const Sphere& s) {
  return std::abs(s.sweep) >= kPi - 1e-9;
}

Vec3 placeOn(const Sphere& s, double longitude, double latitude) {
  const double c = std::cos(latitude);
  return s.frame.point({c * std::cos(longitude), c * std::sin(longitude), std::sin(latitude)});
}

// Zones of a ball have the area of the cylinder around them.
Amount sideOfBall(const Sphere& s, double low, double high) {
  const double r = length(s.frame.x);
  return at(s.frame.point({0, 0, (low + high) / 2}), 2 * kPi * r * r * (high - low));
}

Amount sideOfEllipsoid(const Sphere& s, const Band& band, Precision& precision) {
  const auto patch = [&](double t) {
    return [&s, ct = std::cos(t), st = std::sin(t)](double p) {
      const double cp = std::cos(p), sp = std::sin(p);
      return PatchPoint{s.frame.point({cp * ct, cp * st, sp}), s.frame.vector({-st * cp, ct * cp, 0}),
                        s.frame.vector({-ct * sp, -st * sp, cp})};
    };
  };
  Amount sum;
  for (int i = 0; i < 8; ++i) {
    const double a = (i % 4) * kPi / 2, middle = (band.south + band.north) / 2;
    sum += i < 4 ? areaOfPatch(patch, a, a + kPi / 2, band.south, middle, precision)
                 : areaOfPatch(patch, a, a + kPi / 2, middle, band.north, precision);
  }
  return sum;
}

Amount cap(const Sphere& s, double sine) {
  return at(s.frame.point({0, 0, sine}), kPi * length(cross(s.frame.x, s.frame.y)) * (1 - sine * sine));
}

Amount volume(const Sphere& s, double low, double high) {
  const auto first = [](double h) { return h - h * h * h / 3; };
  const auto second = [](double h) { return h * h / 2 - h * h * h * h / 4; };
  const double sections = first(high) - first(low);
  const double height = sections == 0 ? low : (second(high) - second(low)) / sections;
  return at(s.frame.point({0, 0, height}), std::abs(s.frame.determinant()) * kPi * sections);
}

void engineEllipsoid(const Sphere& s, const Band& band, const Wish& wish, Measured& out) {
  constexpr int around = 8;
  const int up = countOf((band.north - band.south) / (kPi / 4));
  const auto corner = [&](int i, int j) {
    return placeOn(s, 2 * kPi * (i % around) / around, band.south + (band.north - band.south) * j / up);
  };
  FacetSum sum(s.frame.origin);
  std::vector<Vec3> south, north;
  for (int i = 0; i < around; ++i) {
    for (int j = 0; j < up; ++j)
      sum.add(std::array{corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)});
    south.push_back(corner(around - i, 0)), north.push_back(corner(i, up));
  }
  if (s.isCapped) sum.add(south), sum.add(north);
  if (wish.has(Quantity::Area)) out.override(&EngineMeasures::area, sum.area().value, Deviation::FacetedEllipsoid);
  if (s.isCapped) out.override(&EngineMeasures::volume, std::abs(sum.volume().value), Deviation::FacetedEllipsoid);
}

// Zones are taken by the sines as they are, with their sign, whatever is beyond a pole.
void engineBall(const Sphere& s, const Band& band, const Wish& wish, Measured& out) {
  constexpr double tiny = 1e-12;
  const double ends[] = {s.latitude, s.latitude + s.sweep}, low = std::sin(ends[0]), high = std::sin(ends[1]);
  const double r = length(s.frame.x), heights = high - low;
  // It cuts what comes to nothing.
  if (heights == 0) return engineEllipsoid(s, band, wish, out);
  double area = 2 * kPi * r * r * heights;
  for (const double end : ends)
    if (s.isCapped && std::abs(end) < kPi / 2 - tiny) area += kPi * r * r * std::cos(end) * std::cos(end);
  if (wish.has(Quantity::Area)) out.override(&EngineMeasures::area, area, Deviation::SignedSizes);
  const double volume = r * r * r * kPi * (heights - (high * high * high - low * low * low) / 3);
  if (s.isCapped) out.override(&EngineMeasures::volume, volume, Deviation::SignedSizes);
}

Outcome<Measured> measureTo(Precision& precision, const Sphere& s, const Wish& wish) {
  Measured out;
  const Band band = bandOf(s);
  const double low = std::sin(band.south), high = std::sin(band.north);
  const bool isRound = isBall(s.frame);
  if (wish.has(Quantity::Area)) {
    out.exact.area = isRound ? sideOfBall(s, low, high) : sideOfEllipsoid(s, band, precision);
    if (s.isCapped) out.exact.area += cap(s, low) + cap(s, high);
  }
  if (s.isCapped || isWhole(s)) out.exact.volume = volume(s, low, high);
  out.agree();
  isRound ? engineBall(s, band, wish, out) : engineEllipsoid(s, band, wish, out);
  if (!s.isCapped) out.override(&EngineMeasures::volume, 0, Deviation::UncappedSolid);
  return out;
}

}  // namespace

Outcome<Measured> measure(const Sphere& s, const Wish& wish) {
  return converged<Measured>([&](Precision& precision) { return measureTo(precision, s, wish); });
}

}  // namespace premap::geometry
