// Between two points of a file the curve has a point in each plane across their chord: there Newton's steps find it, on
// both surfaces to the last digits.
#include "geometry/bodies/intersection.h"

#include <algorithm>

#include "geometry/bodies/fit.h"

namespace premap::geometry {
namespace {

// Surfaces at a lesser angle than this do not tell where they cross.
constexpr double kLeastSine = 1e-4;

class Meeting {
 public:
  Meeting(const FaceSurface& a, const FaceSurface& b, size_t& work) : a_(a), b_(b), work_(work) {}

  // The point of the curve in the plane through `p`; without one in that across the curve.
  std::optional<Vec3> near(Vec3 p, const std::optional<Vec3>& across) {
    constexpr int mostSteps = 30;
    const Vec3 start = p;
    for (int i = 0; i < mostSteps; ++i) {
      if (!spend()) return std::nullopt;
      const Contact a = a_.at(p), b = b_.at(p);
      const Vec3 along = cross(a.normal, b.normal);
      if (!(length(along) > kLeastSine)) return std::nullopt;
      const Vec3 plane = across ? *across : unit(along);
      const double volume = dot(along, plane);
      if (!(std::abs(volume) > kLeastSine * kLeastSine)) return std::nullopt;
      const Vec3 step =
          (cross(b.normal, plane) * -a.height + cross(plane, a.normal) * -b.height + along * -dot(p - start, plane)) *
          (1 / volume);
      p += step;
      if (!isFinite(p)) return std::nullopt;
      if (length(step) <= 1e-14 * std::max(1.0, length(p))) return p;
      // Rounding may keep it from standing still.
      if (i > 8 && length(step) <= 1e-12 * std::max(1.0, length(p))) return p;
    }
    return std::nullopt;
  }

 private:
  bool spend() {
    const size_t cost = a_.cost() + b_.cost();
    work_ -= std::min(work_, cost);
    return work_ > 0;
  }

  SurfaceContact a_, b_;
  size_t& work_;
};

}  // namespace

std::optional<BSpline> intersect(const FaceSurface& a, const FaceSurface& b, std::vector<Vec3> points, size_t& work) {
  if (points.size() < 2) return std::nullopt;
  Meeting meeting(a, b, work);
  double reach = 0;
  for (const Vec3& p : points) reach = std::max(reach, distance(p, points[0]));
  const bool isClosed = distance(points.front(), points.back()) <= 1e-7 * reach;
  for (Vec3& p : points) {
    const auto found = meeting.near(p, {});
    // What a file has as a point of both is one, within its own precision.
    if (!found || distance(*found, p) > 1e-6 * std::max(1.0, reach)) return std::nullopt;
    p = *found;
  }
  if (isClosed) points.back() = points.front();
  std::vector<double> breaks;
  for (size_t i = 0; i < points.size(); ++i) {
    if (i > 0 && !(distance(points[i - 1], points[i]) > 1e-9 * reach)) return std::nullopt;
    breaks.push_back(static_cast<double>(i));
  }
  const auto at = [&](double t) -> std::optional<Vec3> {
    const auto i = std::min(static_cast<size_t>(t), points.size() - 1);
    const double f = t - static_cast<double>(i);
    if (f == 0) return points[i];
    const Vec3 chord = points[i + 1] - points[i];
    const Vec3 middle = points[i] + chord * f;
    const auto found = meeting.near(middle, unit(chord));
    if (!found || distance(*found, middle) > length(chord)) return std::nullopt;
    return found;
  };
  return fitSpline(at, breaks);
}

}  // namespace premap::geometry
