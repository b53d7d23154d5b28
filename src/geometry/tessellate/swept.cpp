// Profiles that move: along a vector, about an axis, or into each other. Sides and caps share their corners.
#include <algorithm>
#include <functional>
#include <numbers>

#include "geometry/math/count.h"
#include "geometry/measure/polygon.h"
#include "geometry/tessellate/rings.h"
#include "geometry/tessellate/shapes.h"
#include "geometry/tessellate/triangulate.h"

namespace premap::geometry {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

// Every path of a profile that is no region.
void addPaths(const CurveCollection& profile, const Builder& builder, std::vector<Ring>& rings) {
  for (const Curve& curve : profile.curves) rings.push_back({spansOf(curve, builder)});
  for (const CurveCollection& child : profile.children) addPaths(child, builder, rings);
}

struct Profile {
  std::vector<FlatArea> areas;
  std::vector<Ring> paths;

  /// What has a side. The engine leaves that side open where a loop does not close.
  template <class F>
  void forEachSpan(F&& f) const {
    for (const FlatArea& area : areas)
      for (const Ring& ring : area.rings)
        for (size_t i = 0; i < ring.spans.size(); ++i)
          if (i != ring.closing) f(ring.spans[i]);
    for (const Ring& ring : paths)
      for (const Span& span : ring.spans) f(span);
  }
};

Outcome<Profile> profileOf(const CurveCollection& curves, const Builder& builder) {
  Profile profile;
  if (!curves.isRegion()) return addPaths(curves, builder, profile.paths), profile;
  auto areas = areasOf(curves, builder);
  if (!areas) return areas.refusal();
  profile.areas = std::move(*areas);
  return profile;
}

// What has been turned about an axis.
class Turn {
 public:
  explicit Turn(const Revolution& r) : point_(r.axisPoint), axis_(r.axis) {}
  double distance(const Vec3& p) const { return length(cross(axis_, p - point_)); }
  // What lies on the axis stays where it is, and so does everything at the beginning.
  Vec3 at(const Vec3& p, double angle, double reach) const {
    const Vec3 arm = p - point_, along = axis_ * dot(axis_, arm), out = arm - along;
    if (angle == 0) return p;
    if (length(out) <= 1e-9 * reach) return p;
    return point_ + along + vector(out, angle);
  }
  Vec3 vector(const Vec3& v, double angle) const {
    const Vec3 along = axis_ * dot(axis_, v), out = v - along;
    return along + out * std::cos(angle) + cross(axis_, out) * std::sin(angle);
  }
  Vec3 direction(const Vec3& p) const { return cross(axis_, p - point_); }

 private:
  Vec3 point_, axis_;
};

}  // namespace

Refusal tessellate(const Extrusion& e, Builder& builder) {
  const auto profile = profileOf(e.profile, builder);
  if (!profile) return profile.refusal();
  profile->forEachSpan([&](const Span& span) {
    builder.grid(2, span.size(), [&](size_t row, size_t i) {
      return SurfacePoint{row == 0 ? span[i].point : span[i].point + e.vector, cross(span[i].tangent, e.vector)};
    });
  });
  // Sides run along the loops, so the first cap looks back and the last one ahead, or all of them inwards.
  if (e.isCapped) {
    for (const FlatArea& area : profile->areas) {
      std::vector<Vec3> top;
      for (const Vec3& p : area.corners) top.push_back(p + e.vector);
      builder.flat(area.corners, area.triangles, area.normal, true);
      builder.flat(top, area.triangles, area.normal);
    }
  }
  builder.turnOutwards();
  return Refusal::None;
}

Refusal tessellate(const Revolution& r, Builder& builder) {
  const auto profile = profileOf(r.profile, builder);
  if (!profile) return profile.refusal();
  const Turn turn(r);
  const bool isWhole = std::abs(r.sweep) >= kTurn - 1e-9;
  double reach = 0;
  profile->forEachSpan([&](const Span& span) {
    for (const PointAndTangent& p : span) reach = std::max(reach, turn.distance(p.point));
  });
  const int steps = isWhole ? builder.chordsOfCircle(reach) : builder.chordsOfArc(r.sweep, reach);
  const auto angleAt = [&](size_t row) {
    return isWhole && row == static_cast<size_t>(steps) ? 0 : r.sweep * static_cast<double>(row) / steps;
  };
  profile->forEachSpan([&](const Span& span) {
    builder.grid(static_cast<size_t>(steps) + 1, span.size(), [&](size_t row, size_t i) {
      const Vec3 normal = cross(span[i].tangent, turn.direction(span[i].point));
      return SurfacePoint{turn.at(span[i].point, angleAt(row), reach), turn.vector(normal, angleAt(row))};
    });
  });
  if (r.isCapped && !isWhole) {
    for (const FlatArea& area : profile->areas) {
      std::vector<Vec3> last;
      for (const Vec3& p : area.corners) last.push_back(turn.at(p, r.sweep, reach));
      builder.flat(area.corners, area.triangles, area.normal, true);
      builder.flat(last, area.triangles, turn.vector(area.normal, r.sweep));
    }
  }
  builder.turnOutwards();
  return Refusal::None;
}

