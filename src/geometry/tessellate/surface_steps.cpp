// Each patch, a span of u by a span of v, is taken as a Bezier patch: how far its control polygons bend, and how far
// its quads are from being parallelograms, tells how many parts it wants. A span has as many as its neediest patch.
#include "geometry/tessellate/surface_steps.h"

#include <algorithm>
#include <cmath>

#include "geometry/curves/blossom.h"
#include "geometry/curves/bspline.h"

namespace premap::geometry {
namespace {

constexpr double kMostWork = 4e8;
constexpr int kMostSteps = 500;

std::vector<size_t> spansOf(const SplineDirection& d) {
  std::vector<size_t> out;
  for (size_t k = static_cast<size_t>(d.order) - 1; k < d.poles; ++k)
    if (d.knots[k] < d.knots[k + 1]) out.push_back(k);
  return out;
}

// `order` poles that count on a span, `stride` apart, become those of its Bezier curve: the blossom of the span at its
// begin, all but r times, and at its end r times.
void toBezier(const SplineDirection& d, size_t span, Weighted* poles, size_t stride) {
  const auto order = static_cast<size_t>(d.order);
  std::array<Weighted, kHighestOrder> out, read;
  for (size_t r = 0; r < order; ++r) {
    for (size_t j = 0; j < order; ++j) read[j] = poles[j * stride];
    out[r] = blossom(d.knots, span, {read.data(), order}, [&](size_t i) { return d.knots[i < r ? span + 1 : span]; });
  }
  for (size_t r = 0; r < order; ++r) poles[r * stride] = out[r];
}

class Patch {
 public:
  Patch(const BSplineSurface& s, size_t uSpan, size_t vSpan) : nu_(s.u.order), nv_(s.v.order), poles_(nu_ * nv_) {
    for (size_t j = 0; j < nv_; ++j)
      for (size_t i = 0; i < nu_; ++i) {
        const size_t from = (vSpan + 1 - nv_ + j) * s.u.poles + uSpan + 1 - nu_ + i;
        poles_[j * nu_ + i] = {s.poles[from], s.weights.empty() ? 1 : s.weights[from]};
      }
    for (size_t j = 0; j < nv_; ++j) toBezier(s.u, uSpan, &poles_[j * nu_], 1);
    for (size_t i = 0; i < nu_; ++i) toBezier(s.v, vSpan, &poles_[i], nu_);
    for (Weighted& p : poles_) p.point = p.point * (1 / p.weight);
  }

  int uSteps(const Tolerance& tolerance) const { return steps(nu_, 1, nv_, nu_, tolerance); }
  int vSteps(const Tolerance& tolerance) const { return steps(nv_, nu_, nu_, 1, tolerance); }

 private:
  const Vec3& at(size_t i) const { return poles_[i].point; }

  // Lines of `count` poles that are `step` apart; the lines are `next` apart.
  int steps(size_t count, size_t step, size_t lines, size_t next, const Tolerance& tolerance) const {
    double height = 0, angle = 0;
    for (size_t line = 0; line < lines; ++line)
      for (size_t i = 0; i + 2 < count; ++i) {
        const Vec3& from = at(line * next + i * step);
        const Vec3 near = at(line * next + (i + 1) * step) - from, far = at(line * next + (i + 2) * step) - from;
        const double area = length(cross(near, far)), size = length(far);
        if (!(length(near) > 0 && size > 0 && length(far - near) > 0)) continue;
        height = std::max(height, area / size);
        angle = std::max(angle, std::atan2(area, dot(near, far)));
      }
    double wanted = twistSteps(tolerance.chord);
    if (count > 2 && tolerance.chord > 0) wanted = std::max(wanted, 1 + std::sqrt(height / tolerance.chord));
    if (count > 2 && tolerance.angle > 0 && angle > tolerance.angle)
      wanted = std::max(wanted, 1 + static_cast<double>(count - 1) * angle / tolerance.angle);
    return wanted < kMostSteps ? std::max(1, static_cast<int>(wanted)) : kMostSteps;
  }

  // By how far the middles of a quad's diagonals are apart.
  double twistSteps(double chord) const {
    constexpr double most = 30, relative = 0.06;
    double apart = 0, ratio = 0;
    for (size_t j = 1; j < nv_; ++j)
      for (size_t i = 1; i < nu_; ++i) {
        const size_t here = j * nu_ + i, below = here - nu_;
        const double gap = distance(mix(at(below - 1), at(here), 0.5), mix(at(below), at(here - 1), 0.5));
        const double size = std::max(distance(at(below - 1), at(here)), distance(at(below), at(here - 1)));
        apart = std::max(apart, gap);
        if (size > 0) ratio = std::max(ratio, gap / size);
      }
    double steps = 1;
    if (chord > 0) steps = std::max(steps, std::floor(0.999 + std::sqrt(apart / chord)));
    if (ratio > relative) steps = std::max(steps, std::floor(0.999 + std::sqrt(ratio / relative)));
    return std::min(steps, most);
  }

  size_t nu_, nv_;
  std::vector<Weighted> poles_;
};

}  // namespace

Outcome<SurfaceSteps> stepsOf(const BSplineSurface& s, const Tolerance& tolerance) {
  const std::vector<size_t> uSpans = spansOf(s.u), vSpans = spansOf(s.v);
  const double nu = s.u.order, nv = s.v.order;
  const double patches = static_cast<double>(uSpans.size()) * static_cast<double>(vSpans.size());
  if (patches * (nv * nu * nu * nu + nu * nv * nv * nv) > kMostWork) return Refusal::TooComplex;
  SurfaceSteps steps{std::vector<int>(uSpans.size(), 1), std::vector<int>(vSpans.size(), 1)};
  for (size_t j = 0; j < vSpans.size(); ++j)
    for (size_t i = 0; i < uSpans.size(); ++i) {
      const Patch patch(s, uSpans[i], vSpans[j]);
      steps.u[i] = std::max(steps.u[i], patch.uSteps(tolerance));
      steps.v[j] = std::max(steps.v[j], patch.vSteps(tolerance));
    }
  return steps;
}

}  // namespace premap::geometry
