// Faces by integrals along their edges, one way a kind of surface; docs/geometry.md tells why that is enough.
#include "geometry/measure/body.h"

#include <algorithm>
#include <numbers>

#include "geometry/curves/pieces.h"
#include "geometry/math/quadrature.h"
#include "geometry/measure/body_patch.h"
#include "geometry/measure/curve_length.h"
#include "geometry/measure/region.h"

namespace premap::geometry {
namespace {

constexpr double kPi = std::numbers::pi;

// For the patches of one body: poles that may be looked at.
constexpr size_t kMostWork = 40'000'000;

template <class F>
void forEachEdgePiece(const Face& face, F&& f) {
  for (const BodyLoop& loop : face.loops)
    for (const Curve& curve : loop) forEachPiece(curve, f);
}

// Half the integral of P x dP: the vector of the face, whatever its surface.
Vec3 vectorOf(const Face& face, const Vec3& base) {
  Vec3 sum;
  for (const BodyLoop& loop : face.loops) sum += vectorArea({CollectionKind::OuterLoop, loop, {}}, base);
  return sum;
}

// Along the axis there is no turn.
bool hasNoTurn(const LinePiece& line, const Vec3& axis) {
  const Vec3 d = line.end - line.begin;
  return length(cross(d, axis)) <= 1e-12 * length(d);
}

// A circle about the axis turns as its own angle does, with everything else the same all along.
bool isAbout(const Arc& arc, const Vec3& point, const Vec3& axis) {
  const double r = length(arc.u), tiny = 1e-12 * r;
  return std::abs(length(arc.v) - r) <= tiny && std::abs(dot(arc.u, arc.v)) <= tiny * r &&
         std::abs(dot(arc.u, axis)) <= tiny && std::abs(dot(arc.v, axis)) <= tiny &&
         length(cross(arc.center - point, axis)) <= tiny;
}

// Integral of f(P) over the angle about an axis.
double aroundAxis(const Face& face, const Vec3& point, const Vec3& axis, auto&& f) {
  double sum = 0;
  forEachEdgePiece(face, [&](const auto& piece) {
    using Piece = std::remove_cvref_t<decltype(piece)>;
    if constexpr (std::is_same_v<Piece, LinePiece>)
      if (hasNoTurn(piece, axis)) return;
    if constexpr (std::is_same_v<Piece, ArcPiece>)
      if (const Arc& arc = piece.arc; isAbout(arc, point, axis)) {
        const double turn = dot(cross(arc.u, arc.v), axis) < 0 ? piece.from - piece.to : piece.to - piece.from;
        sum += f(dot(arc.center - point, axis), dot(arc.u, arc.u)) * turn;
        return;
      }
    sum += integrate<1>(
        [&](double t) {
          const PointAndTangent p = piece.at(t);
          const Vec3 arm = p.point - point, out = arm - axis * dot(arm, axis);
          const double square = dot(out, out);
          // Straight towards the axis, or on it, there is no turn.
          const double turn = square > 0 ? dot(cross(out, p.tangent), axis) / square : 0;
          return std::array{f(dot(arm, axis), square) * turn};
        },
        piece.from, piece.to)[0];
  });
  return sum;
}

class FaceMeasure {
 public:
  FaceMeasure(const Face& face, const Vec3& base, double tolerance, size_t& work)
      : face_(face),
        base_(base),
        vector_(vectorOf(face, base)),
        sign_(face.isOutward ? 1 : -1),
        tolerance_(tolerance),
        work_(work) {}

  Outcome<FaceSum> operator()(const PlaneSurface& s) const {
    return FaceSum{length(vector_), dot(s.point - base_, vector_)};
  }

  Outcome<FaceSum> operator()(const CylinderSurface& s) const {
    const double area = std::abs(s.radius * aroundAxis(face_, s.point, s.axis, [](double z, double) { return z; }));
    return FaceSum{area, sign_ * s.radius * area + dot(s.point - base_, vector_)};
  }

  // Seen from the apex a cone has no depth.
  Outcome<FaceSum> operator()(const ConeSurface& s) const {
    const double squares = aroundAxis(face_, s.apex, s.axis, [](double, double square) { return square; });
    return FaceSum{std::abs(squares / (2 * s.sine)), dot(s.apex - base_, vector_)};
  }