namespace {

// Curves of a section in order, loop by loop.
void collect(const CurveCollection& section, std::vector<const Curve*>& curves,
             std::vector<const CurveCollection*>& loops) {
  for (const Curve& curve : section.curves) curves.push_back(&curve), loops.push_back(&section);
  for (const CurveCollection& child : section.children) collect(child, curves, loops);
}

// A curve at fractions of its parameter: pieces of a spline are as wide as their knots are apart, others are equal.
class Track {
 public:
  explicit Track(const Curve& curve, const Builder& builder) {
    const std::vector<Span> spans = spansOf(curve, builder);
    size_t i = 0;
    forEachPiece(curve, [&](const auto& piece) {
      using Piece = std::remove_cvref_t<decltype(piece)>;
      const double width = std::is_same_v<Piece, SplinePiece> ? piece.to - piece.from : 1;
      const Span& span = spans[i++];
      for (size_t k = fractions_.empty() ? 0 : 1; k < span.size(); ++k)
        fractions_.push_back(end_ + width * static_cast<double>(k) / static_cast<double>(span.size() - 1));
      end_ += width;
      ends_.push_back(end_);
      at_.push_back([piece](double f) { return piece.at(piece.from + (piece.to - piece.from) * f); });
    });
    for (double& f : fractions_) f /= end_;
    for (double& f : ends_) f /= end_;
  }
  bool isEmpty() const { return at_.empty(); }
  const std::vector<double>& fractions() const { return fractions_; }
  PointAndTangent at(double f) const {
    const auto found = std::lower_bound(ends_.begin(), ends_.end(), f - 1e-12);
    const auto i = std::min(at_.size() - 1, static_cast<size_t>(found - ends_.begin()));
    const double begin = i == 0 ? 0 : ends_[i - 1];
    return at_[i](std::clamp((f - begin) / (ends_[i] - begin), 0.0, 1.0));
  }

 private:
  std::vector<double> fractions_, ends_;
  std::vector<std::function<PointAndTangent(double)>> at_;
  double end_ = 0;
};

// Fractions at which any of the tracks has a corner.
std::vector<double> fractionsOf(const std::vector<Track>& tracks) {
  std::vector<double> all;
  for (const Track& track : tracks) all.insert(all.end(), track.fractions().begin(), track.fractions().end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end(), [](double a, double b) { return b - a < 1e-9; }), all.end());
  if (!all.empty()) all.back() = 1;
  return all;
}

// Two chords in one plane: one facet, however the rulings turn in it.
bool isFlat(const Vec3& a, const Vec3& b, const Vec3& c, const Vec3& d) {
  const Vec3 normal = cross(b - a, c - a) + cross(c - b, d - b);
  return std::abs(dot(normal, d - a)) <= 1e-9 * length(normal) * distance(a, d);
}

double angleBetween(const Vec3& a, const Vec3& b) {
  return std::atan2(length(cross(a, b)), dot(a, b));
}

// One curve of every section, and the strips between them; the first and last rows are what the caps lie on.
struct Strips {
  std::vector<std::vector<PointAndTangent>> rows;

  Strips(const std::vector<Track>& tracks, const Builder& builder) {
    std::vector<double> fractions = fractionsOf(tracks);
    for (size_t pass = 0; pass < 2; ++pass) {
      rows.clear();
      for (const Track& track : tracks) {
        rows.emplace_back();
        for (const double f : fractions) rows.back().push_back(track.at(f));
      }
      if (pass == 0) fractions = finer(fractions, builder);
    }
  }

  // Where rulings turn, chords follow them.
  std::vector<double> finer(const std::vector<double>& fractions, const Builder& builder) const {
    std::vector<double> out;
    for (size_t i = 0; i + 1 < fractions.size(); ++i) {
      double turn = 0;
      for (size_t r = 0; r + 1 < rows.size(); ++r)
        if (!isFlat(rows[r][i].point, rows[r][i + 1].point, rows[r + 1][i].point, rows[r + 1][i + 1].point))
          turn = std::max(turn, angleBetween(rows[r + 1][i].point - rows[r][i].point,
                                             rows[r + 1][i + 1].point - rows[r][i + 1].point));
      const int count = countOf(turn / builder.stepFor(0), 100);
      for (int k = 0; k < count; ++k) out.push_back(fractions[i] + (fractions[i + 1] - fractions[i]) * k / count);
    }
    out.push_back(1);
    return out;
  }
};

