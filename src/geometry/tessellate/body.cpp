// Faces of bodies: flat ones from their loops, others by angles about their axis or by the parameters of their surface.
// A face that goes all around is cut open along a seam; a ball is seen from a point that is not on the face.
#include "geometry/bodies/body.h"

#include <algorithm>
#include <numbers>

#include "geometry/math/count.h"
#include "geometry/measure/region.h"
#include "geometry/tessellate/face.h"
#include "geometry/tessellate/rings.h"
#include "geometry/tessellate/shapes.h"

namespace premap::geometry {
namespace {

constexpr double kPi = std::numbers::pi, kTurn = 2 * kPi;

double near(double angle, double reference) {
  return angle - kTurn * std::round((angle - reference) / kTurn);
}

std::vector<std::vector<Vec3>> cornersOf(const Face& face, const Builder& builder) {
  std::vector<std::vector<Vec3>> out;
  for (const BodyLoop& loop : face.loops)
    if (!loop.empty()) out.push_back(ringOf({CollectionKind::OuterLoop, loop, {}}, builder).corners());
  return out;
}

Vec3 vectorOf(const BodyLoop& loop, const Vec3& base) {
  return vectorArea({CollectionKind::OuterLoop, loop, {}}, base);
}

// A surface about an axis: an angle about it, and a second parameter; both in cells. Or any two parameters, of which
// one may come back as an angle does.
class TurnedFace {
 public:
  struct Shape {
    Vec3 origin, axis;
    std::function<double(const Vec3&)> second;  ///< of a place on it, no angle
    std::function<SurfacePoint(double angle, double v)> at;
    double angleStep = 1, secondStep = 1;
    bool isSecondAngle = false;  ///< comes back after a turn too
    std::optional<double> tip;   ///< the second parameter where it closes in a point
    // Without an axis:
    std::function<Vec2(const Vec3&, const Vec2* last)> parameters = {};  ///< both of a place, and where the last was
    bool isFirstAngle = true;
    std::optional<double> farTip = {};                             ///< the tip of what goes around the other way
    std::function<bool(const Vec2&, const Vec2&)> isTooLong = {};  ///< of an edge inside, in cells
  };

  TurnedFace(Shape shape, const Face& face, const std::vector<std::vector<Vec3>>& rings, Builder& builder)
      : s_(std::move(shape)),
        x_(squareTo(s_.axis)),
        y_(cross(s_.axis, x_)),
        face_(face),
        rings_(rings),
        builder_(builder) {}

  Refusal draw() {
    for (const auto& corners : rings_) s_.parameters ? follow(corners) : unwrap(corners);
    if (isBand()) return drawBand();
    if (const Refusal why = cutOpen(); why != Refusal::None) return why;
    gather();
    return tessellateFace(loops_, surface(), side(), builder_);
  }

  Vec3 x() const { return x_; }
  Vec3 y() const { return y_; }

 private:
  ParameterSurface surface() const {
    return {[this](const Vec2& uv) { return place(uv); },
            s_.isTooLong ? s_.isTooLong
                         : [](const Vec2& a,
                              const Vec2& b) { return std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)) > 1.5; }};
  }
  double side() const { return face_.isOutward ? 1 : -1; }

  // Between two loops that go around once, one above the other, as pipes and holes are: nothing has to be cut open.
  bool isBand() const {
    if (s_.parameters || s_.isSecondAngle || loops_.size() != 2) return false;
    if (std::abs(winding_[0].x) != 1 || winding_[0].x + winding_[1].x != 0) return false;
    double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (size_t k = 0; k < 2; ++k) {
      const FaceLoop& loop = loops_[k];
      for (size_t i = 0; i < loop.size(); ++i) {
        low[k] = std::min(low[k], loop[i].uv.y), high[k] = std::max(high[k], loop[i].uv.y);
        if (i > 0 && !((loop[i].uv.x - loop[i - 1].uv.x) * winding_[k].x > 0)) return false;
      }
      if (!((loop[0].uv.x + period() * winding_[k].x - loop.back().uv.x) * winding_[k].x > 0)) return false;
    }
    return high[0] < low[1] || high[1] < low[0];
  }