  Outcome<FaceSum> operator()(const SphereSurface& s) const {
    const auto area = areaOnSphere(s);
    if (!area) return area.refusal();
    return FaceSum{*area, sign_ * s.radius * *area + dot(s.center - base_, vector_)};
  }

  Outcome<FaceSum> operator()(const TorusSurface& s) const;

  Outcome<FaceSum> operator()(const SharedPatch& s) const { return measurePatch(face_, *s, base_, tolerance_, work_); }

 private:
  // Gauss and Bonnet: what the edges lack of a full turn is the area. No poles, no parameters.
  Outcome<double> areaOnSphere(const SphereSurface& s) const {
    double turned = 0;
    for (const BodyLoop& loop : face_.loops) {
      const Arc* last = loop.empty() ? nullptr : std::get_if<Arc>(&loop.back().shape);
      for (const Curve& curve : loop) {
        const Arc* arc = std::get_if<Arc>(&curve.shape);
        if (!arc || !last) return areaSeenFromAPole(s);
        turned += turnAlong(*arc, s) + turnAt(*last, *arc, s);
        last = arc;
      }
    }
    const double whole = 4 * kPi * s.radius * s.radius;
    const double loops = static_cast<double>(face_.loops.size());
    const double area = s.radius * s.radius * (2 * kPi * (2 - loops) - turned);
    return std::clamp(area, 0.0, whole);
  }

  // With other edges: (x dy - y dx) / (1 + z) around each loop is the area that it goes around, if the pole below is
  // not in it, and a whole ball less if it is. The pole is that direction of some that is farthest from all edges.
  Outcome<double> areaSeenFromAPole(const SphereSurface& s) const {
    std::vector<Vec3> directions;
    forEachEdgePiece(face_, [&](const auto& piece) {
      constexpr int samples = 4;
      for (int i = 0; i <= samples; ++i)
        directions.push_back(unit(piece.at(piece.from + (piece.to - piece.from) * i / samples).point - s.center));
    });
    Vec3 pole;
    double least = INFINITY;
    for (int i = 0; i < 27; ++i) {
      if (i == 13) continue;
      const Vec3 candidate = unit(Vec3{i % 3 - 1.0, i / 3 % 3 - 1.0, i / 9 - 1.0});
      double nearest = -1;
      for (const Vec3& d : directions) nearest = std::max(nearest, dot(candidate, d));
      if (nearest < least) least = nearest, pole = candidate;
    }
    const Vec3 up = -pole, x = squareTo(up), y = cross(up, x);
    double sum = 0;
    forEachEdgePiece(face_, [&](const auto& piece) {
      sum += integrate<1>(
          [&](double t) {
            const PointAndTangent p = piece.at(t);
            const Vec3 d = unit(p.point - s.center), slope = p.tangent * (1 / s.radius);
            return std::array{(dot(d, x) * dot(slope, y) - dot(d, y) * dot(slope, x)) / (1 + dot(d, up))};
          },
          piece.from, piece.to)[0];
    });
    const double turns = sum * sign_ / (4 * kPi);
    return s.radius * s.radius * 4 * kPi * (turns - std::floor(turns));
  }

  static PointAndTangent on(const Arc& arc, double t) {
    PointAndTangent p = ArcPiece{arc, 0, 0}.at(t);
    if (arc.sweep < 0) p.tangent = -p.tangent;
    return p;
  }

  // Of a circle: the same at all of its points.
  double turnAlong(const Arc& arc, const SphereSurface& s) const {
    const PointAndTangent p = on(arc, arc.start);
    const Vec3 normal = unit(p.point - s.center) * sign_, tangent = unit(p.tangent);
    const double radius = length(arc.u);
    const double bend = dot(arc.center - p.point, cross(normal, tangent)) / (radius * radius);
    return bend * radius * std::abs(arc.sweep);
  }

  double turnAt(const Arc& before, const Arc& after, const SphereSurface& s) const {
    const PointAndTangent a = on(before, before.start + before.sweep), b = on(after, after.start);
    const Vec3 normal = unit(b.point - s.center) * sign_;
    return std::atan2(dot(normal, cross(a.tangent, b.tangent)), dot(a.tangent, b.tangent));
  }

