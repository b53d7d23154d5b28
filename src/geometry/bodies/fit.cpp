// Through the points of Chebyshev, whose polynomials do not swing between them; what is not met in between is halved.
#include "geometry/bodies/fit.h"

#include <cmath>
#include <numbers>

namespace premap::geometry {
namespace {

constexpr size_t kDegree = 12, kPoles = kDegree + 1;
constexpr size_t kMostPieces = 2000;
constexpr int kMostHalvings = 9;
constexpr double kTolerance = 1e-11;

using Row = std::array<double, kPoles>;

double nodeOf(size_t i) {
  return (1 - std::cos(std::numbers::pi * static_cast<double>(i) / kDegree)) / 2;
}

// The functions of Bernstein at t.
Row bernstein(double t) {
  Row out{};
  out[0] = 1;
  for (size_t level = 1; level <= kDegree; ++level)
    for (size_t i = level + 1; i-- > 0;) out[i] = (i < level ? out[i] * (1 - t) : 0) + (i > 0 ? out[i - 1] * t : 0);
  return out;
}

// From values at the nodes to poles: the inverse of the functions at the nodes, by elimination.
std::array<Row, kPoles> makeInverse() {
  std::array<Row, kPoles> a{}, inverse{};
  for (size_t i = 0; i < kPoles; ++i) a[i] = bernstein(nodeOf(i)), inverse[i][i] = 1;
  for (size_t column = 0; column < kPoles; ++column) {
    size_t pivot = column;
    for (size_t i = column; i < kPoles; ++i)
      if (std::abs(a[i][column]) > std::abs(a[pivot][column])) pivot = i;
    std::swap(a[column], a[pivot]), std::swap(inverse[column], inverse[pivot]);
    const double factor = 1 / a[column][column];
    for (size_t j = 0; j < kPoles; ++j) a[column][j] *= factor, inverse[column][j] *= factor;
    for (size_t i = 0; i < kPoles; ++i) {
      const double times = a[i][column];
      if (i == column || times == 0) continue;
      for (size_t j = 0; j < kPoles; ++j) a[i][j] -= times * a[column][j], inverse[i][j] -= times * inverse[column][j];
    }
  }
  return inverse;
}

class Fitter {
 public:
  explicit Fitter(const std::function<std::optional<Vec3>(double)>& at) : at_(at) {}

  bool add(double from, double to, int halvings) {
    std::array<Vec3, kPoles> values, poles;
    for (size_t i = 0; i < kPoles; ++i) {
      const double t = i == kDegree ? to : from + (to - from) * nodeOf(i);
      const auto p = at_(t);
      if (!p) return false;
      values[i] = *p;
    }
    static const std::array<Row, kPoles> inverse = makeInverse();
    for (size_t i = 0; i < kPoles; ++i)
      for (size_t j = 0; j < kPoles; ++j) poles[i] += (values[j] - values[0]) * inverse[i][j];
    for (Vec3& pole : poles) pole += values[0];
    poles.front() = values.front(), poles.back() = values.back();
    const auto isNear = meets(poles, from, to);
    if (!isNear) return false;
    if (*isNear) return keep(poles, to);
    if (halvings == 0) return false;
    const double middle = (from + to) / 2;
    return add(from, middle, halvings - 1) && add(middle, to, halvings - 1);
  }

  BSpline finish(double from) {
    BSpline out{static_cast<int>(kPoles), std::move(poles_), {}, {}};
    out.knots.assign(kPoles, from);
    for (const double end : ends_) out.knots.insert(out.knots.end(), kDegree, end);
    out.knots.push_back(ends_.back());
    return out;
  }

 private:
  std::optional<bool> meets(const std::array<Vec3, kPoles>& poles, double from, double to) const {
    for (const double f : {0.004, 0.04, 0.21, 0.37, 0.56, 0.79, 0.96, 0.996}) {
      const auto wanted = at_(from + (to - from) * f);
      if (!wanted) return std::nullopt;
      const Row weights = bernstein(f);
      Vec3 got;
      for (size_t i = 0; i < kPoles; ++i) got += poles[i] * weights[i];
      if (!(distance(got, *wanted) <= kTolerance * std::max(1.0, length(*wanted)))) return false;
    }
    return true;
  }

  bool keep(const std::array<Vec3, kPoles>& poles, double end) {
    if (ends_.size() == kMostPieces) return false;
    poles_.insert(poles_.end(), poles.begin() + (poles_.empty() ? 0 : 1), poles.end());
    ends_.push_back(end);
    return true;
  }

  const std::function<std::optional<Vec3>(double)>& at_;
  std::vector<Vec3> poles_;
  std::vector<double> ends_;
};

}  // namespace

std::optional<BSpline> fitSpline(const std::function<std::optional<Vec3>(double)>& at,
                                 const std::vector<double>& breaks) {
  Fitter fitter(at);
  for (size_t i = 0; i + 1 < breaks.size(); ++i)
    if (!fitter.add(breaks[i], breaks[i + 1], kMostHalvings)) return std::nullopt;
  return fitter.finish(breaks.front());
}

}  // namespace premap::geometry