  // Both by rising angle, each triangle taking the corner that comes next.
  Refusal drawBand() {
    FaceLoop& a = loops_[0];
    FaceLoop& b = loops_[1];
    for (size_t k = 0; k < 2; ++k)
      if (winding_[k].x < 0) std::reverse(loops_[k].begin(), loops_[k].end());
    startNear(a[0].uv.x, b);
    const size_t n = a.size(), m = b.size();
    const auto angleOf = [&](const FaceLoop& loop, size_t i) {
      return i < loop.size() ? loop[i].uv.x : loop[i - loop.size()].uv.x + period();
    };
    std::vector<uint32_t> triangles;
    for (size_t i = 0, j = 0; i < n || j < m;) {
      const auto inA = static_cast<uint32_t>(i % n), inB = static_cast<uint32_t>(n + j % m);
      const bool isA = j == m || (i < n && angleOf(a, i + 1) <= angleOf(b, j + 1));
      triangles.insert(triangles.end(),
                       {inA, isA ? static_cast<uint32_t>((i + 1) % n) : static_cast<uint32_t>(n + (j + 1) % m), inB});
      ++(isA ? i : j);
    }
    std::vector<Vec2> uv;
    std::vector<Vec3> points;
    for (const FaceLoop* loop : {&a, &b})
      for (const FacePoint& p : *loop) uv.push_back(p.uv), points.push_back(p.point);
    addFace(surface(), std::move(uv), std::move(points), std::move(triangles), side(), builder_);
    return Refusal::None;
  }

  // From the corner on that is nearest to the angle.
  void startNear(double angle, FaceLoop& loop) const {
    size_t best = 0;
    double least = INFINITY;
    for (size_t i = 0; i < loop.size(); ++i)
      if (const double off = std::abs(std::remainder(loop[i].uv.x - angle, period())); off < least)
        least = off, best = i;
    for (size_t i = 0; i < best; ++i) loop[i].uv.x += period();
    std::rotate(loop.begin(), loop.begin() + static_cast<ptrdiff_t>(best), loop.end());
    const double turns = period() * std::round((angle - loop[0].uv.x) / period());
    for (FacePoint& p : loop) p.uv.x += turns;
  }

  SurfacePoint place(const Vec2& uv) const { return s_.at(uv.x * s_.angleStep, uv.y * s_.secondStep); }
  double period() const { return kTurn / (isSwapped_ ? s_.secondStep : s_.angleStep); }

  bool isOnAxis(const Vec3& p, double reach) const { return length(cross(p - s_.origin, s_.axis)) <= 1e-9 * reach; }

  // Angles followed without jumps; what lies on the axis has the angles of both its neighbours.
  void unwrap(const std::vector<Vec3>& corners) {
    double reach = 0;
    for (const Vec3& p : corners) reach = std::max(reach, length(cross(p - s_.origin, s_.axis)));
    size_t first = 0;
    while (first < corners.size() && isOnAxis(corners[first], reach)) ++first;
    if (first == corners.size()) return;
    FaceLoop loop;
    for (size_t k = 0; k <= corners.size(); ++k) {
      const Vec3& p = corners[(first + k) % corners.size()];
      const Vec3 arm = p - s_.origin;
      const double before = loop.empty() ? 0 : loop.back().uv.x * s_.angleStep;
      const bool isTip = isOnAxis(p, reach);
      const double angle = isTip ? before : near(std::atan2(dot(arm, y_), dot(arm, x_)), before);
      double second = s_.second(p);
      if (s_.isSecondAngle && !loop.empty()) second = near(second, loop.back().uv.y * s_.secondStep);
      if (!loop.empty() && wasTip_) loop.push_back({{angle / s_.angleStep, loop.back().uv.y}, loop.back().point});
      loop.push_back({{angle / s_.angleStep, second / s_.secondStep}, p});
      wasTip_ = isTip;
    }
    wasTip_ = false;
    close(std::move(loop));
  }