  const Face& face_;
  Vec3 base_, vector_;
  double sign_, tolerance_;
  size_t& work_;
};

// Angles of a point on a torus, followed without jumps.
struct TorusAngles {
  double turn = 0, around = 0;  ///< about the axis, and about the pipe
};

class TorusFrame {
 public:
  explicit TorusFrame(const TorusSurface& s) : s_(s), x_(squareTo(s.axis)), y_(cross(s.axis, x_)) {}
  TorusAngles at(const Vec3& p) const {
    const Vec3 arm = p - s_.center;
    const double x = dot(arm, x_), y = dot(arm, y_);
    return {std::atan2(y, x), std::atan2(dot(arm, s_.axis), std::hypot(x, y) - s_.major)};
  }
  TorusAngles slope(const PointAndTangent& p) const {
    const Vec3 arm = p.point - s_.center;
    const double x = dot(arm, x_), y = dot(arm, y_), z = dot(arm, s_.axis), out = std::hypot(x, y),
                 depth = out - s_.major;
    const double dx = dot(p.tangent, x_), dy = dot(p.tangent, y_), dz = dot(p.tangent, s_.axis);
    const double dOut = (x * dx + y * dy) / out;
    return {(x * dy - y * dx) / (out * out), (depth * dz - z * dOut) / (depth * depth + z * z)};
  }

 private:
  const TorusSurface& s_;
  Vec3 x_, y_;
};

double near(double angle, double reference) {
  return angle - 2 * kPi * std::round((angle - reference) / (2 * kPi));
}

// Area and flow on a torus are integrals over (turn, around) of functions of `around` alone, so Green's theorem leaves
// either their antiderivative over d(turn), or the turn times them over d(around).
class TorusIntegral {
 public:
  TorusIntegral(const TorusSurface& s, bool isOverTurn)
      : R_(s.major), r_(s.minor), frame_(s), isOverTurn_(isOverTurn) {}

  FaceSum sum;
  double wound = 0;  ///< the most that a loop winds about the pipe

  void add(const BodyLoop& loop) {
    bool isFirst = true;
    double around = 0;
    for (const Curve& curve : loop) {
      forEachPiece(curve, [&](const auto& piece) {
        const TorusAngles begin = frame_.at(beginOf(piece));
        if (std::exchange(isFirst, false)) at_ = begin, around = begin.around;
        addPiece(piece);
      });
    }
    wound = std::max(wound, std::abs(at_.around - around));
  }

 private:
  void addPiece(const auto& piece) {
    const TorusAngles start = at_;
    const auto part = integrate<2>(
        [&](double t) {
          const PointAndTangent p = piece.at(t);
          const TorusAngles angles = frame_.at(p.point), slope = frame_.slope(p);
          const double a = near(angles.around, start.around), turn = near(angles.turn, start.turn);
          const double c = std::cos(a), s = std::sin(a), area = r_ * (R_ + r_ * c);
          if (!isOverTurn_) return std::array{turn * area * slope.around, turn * area * (R_ * c + r_) * slope.around};
          const double areaTo = r_ * (R_ * a + r_ * s);
          const double flowTo = r_ * ((R_ * R_ + r_ * r_) * s + R_ * r_ * (1.5 * a + s * c / 2));
          return std::array{-areaTo * slope.turn, -flowTo * slope.turn};
        },
        piece.from, piece.to);
    sum.area += part[0], sum.flow += part[1];
    const TorusAngles end = frame_.at(endOf(piece));
    at_ = {near(end.turn, start.turn), near(end.around, start.around)};
  }