void addStrip(const std::vector<PointAndTangent>& a, const std::vector<PointAndTangent>& b, Builder& builder) {
  double twist = 0;
  for (size_t i = 0; i + 1 < a.size(); ++i)
    if (!isFlat(a[i].point, a[i + 1].point, b[i].point, b[i + 1].point))
      twist = std::max(twist, angleBetween(a[i + 1].point - a[i].point, b[i + 1].point - b[i].point));
  const int across = countOf(twist / builder.stepFor(0), 100);
  // A quad at a time, as corners of the curves may lie between.
  for (size_t i = 0; i + 1 < a.size(); ++i) {
    builder.grid(static_cast<size_t>(across) + 1, 2, [&](size_t row, size_t k) {
      const PointAndTangent &p = a[i + k], &q = b[i + k];
      const double f = static_cast<double>(row) / across;
      const Vec3 along = mix(a[i + 1].point - a[i].point, b[i + 1].point - b[i].point, f);
      return SurfacePoint{row == 0                             ? p.point
                          : row == static_cast<size_t>(across) ? q.point
                                                               : mix(p.point, q.point, f),
                          cross(along, q.point - p.point)};
    });
  }
}

// Loops of a section by the corners of their strips.
Refusal addCap(const std::vector<std::vector<Vec3>>& rings, Builder& builder, bool isReversed) {
  const Plane plane = planeOf(rings);
  std::vector<Polygon> polygons;
  std::vector<std::vector<Vec3>> turned = rings;
  for (auto& ring : turned) {
    polygons.emplace_back();
    for (const Vec3& p : ring) polygons.back().push_back(plane.at(p));
  }
  const std::vector<int> depth = depthsOf(polygons);
  const auto outer = static_cast<size_t>(std::find(depth.begin(), depth.end(), 0) - depth.begin());
  const std::vector<bool> areTurned = turnByDepth(polygons, depth);
  std::vector<Vec3> corners;
  for (size_t i = 0; i < polygons.size(); ++i) {
    if (areTurned[i]) std::reverse(turned[i].begin(), turned[i].end());
    corners.insert(corners.end(), turned[i].begin(), turned[i].end());
  }
  const auto triangles = triangulate(polygons, depth);
  if (!triangles) return triangles.refusal();
  builder.flat(corners, *triangles, plane.normal, isReversed != (outer < areTurned.size() && areTurned[outer]));
  return Refusal::None;
}

void addRow(const std::vector<PointAndTangent>& row, std::vector<Vec3>& ring) {
  for (const PointAndTangent& p : row)
    if (ring.empty() || distance(ring.back(), p.point) > 1e-9 * (1 + distance(ring[0], p.point)))
      ring.push_back(p.point);
}

}  // namespace

Refusal tessellate(const RuledSweep& sweep, Builder& builder) {
  std::vector<std::vector<const Curve*>> curves(sweep.sections.size());
  std::vector<std::vector<const CurveCollection*>> loops(sweep.sections.size());
  for (size_t i = 0; i < sweep.sections.size(); ++i) collect(sweep.sections[i], curves[i], loops[i]);
  for (const auto& each : curves)
    if (each.size() != curves[0].size()) return Refusal::Damaged;
  if (curves.size() < 2 || curves[0].empty()) return Refusal::None;
  std::vector<std::vector<Vec3>> first, last;
  for (size_t c = 0; c < curves[0].size(); ++c) {
    std::vector<Track> tracks;
    for (const auto& each : curves) tracks.emplace_back(*each[c], builder);
    if (std::any_of(tracks.begin(), tracks.end(), [](const Track& t) { return t.isEmpty(); })) continue;
    const Strips strips(tracks, builder);
    for (size_t i = 0; i + 1 < strips.rows.size(); ++i) addStrip(strips.rows[i], strips.rows[i + 1], builder);
    if (c == 0 || loops[0][c] != loops[0][c - 1]) first.emplace_back(), last.emplace_back();
    addRow(strips.rows.front(), first.back()), addRow(strips.rows.back(), last.back());
  }
  if (sweep.isCapped && sweep.sections[0].isRegion()) {
    for (auto* rings : {&first, &last}) {
      for (auto& ring : *rings)
        if (ring.size() > 1 && distance(ring.front(), ring.back()) <= 1e-9 * (1 + distance(ring[0], ring[1])))
          ring.pop_back();
      std::erase_if(*rings, [](const auto& ring) { return ring.size() < 3; });
      // Strips run along the first section, their caps close them.
      if (rings->empty()) continue;
      if (const Refusal why = addCap(*rings, builder, rings == &first); why != Refusal::None) return why;
    }
  }
  builder.turnOutwards();
  return Refusal::None;
}

}  // namespace premap::geometry