  // By the parameters of the surface, from where the last corner was.
  void follow(const std::vector<Vec3>& corners) {
    if (corners.empty()) return;
    FaceLoop loop;
    Vec2 last = s_.parameters(corners[0], nullptr);
    for (size_t k = 0; k <= corners.size(); ++k) {
      const Vec3& p = corners[k % corners.size()];
      last = s_.parameters(p, &last);
      loop.push_back({{last.x / s_.angleStep, last.y / s_.secondStep}, p});
    }
    close(std::move(loop));
  }

  // The last point is the first again, a turn later where the loop goes around.
  void close(FaceLoop loop) {
    const Vec2 begin = loop.front().uv, end = loop.back().uv;
    loop.pop_back();
    loops_.push_back(std::move(loop));
    winding_.push_back({s_.isFirstAngle ? std::round((end.x - begin.x) * s_.angleStep / kTurn) : 0,
                        s_.isSecondAngle ? std::round((end.y - begin.y) * s_.secondStep / kTurn) : 0});
  }

  static double& along(Vec2& p, bool isSecond) { return isSecond ? p.y : p.x; }
  double& angle(FacePoint& p) const { return along(p.uv, isSwapped_); }
  double& across(FacePoint& p) const { return along(p.uv, !isSwapped_); }

  Refusal cutOpen() {
    std::vector<size_t> around, about;
    for (size_t i = 0; i < loops_.size(); ++i) {
      if (winding_[i].x != 0) around.push_back(i);
      if (winding_[i].y != 0) about.push_back(i);
    }
    if (around.empty() && about.empty()) return Refusal::None;
    if (!around.empty() && !about.empty()) return Refusal::BodySurface;
    isSwapped_ = around.empty();
    const std::vector<size_t>& open = isSwapped_ ? about : around;
    FaceLoop a = loops_[open[0]], b;
    const double turn = isSwapped_ ? winding_[open[0]].y : winding_[open[0]].x;
    if (open.size() == 2) {
      b = loops_[open[1]];
      if (turn + (isSwapped_ ? winding_[open[1]].y : winding_[open[1]].x) != 0) return Refusal::BodySurface;
    } else if (open.size() != 1 || !tipFor(turn)) {
      return Refusal::BodySurface;
    }
    if (std::abs(turn) != 1) return Refusal::BodySurface;
    std::vector<FaceLoop> rest;
    for (size_t i = 0; i < loops_.size(); ++i)
      if (std::find(open.begin(), open.end(), i) == open.end()) rest.push_back(loops_[i]);
    startAwayFrom(rest, a);
    FaceLoop joined = closed(a, turn);
    FaceLoop other = b.empty() ? tipLoop(joined, *tipFor(turn)) : closed(nearest(b, joined.back()), -turn);
    const double shift = period() * std::round((angle(joined.back()) - angle(other.front())) / period());
    for (FacePoint& p : other) angle(p) += shift;
    if (s_.isSecondAngle || isSwapped_) alignAcross(joined, other);
    const FaceLoop seam = seamBetween(joined.back(), other.front());
    joined.insert(joined.end(), seam.begin(), seam.end());
    joined.insert(joined.end(), other.begin(), other.end());
    for (size_t i = seam.size(); i-- > 0;) {
      FacePoint p = seam[i];
      angle(p) -= turn * period();
      joined.push_back(p);
    }
    loops_ = {std::move(joined)};
    loops_.insert(loops_.end(), rest.begin(), rest.end());
    return Refusal::None;
  }

  FaceLoop closed(FaceLoop loop, double turn) const {
    FacePoint last = loop.front();
    angle(last) = angle(loop.front()) + turn * period();
    loop.push_back(last);
    return loop;
  }

  // The corner at which the seam begins, so that it runs through no other loop.
  void startAwayFrom(std::vector<FaceLoop>& rest, FaceLoop& loop) const {
    for (size_t i = 0; i < loop.size(); ++i) {
      const bool isFree = std::none_of(rest.begin(), rest.end(), [&](FaceLoop& hole) {
        double low = INFINITY, high = -INFINITY;
        for (FacePoint& p : hole) low = std::min(low, angle(p)), high = std::max(high, angle(p));
        const double at = angle(loop[i]) + period() * std::ceil((low - angle(loop[i])) / period());
        return at <= high;
      });
      if (!isFree) continue;
      const double from = angle(loop[i]);
      for (size_t k = 0; k < i; ++k)
        angle(loop[k]) += period() * (angle(loop[loop.size() - 1]) > from   ? 1
                                      : angle(loop[loop.size() - 1]) < from ? -1
                                                                            : 0);
      std::rotate(loop.begin(), loop.begin() + static_cast<ptrdiff_t>(i), loop.end());
      return;
    }
  }

