// What the numbers of a surface's node mean, and distances from surfaces.
#include "geometry/bodies/surfaces.h"

#include "geometry/bodies/splines.h"

namespace premap::geometry {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

namespace at {
constexpr size_t section = 5;
}

std::optional<FaceSurface> coneOf(const Node& n) {
  const double radius = n.numbers[6], sine = n.numbers[7], cosine = n.numbers[8];
  if (sine == 0) return std::nullopt;
  return ConeSurface{n.vector(0) - unit(n.vector(3)) * (radius * cosine / sine), unit(n.vector(3)), sine};
}

std::optional<SectionCurve> sectionOf(const NodeTable& nodes, uint32_t index) {
  const Node* n = nodes.find(index);
  if (!n) return std::nullopt;
  if (n->type == NodeType::Line) return SectionCurve(n->vector(0), unit(n->vector(3)));
  if (auto arc = arcOf(*n)) {
    arc->sweep = kTurn;
    return SectionCurve(*arc);
  }
  auto spline = readSpline(nodes, *n, 3);
  if (!spline) return std::nullopt;
  return SectionCurve(std::move(spline->spline), spline->isPeriodic);
}

std::optional<FaceSurface> sweptOf(const NodeTable& nodes, const Node& n) {
  auto section = sectionOf(nodes, n.pointers[at::section]);
  if (!section || !(length(n.vector(0)) > 0)) return std::nullopt;
  return SharedPatch(std::make_shared<SweptPatch>(std::move(*section), unit(n.vector(0))));
}

// The profile from where it meets the axis to where it does again, where it does.
std::optional<FaceSurface> spunOf(const NodeTable& nodes, const Node& n) {
  auto profile = sectionOf(nodes, n.pointers[at::section]);
  if (!profile || !(length(n.vector(3)) > 0)) return std::nullopt;
  const double low = n.numbers[12], high = n.numbers[13];
  const double from = low == kNoNumber ? -INFINITY : low, to = high == kNoNumber ? INFINITY : high;
  if (!(from < to)) return std::nullopt;
  auto patch = std::make_shared<SpunPatch>(std::move(*profile), n.vector(0), unit(n.vector(3)), from, to);
  if (!(patch->u().low < patch->u().high)) return std::nullopt;
  return SharedPatch(std::move(patch));
}

std::optional<FaceSurface> splineOf(const NodeTable& nodes, const Node& n) {
  auto spline = readSplineSurface(nodes, n);
  if (!spline) return std::nullopt;
  return SharedPatch(
      std::make_shared<SplinePatch>(std::move(spline->surface), spline->isPeriodicU, spline->isPeriodicV));
}

}  // namespace

std::optional<Arc> arcOf(const Node& n) {
  if (n.type != NodeType::Circle && n.type != NodeType::Ellipse) return std::nullopt;
  const Vec3 normal = unit(n.vector(3)), x = unit(n.vector(6)), y = cross(normal, x);
  const double first = n.numbers[9], second = n.type == NodeType::Circle ? first : n.numbers[10];
  return Arc{n.vector(0), x * first, y * second, 0, n.isForward ? kTurn : -kTurn};
}

const FaceSurface* SurfaceReader::find(uint32_t index) {
  const auto [kept, isNew] = kept_.try_emplace(index);
  if (const Node* node = isNew ? nodes_.find(index) : nullptr) kept->second = make(*node);
  return kept->second ? &*kept->second : nullptr;
}

std::optional<FaceSurface> SurfaceReader::make(const Node& n) const {
  switch (n.type) {
    case NodeType::Plane:
      return PlaneSurface{n.vector(0), unit(n.vector(3))};
    case NodeType::Cylinder:
      return CylinderSurface{n.vector(0), unit(n.vector(3)), n.numbers[6]};
    case NodeType::Cone:
      return coneOf(n);
    case NodeType::Sphere:
      return SphereSurface{n.vector(0), n.numbers[3]};
    case NodeType::Torus:
      return TorusSurface{n.vector(0), unit(n.vector(3)), n.numbers[6], n.numbers[7]};
    case NodeType::Swept:
      return sweptOf(nodes_, n);
    case NodeType::Spun:
      return spunOf(nodes_, n);
    case NodeType::SplineSurface:
      return splineOf(nodes_, n);
    default:
      return std::nullopt;
  }
}