  double R_, r_;
  TorusFrame frame_;
  bool isOverTurn_;
  TorusAngles at_;
};

Outcome<FaceSum> FaceMeasure::operator()(const TorusSurface& s) const {
  // A pipe that meets itself in the axis has points that are in two places.
  if (!(s.minor > 0) || !(s.major > s.minor)) return Refusal::BodySurface;
  TorusIntegral overTurn(s, true), overPipe(s, false);
  for (const BodyLoop& loop : face_.loops) overTurn.add(loop);
  if (overTurn.wound > kPi)
    for (const BodyLoop& loop : face_.loops) overPipe.add(loop);
  const FaceSum sum = overTurn.wound > kPi ? overPipe.sum : overTurn.sum;
  FaceSum out{sum.area * sign_, sum.flow * sign_};
  // Loops that go all around leave open how many whole turns lie between them: none, of a face.
  const FaceSum whole{4 * kPi * kPi * s.major * s.minor, 6 * kPi * kPi * s.major * s.minor * s.minor};
  const double turns = face_.loops.empty() ? -1 : std::floor(out.area / whole.area);
  out.area -= turns * whole.area, out.flow -= turns * whole.flow;
  return FaceSum{out.area, sign_ * out.flow + dot(s.center - base_, vector_)};
}

// Whether what lies open between faces, along edges that are not exact, is too much to tell the measures.
bool isTooOpen(const Body& body, const TrueMeasures& m, const Vec3& base) {
  constexpr double most = 1e-5;
  if (body.gapArea == 0) return false;
  double reach = 0;
  for (const Face& face : body.faces)
    forEachEdgePiece(face, [&](const auto& piece) { reach = std::max(reach, distance(beginOf(piece), base)); });
  if (body.gapArea > most * m.area.value) return true;
  return body.kind == BodyKind::Solid && body.gapArea * reach / 3 > most * m.volume.value;
}

Vec3 anyPoint(const Body& body) {
  for (const Face& face : body.faces)
    for (const BodyLoop& loop : face.loops)
      for (const Curve& curve : loop) {
        Vec3 first;
        forEachPiece(curve, [&](const auto& piece) { first = beginOf(piece); });
        return first;
      }
  return {};
}

bool isFlat(const Face& face) {
  return std::holds_alternative<PlaneSurface>(face.surface);
}

// Such edges the engine follows within a tolerance.
bool isFree(const Curve& curve) {
  if (std::holds_alternative<LineString>(curve.shape)) return false;
  const Arc* arc = std::get_if<Arc>(&curve.shape);
  return !arc || std::abs(length(arc->u) - length(arc->v)) > 1e-12 * length(arc->u);
}

bool hasFreeForm(const Body& body) {
  for (const Face& face : body.faces) {
    if (std::holds_alternative<SharedPatch>(face.surface)) return true;
    for (const BodyLoop& loop : face.loops)
      if (std::any_of(loop.begin(), loop.end(), isFree)) return true;
  }
  return false;
}

void addMoments(const Face& face, const Vec3& base, const FaceSum& sum, TrueMeasures& out) {
  CurveCollection region{CollectionKind::Parity, {}, {}};
  for (const BodyLoop& loop : face.loops) region.children.push_back({CollectionKind::OuterLoop, loop, {}});
  const auto flat = measureRegion(region);
  const Vec3 middle = flat ? centroid(flat->area) : kNoMoment;
  out.area.moment += middle * sum.area;
  out.volume.moment += (base + (middle - base) * 0.75) * (sum.flow / 3);
}

// The body's own frame is a rotation with a scale.
void place(const Body& body, TrueMeasures& m) {
  const double scale = std::cbrt(std::abs(body.frame.determinant()));
  const auto put = [&](const Amount& a, double s) {
    return Amount{a.value * s, (body.frame.vector(a.moment) + body.frame.origin * a.value) * s};
  };
  m.area = put(m.area, scale * scale), m.volume = put(m.volume, scale * scale * scale), m.perimeter *= scale;
}

}  // namespace

Outcome<Measured> measure(const Body& body, const Wish& wish) {
  Measured out;
  if (body.kind == BodyKind::Wire) return out;
  const Vec3 base = anyPoint(body);
  TrueMeasures& exact = out.exact;
  // Of flat faces only the moments are known as well.
  const bool hasMoments = wish.wantsCentroids && std::all_of(body.faces.begin(), body.faces.end(), isFlat);
  if (!hasMoments) exact.area.moment = exact.volume.moment = kNoMoment;
  size_t work = kMostWork;
  for (const Face& face : body.faces) {
    const auto sum = std::visit(FaceMeasure(face, base, body.tolerance, work), face.surface);
    if (!sum) return sum.refusal();
    exact.area.value += sum->area, exact.volume.value += sum->flow / 3;
    if (hasMoments) addMoments(face, base, *sum, exact);
  }
  if (exact.volume.value < 0) exact.volume = exact.volume * -1;
  if (isTooOpen(body, exact, base)) return Refusal::BodyCurve;
  if (body.kind != BodyKind::Solid) exact.volume = {};
  for (const Curve& edge : body.freeEdges) exact.perimeter += lengthOf(edge).value;
  place(body, exact);
  out.agree();
  // By how much is not known; some 1e-5 of it where it was seen.
  if (hasFreeForm(body)) out.deviations.add(Deviation::BodyTolerance);
  return out;
}

}  // namespace premap::geometry