  // From the corner on whose angle is that of `to`, whole turns apart.
  FaceLoop nearest(FaceLoop loop, FacePoint to) const {
    size_t best = 0;
    double least = INFINITY;
    const double direction = loop.size() > 1 && angle(loop.back()) < angle(loop.front()) ? -1 : 1;
    for (size_t i = 0; i < loop.size(); ++i) {
      const double off = std::abs(std::remainder(angle(loop[i]) - angle(to), period()));
      if (off < least) least = off, best = i;
    }
    for (size_t k = 0; k < best; ++k) angle(loop[k]) += direction * period();
    std::rotate(loop.begin(), loop.begin() + static_cast<ptrdiff_t>(best), loop.end());
    return loop;
  }

  std::optional<double> tipFor(double turn) const { return s_.parameters && turn * side() < 0 ? s_.farTip : s_.tip; }

  FaceLoop tipLoop(FaceLoop& joined, double second) const {
    const Vec3 tip = s_.at(0, second).point;
    const double v = second / s_.secondStep;
    return {{{joined.back().uv.x, v}, tip}, {{joined.front().uv.x, v}, tip}};
  }

  // On a torus the way between two rings has the length that the face leaves to it.
  void alignAcross(FaceLoop& a, FaceLoop& b) const {
    const double whole = kTurn / (isSwapped_ ? s_.angleStep : s_.secondStep);
    const Vec3 on = a.front().point;
    const SurfacePoint here = place(a.front().uv);
    // To the left of the first loop, seen from outside.
    const Vec3 outside = here.normal * (face_.isOutward ? 1 : -1), left = cross(outside, a[1].point - on);
    Vec2 ahead = a.front().uv;
    along(ahead, !isSwapped_) += 0.01;
    const double direction = dot(place(ahead).point - here.point, left) > 0 ? 1 : -1;
    double apart = (across(b.front()) - across(a.back())) * direction;
    const double shift = (apart - whole * std::floor(apart / whole)) - apart;
    for (FacePoint& p : b) across(p) += shift * direction;
  }

  FaceLoop seamBetween(const FacePoint& a, const FacePoint& b) const {
    FaceLoop seam;
    const int count = countOf(std::max(std::abs(b.uv.x - a.uv.x), std::abs(b.uv.y - a.uv.y)), 1000);
    for (int i = 1; i < count; ++i) {
      const double f = static_cast<double>(i) / count;
      const Vec2 uv{a.uv.x + (b.uv.x - a.uv.x) * f, a.uv.y + (b.uv.y - a.uv.y) * f};
      seam.push_back({uv, place(uv).point});
    }
    return seam;
  }

  // Holes into the turn that the largest loop is in.
  void gather() {
    if (loops_.size() < 2) return;
    const auto middle = [&](FaceLoop& loop, bool isSecond) {
      double low = INFINITY, high = -INFINITY;
      for (FacePoint& p : loop)
        low = std::min(low, along(p.uv, isSecond)), high = std::max(high, along(p.uv, isSecond));
      return Vec2{(low + high) / 2, high - low};
    };
    for (const bool isSecond : {false, true}) {
      if (isSecond ? !s_.isSecondAngle : !s_.isFirstAngle) continue;
      const double whole = kTurn / (isSecond ? s_.secondStep : s_.angleStep);
      size_t widest = 0;
      for (size_t i = 1; i < loops_.size(); ++i)
        if (middle(loops_[i], isSecond).y > middle(loops_[widest], isSecond).y) widest = i;
      const double center = middle(loops_[widest], isSecond).x;
      for (FaceLoop& loop : loops_) {
        const double shift = whole * std::round((center - middle(loop, isSecond).x) / whole);
        for (FacePoint& p : loop) along(p.uv, isSecond) += shift;
      }
    }
  }

