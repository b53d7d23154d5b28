// A box is a polyhedron of six flat faces; where its sizes change their sign on the way up, sides cross themselves.
#include <algorithm>
#include <array>

#include "geometry/math/quadrature.h"
#include "geometry/measure/facets.h"
#include "geometry/measure/solids.h"

namespace premap::geometry {
namespace {

// What grows evenly on the way up.
struct Width {
  double base, top;
  double at(double h) const { return base + (top - base) * h; }
  bool doesCross() const { return base * top < 0; }
  double mean() const {
    const double a = std::abs(base), b = std::abs(top);
    return doesCross() ? (a * a + b * b) / (a + b) / 2 : (a + b) / 2;
  }
  // By five points of Gauss, as the engine has it.
  double sampled() const {
    double sum = 0;
    forGauss5(0, 1, [&](double h, double weight) { sum += std::abs(at(h)) * weight; });
    return sum;
  }
};

FacetSum facetsOf(const Box& box) {
  const auto ring = [&](const Vec3& o, double x, double y) {
    return std::array{o, o + box.x * x, o + box.x * x + box.y * y, o + box.y * y};
  };
  const auto base = ring(box.base, box.baseX, box.baseY), top = ring(box.top, box.topX, box.topY);
  FacetSum sum(box.base);
  for (size_t i = 0; i < 4; ++i) {
    const size_t j = (i + 1) % 4;
    sum.add(std::array{base[i], base[j], top[j], top[i]});
  }
  if (!box.isCapped) return sum;
  sum.add(top);
  sum.add(std::array{base[3], base[2], base[1], base[0]});
  return sum;
}

// Sides lie along x and along y, two of each.
double areaOf(const Box& box, double meanX, double meanY) {
  const Vec3 up = box.top - box.base, upX = up + box.x * (box.topX - box.baseX),
             upY = up + box.y * (box.topY - box.baseY);
  double sum = (length(cross(box.x, up)) + length(cross(box.x, upY))) * meanX +
               (length(cross(box.y, up)) + length(cross(box.y, upX))) * meanY;
  if (box.isCapped)
    sum += length(cross(box.x, box.y)) * (std::abs(box.baseX * box.baseY) + std::abs(box.topX * box.topY));
  return sum;
}

double heightOf(const Box& box) {
  return std::abs(dot(cross(box.x, box.y), box.top - box.base));
}

// Simpson is exact between the heights at which a width is 0.
double enclosed(const Width& x, const Width& y) {
  std::array<double, 4> cuts{0, 1, 1, 1};
  if (x.doesCross()) cuts[1] = x.base / (x.base - x.top);
  if (y.doesCross()) cuts[2] = y.base / (y.base - y.top);
  std::sort(cuts.begin(), cuts.end());
  const auto section = [&](double h) { return std::abs(x.at(h) * y.at(h)); };
  double sum = 0;
  for (size_t i = 0; i < 3; ++i)
    sum += (cuts[i + 1] - cuts[i]) / 6 *
           (section(cuts[i]) + 4 * section((cuts[i] + cuts[i + 1]) / 2) + section(cuts[i + 1]));
  return sum;
}

double enclosedWithSign(const Width& x, const Width& y) {
  const double dx = x.top - x.base, dy = y.top - y.base;
  return x.base * y.base + (dx * y.base + dy * x.base) / 2 + dx * dy / 3;
}

}  // namespace

Outcome<Measured> measure(const Box& box, const Wish&) {
  Measured out;
  const Width x{box.baseX, box.topX}, y{box.baseY, box.topY};
  const bool doesCross = x.doesCross() || y.doesCross();
  const FacetSum facets = facetsOf(box);
  out.exact.area = doesCross ? Amount{areaOf(box, x.mean(), y.mean()), kNoMoment} : facets.area();
  const double volume = facets.volume().value;
  if (box.isCapped)
    out.exact.volume =
        doesCross ? Amount{enclosed(x, y) * heightOf(box), kNoMoment} : facets.volume() * (volume < 0 ? -1 : 1);
  out.agree();
  if (doesCross) out.override(&EngineMeasures::area, areaOf(box, x.sampled(), y.sampled()), Deviation::SignedSizes);
  const double withSign = enclosedWithSign(x, y) * heightOf(box);
  // Where it is positive it is what the facets enclose.
  if (box.isCapped && (doesCross || withSign < 0))
    out.override(&EngineMeasures::volume, withSign, Deviation::SignedSizes);
  return out;
}

}  // namespace premap::geometry