std::optional<Vec3> SurfaceReader::pointAt(uint32_t index, const Vec2& uv) {
  const FaceSurface* surface = find(index);
  if (!surface) return std::nullopt;
  if (const auto* patch = std::get_if<SharedPatch>(surface)) return (*patch)->at(uv).point;
  const Node& n = *nodes_.find(index);
  const auto around = [&](const Vec3& axis, const Vec3& x, double angle) {
    return unit(x) * std::cos(angle) + cross(unit(axis), unit(x)) * std::sin(angle);
  };
  switch (n.type) {
    case NodeType::Plane:
      return n.vector(0) + unit(n.vector(6)) * uv.x + cross(unit(n.vector(3)), unit(n.vector(6))) * uv.y;
    case NodeType::Cylinder:
      return n.vector(0) + unit(n.vector(3)) * uv.y + around(n.vector(3), n.vector(7), uv.x) * n.numbers[6];
    case NodeType::Cone:
      return n.vector(0) + unit(n.vector(3)) * uv.y +
             around(n.vector(3), n.vector(9), uv.x) * (n.numbers[6] + uv.y * n.numbers[7] / n.numbers[8]);
    case NodeType::Sphere:
      return n.vector(0) + around(n.vector(4), n.vector(7), uv.x) * (n.numbers[3] * std::cos(uv.y)) +
             unit(n.vector(4)) * (n.numbers[3] * std::sin(uv.y));
    default:
      return n.vector(0) + around(n.vector(3), n.vector(8), uv.x) * (n.numbers[6] + n.numbers[7] * std::cos(uv.y)) +
             unit(n.vector(3)) * (n.numbers[7] * std::sin(uv.y));
  }
}

namespace {

struct ContactAt {
  const Vec3& point;
  std::optional<Vec2>& guess;

  Contact operator()(const PlaneSurface& s) const { return {s.normal, dot(point - s.point, s.normal)}; }
  Contact operator()(const CylinderSurface& s) const {
    const Vec3 out = awayFrom(s.point, s.axis);
    return {unit(out), length(out) - s.radius};
  }
  Contact operator()(const ConeSurface& s) const {
    const Vec3 out = awayFrom(s.apex, s.axis);
    const double cosine = std::sqrt(std::max(0.0, 1 - s.sine * s.sine));
    const Vec3 normal = unit(out) * cosine - s.axis * s.sine;
    return {normal, dot(point - s.apex, normal)};
  }
  Contact operator()(const SphereSurface& s) const {
    return {unit(point - s.center), length(point - s.center) - s.radius};
  }
  Contact operator()(const TorusSurface& s) const {
    const Vec3 arm = point - (s.center + unit(awayFrom(s.center, s.axis)) * s.major);
    return {unit(arm), length(arm) - s.minor};
  }
  Contact operator()(const SharedPatch& s) const {
    guess = s->nearest(point, guess ? *guess : s->seed(point));
    const PatchPoint p = s->at(*guess);
    const Vec3 normal = unit(cross(p.ds, p.dt));
    return {normal, dot(point - p.point, normal)};
  }

  Vec3 awayFrom(const Vec3& origin, const Vec3& axis) const {
    const Vec3 arm = point - origin;
    return arm - axis * dot(arm, axis);
  }
};

}  // namespace

Contact SurfaceContact::at(const Vec3& point) {
  return std::visit(ContactAt{point, guess_}, surface_);
}

size_t SurfaceContact::cost() const {
  const auto* patch = std::get_if<SharedPatch>(&surface_);
  return patch ? 6 * (*patch)->cost() : 2;
}

}  // namespace premap::geometry