  Shape s_;
  Vec3 x_, y_;
  const Face& face_;
  const std::vector<std::vector<Vec3>>& rings_;  // the corners of its loops
  Builder& builder_;
  std::vector<FaceLoop> loops_;
  std::vector<Vec2> winding_;
  bool isSwapped_ = false;  // whether it goes around by the second parameter
  bool wasTip_ = false;
};

// The parameters of a patch as those of a TurnedFace: the first is that which comes back, if one does.
class PatchShape {
 public:
  PatchShape(const PatchSurface& s, const std::vector<std::vector<Vec3>>& rings, Builder& builder)
      : s_(s),
        builder_(builder),
        isVFirst_(s.v().isPeriodic && !s.u().isPeriodic),
        first_(isVFirst_ ? s.v() : s.u()),
        second_(isVFirst_ ? s.u() : s.v()),
        firstScale_(first_.isPeriodic ? kTurn / first_.width() : 1),
        secondScale_(second_.isPeriodic ? kTurn / second_.width() : 1) {
    for (const auto& ring : rings)
      for (const Vec3& p : ring) {
        if (reach_ == 0) origin_ = p;
        reach_ = std::max(reach_, distance(p, origin_));
        if (reach_ == 0) reach_ = 1e-300;
      }
  }

  TurnedFace::Shape make() const {
    TurnedFace::Shape shape{{}, {0, 0, 1}, {}, {}, 1, 1, second_.isPeriodic, {}};
    shape.isFirstAngle = first_.isPeriodic;
    shape.parameters = [this](const Vec3& p, const Vec2* last) { return parametersOf(p, last); };
    shape.at = [this](double first, double second) {
      const PatchPoint p = at(first, second);
      return SurfacePoint{p.point, cross(p.ds, p.dt)};
    };
    // About as long as wide, and a tenth of the face.
    const auto [along, across] = speedsAt(parametersOf(origin_, nullptr));
    const double cell = reach_ / 10;
    shape.angleStep = along > 0 ? cell / along : 1, shape.secondStep = across > 0 ? cell / across : 1;
    if (first_.isPeriodic) shape.angleStep = kTurn / std::clamp(std::round(kTurn / shape.angleStep), 4.0, 100.0);
    if (second_.isPeriodic) shape.secondStep = kTurn / std::clamp(std::round(kTurn / shape.secondStep), 4.0, 100.0);
    if (isPoint(second_.low)) tipAt(shape, isVFirst_) = second_.low * secondScale_;
    if (isPoint(second_.high)) tipAt(shape, !isVFirst_) = second_.high * secondScale_;
    shape.isTooLong = [this, a = shape.angleStep, b = shape.secondStep](const Vec2& from, const Vec2& to) {
      return isTooLong({from.x * a, from.y * b}, {to.x * a, to.y * b}) ||
             std::max(std::abs(from.x - to.x), std::abs(from.y - to.y)) > 6;
    };
    return shape;
  }

 private:
  static std::optional<double>& tipAt(TurnedFace::Shape& shape, bool isNear) {
    return isNear ? shape.tip : shape.farTip;
  }
  Vec2 toPatch(const Vec2& p) const {
    const double first = p.x / firstScale_, second = p.y / secondScale_;
    return isVFirst_ ? Vec2{second, first} : Vec2{first, second};
  }
  Vec2 fromPatch(const Vec2& uv) const {
    return isVFirst_ ? Vec2{uv.y * firstScale_, uv.x * secondScale_} : Vec2{uv.x * firstScale_, uv.y * secondScale_};
  }
  PatchPoint at(double first, double second) const { return s_.at(toPatch({first, second})); }

  Vec2 parametersOf(const Vec3& p, const Vec2* last) const {
    const double allowed = 1e-4 * reach_;
    Vec2 uv = s_.nearest(p, last ? toPatch(*last) : s_.seed(p));
    if (last && distance(s_.at(uv).point, p) > allowed) {
      const Vec2 anew = s_.nearest(p, s_.seed(p));
      if (distance(s_.at(anew).point, p) < distance(s_.at(uv).point, p)) uv = anew;
    }
    Vec2 found = fromPatch(uv);
    if (last && first_.isPeriodic) found.x = near(found.x, last->x);
    if (last && second_.isPeriodic) found.y = near(found.y, last->y);
    return found;
  }
  // Of a step of 1 in either parameter.
  std::pair<double, double> speedsAt(const Vec2& p) const {
    const PatchPoint q = at(p.x, p.y);
    const double u = length(q.ds), v = length(q.dt);
    return isVFirst_ ? std::pair(v / firstScale_, u / secondScale_) : std::pair(u / firstScale_, v / secondScale_);
  }

  bool isPoint(double second) const {
    if (!first_.isPeriodic || !std::isfinite(second)) return false;
    const Vec3 begin = at(0, second * secondScale_).point;
    for (int i = 1; i < 8; ++i)
      if (distance(begin, at(kTurn * i / 8, second * secondScale_).point) > 1e-6) return false;
    return true;
  }

  // Where the surface turns, or bends away from the chord, by more than is allowed.
  bool isTooLong(const Vec2& a, const Vec2& b) const {
    if (!builder_.spend(1 + s_.cost() / 16)) return false;
    const PatchPoint p = at(a.x, a.y), q = at(b.x, b.y), m = at((a.x + b.x) / 2, (a.y + b.y) / 2);
    const double chord = distance(p.point, q.point);
    if (!(chord > 1e-6 * reach_)) return false;
    const Vec3 from = unit(cross(p.ds, p.dt)), to = unit(cross(q.ds, q.dt));
    const double off = distance(mix(p.point, q.point, 0.5), m.point);
    const double turn = std::max(std::acos(std::clamp(dot(from, to), -1.0, 1.0)), 4 * std::atan2(2 * off, chord));
    return turn > 1.5 * builder_.stepFor(chord / std::max(turn, 1e-9));
  }

  const PatchSurface& s_;
  Builder& builder_;
  bool isVFirst_;
  const ParameterRange &first_, &second_;
  double firstScale_, secondScale_, reach_ = 0;
  Vec3 origin_;
};

class FaceDrawer {
 public:
  FaceDrawer(const Face& face, Builder& builder) : face_(face), builder_(builder), side_(face.isOutward ? 1 : -1) {}

  Refusal operator()(const PlaneSurface&) const {
    CurveCollection region{CollectionKind::Parity, {}, {}};
    for (const BodyLoop& loop : face_.loops)
      if (!loop.empty()) region.children.push_back({CollectionKind::OuterLoop, loop, {}});
    const auto areas = areasOf(region, builder_);
    if (!areas) return areas.refusal();
    for (const FlatArea& area : *areas) {
      if (area.corners.empty()) continue;
      Vec3 outwards;
      for (const BodyLoop& loop : face_.loops) outwards += vectorOf(loop, area.corners[0]);
      builder_.flat(area.corners, area.triangles, area.normal, dot(outwards, area.normal) < 0);
    }
    return Refusal::None;
  }

  Refusal operator()(const CylinderSurface& s) const {
    const auto rings = cornersOf(face_, builder_);
    const auto [low, high] = heights(rings, s.point, s.axis);
    TurnedFace::Shape shape{s.point, s.axis, [&](const Vec3& p) { return dot(p - s.point, s.axis); }, {}, {}, {},
                            {},      {}};
    shape.angleStep = kTurn / builder_.chordsOfCircle(s.radius), shape.secondStep = std::max(high - low, 1e-9);
    shape.at = [s, x = squareTo(s.axis)](double angle, double v) {
      const Vec3 out = x * std::cos(angle) + cross(s.axis, x) * std::sin(angle);
      return SurfacePoint{s.point + s.axis * v + out * s.radius, out};
    };
    return TurnedFace(std::move(shape), face_, rings, builder_).draw();
  }

  Refusal operator()(const ConeSurface& s) const {
    const auto rings = cornersOf(face_, builder_);
    const auto [low, high] = heights(rings, s.apex, s.axis);
    TurnedFace::Shape shape{s.apex, s.axis, [&](const Vec3& p) { return dot(p - s.apex, s.axis); }, {}, {}, {}, {}, {}};
    const double slope = s.sine / std::sqrt(std::max(1e-300, 1 - s.sine * s.sine));
    const double radius = std::max(std::abs(low), std::abs(high)) * std::abs(slope);
    shape.angleStep = kTurn / builder_.chordsOfCircle(radius), shape.secondStep = std::max(high - low, 1e-9);
    shape.tip = 0;
    shape.at = [s, slope, x = squareTo(s.axis)](double angle, double v) {
      const Vec3 out = x * std::cos(angle) + cross(s.axis, x) * std::sin(angle);
      return SurfacePoint{s.apex + s.axis * v + out * (v * slope),
                          out * (v < 0 ? -1 : 1) - s.axis * std::abs(slope) * (v < 0 ? -1 : 1)};
    };
    return TurnedFace(std::move(shape), face_, rings, builder_).draw();
  }

  Refusal operator()(const TorusSurface& s) const {
    if (!(s.minor > 0) || !(s.major > s.minor)) return Refusal::BodySurface;
    const Vec3 x = squareTo(s.axis), y = cross(s.axis, x);
    const auto rings = cornersOf(face_, builder_);
    if (rings.empty()) return whole(TorusPipe{s.center, x, y, s.major, s.minor, kTurn, false});
    TurnedFace::Shape shape{s.center, s.axis, {}, {}, {}, {}, true, {}};
    shape.angleStep = kTurn / builder_.chordsOfCircle(s.major + s.minor);
    shape.secondStep = kTurn / builder_.chordsOfCircle(s.minor);
    shape.second = [s, x, y](const Vec3& p) {
      const Vec3 arm = p - s.center;
      return std::atan2(dot(arm, s.axis), std::hypot(dot(arm, x), dot(arm, y)) - s.major);
    };
    shape.at = [s, x, y](double angle, double v) {
      const Vec3 out = x * std::cos(angle) + y * std::sin(angle);
      const Vec3 normal = out * std::cos(v) + s.axis * std::sin(v);
      return SurfacePoint{s.center + out * s.major + normal * s.minor, normal};
    };
    return TurnedFace(std::move(shape), face_, rings, builder_).draw();
  }

  Refusal operator()(const SharedPatch& s) const {
    const auto rings = cornersOf(face_, builder_);
    if (rings.empty()) return wholePatch(*s);
    const PatchShape shape(*s, rings, builder_);
    return TurnedFace(shape.make(), face_, rings, builder_).draw();
  }

  // Seen from the point of the ball farthest from the face, or within what its first loop cuts away: a plane without
  // poles, where circles stay circles.
  Refusal operator()(const SphereSurface& s) const {
    const auto corners = cornersOf(face_, builder_);
    const double r = s.radius;
    if (corners.empty()) return whole(Sphere{{{r, 0, 0}, {0, r, 0}, {0, 0, r}, s.center}, -kPi / 2, kPi, false});
    const BodyLoop& first =
        *std::find_if(face_.loops.begin(), face_.loops.end(), [](const auto& l) { return !l.empty(); });
    const Vec3 up = unit(vectorOf(first, s.center)) * side_, x = squareTo(up), y = cross(up, x);
    std::vector<FaceLoop> loops;
    for (const auto& ring : corners) {
      loops.emplace_back();
      for (const Vec3& p : ring) {
        const Vec3 d = unit(p - s.center);
        const double depth = 1 + dot(d, up);
        if (!(depth > 1e-9)) return Refusal::BodySurface;
        loops.back().push_back({{dot(d, x) / depth, dot(d, y) / depth}, p});
      }
    }
    const auto direction = [=](const Vec2& uv) {
      const double square = uv.x * uv.x + uv.y * uv.y;
      return (x * (2 * uv.x) + y * (2 * uv.y) + up * (1 - square)) * (1 / (1 + square));
    };
    const double step = builder_.stepFor(r);
    const ParameterSurface surface{[&](const Vec2& uv) {
                                     return SurfacePoint{s.center + direction(uv) * r, direction(uv)};
                                   },
                                   [&](const Vec2& a, const Vec2& b) {
                                     return dot(direction(a), direction(b)) < std::cos(std::min(kPi, 1.5 * step));
                                   }};
    return tessellateFace(loops, surface, side_, builder_);
  }

 private:
  struct Heights {
    double low = INFINITY, high = -INFINITY;
  };
  static Heights heights(const std::vector<std::vector<Vec3>>& rings, const Vec3& origin, const Vec3& axis) {
    Heights h;
    for (const auto& ring : rings)
      for (const Vec3& p : ring) {
        const double z = dot(p - origin, axis);
        h.low = std::min(h.low, z), h.high = std::max(h.high, z);
      }
    return h;
  }

  // Without an edge: a grid over all of it, whose ends are the same places where it closes.
  Refusal wholePatch(const PatchSurface& s) const {
    if (!s.u().isBounded() || !s.v().isBounded()) return Refusal::BodySurface;
    constexpr size_t most = 200;
    const auto stepsOf = [&](bool isU) {
      double turn = 0, size = 0;
      const ParameterRange &along = isU ? s.u() : s.v(), &across = isU ? s.v() : s.u();
      PatchPoint last{};
      for (size_t i = 0; i <= most; ++i) {
        const double a = along.low + along.width() * static_cast<double>(i) / most, b = across.low + across.width() / 3;
        const PatchPoint p = s.at(isU ? Vec2{a, b} : Vec2{b, a});
        const Vec3 &from = isU ? last.ds : last.dt, &to = isU ? p.ds : p.dt;
        if (i > 0) turn += std::atan2(length(cross(from, to)), dot(from, to)), size += distance(last.point, p.point);
        last = p;
      }
      return static_cast<size_t>(countOf(std::max(8.0, turn / builder_.stepFor(size / std::max(turn, 1e-9))), most));
    };
    const size_t columns = stepsOf(true), rows = stepsOf(false);
    const auto parameter = [](const ParameterRange& range, size_t i, size_t n) {
      if (range.isPeriodic) i %= n;
      return i == n ? range.high : range.low + range.width() * static_cast<double>(i) / static_cast<double>(n);
    };
    const size_t before = builder_.corners();
    builder_.grid(rows + 1, columns + 1, [&](size_t i, size_t j) {
      const PatchPoint p = s.at({parameter(s.u(), j, columns), parameter(s.v(), i, rows)});
      return SurfacePoint{p.point, cross(p.ds, p.dt) * side_};
    });
    if (side_ < 0) builder_.turnFrom(before);
    return Refusal::None;
  }

  // A whole ball or torus; inside out, where the body lies around it.
  Refusal whole(const auto& shape) const {
    Drawing drawing;
    Builder inner(drawing, builder_.tolerance(), builder_.work());
    if (const Refusal why = tessellate(shape, inner); why != Refusal::None) return why;
    if (!builder_.hasRoomFor(1, drawing.points.size())) return Refusal::TooComplex;
    std::vector<uint32_t> places;
    for (size_t i = 0; i < drawing.points.size(); ++i)
      places.push_back(builder_.add({drawing.points[i], drawing.normals[i]}));
    for (size_t i = 0; i < drawing.triangles.size(); i += 3) {
      uint32_t a = places[drawing.triangles[i]], b = places[drawing.triangles[i + 1]],
               c = places[drawing.triangles[i + 2]];
      if (side_ < 0) std::swap(b, c);
      builder_.triangle(a, b, c);
    }
    return Refusal::None;
  }

  const Face& face_;
  Builder& builder_;
  double side_;
};

}  // namespace

Refusal tessellate(const Body& body, Builder& builder) {
  for (Face face : body.faces) {
    // Along edges that are not exact both faces take the same way.
    if (!face.sharedLoops.empty()) face.loops = face.sharedLoops;
    const Refusal why = std::visit(FaceDrawer(face, builder), face.surface);
    if (why != Refusal::None) return why;
    if (builder.isFull()) return Refusal::TooComplex;
  }
  builder.move(body.frame);
  if (body.kind == BodyKind::Solid) builder.turnOutwards();
  return Refusal::None;
}

}  // namespace premap::geometry
