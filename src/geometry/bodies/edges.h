// Edges of a body as curves, in the direction of the half-edge that is asked for.
#pragma once

#include <map>

#include "geometry/bodies/surfaces.h"

namespace premap::geometry {

/// A spline both ways, as a part of a curve has no direction of its own.
struct TwoWaySpline {
  std::shared_ptr<const Curve> forward, backward;
  bool isClosed = false;
  const BSpline& along(bool isForward) const { return std::get<BSpline>((isForward ? forward : backward)->shape); }
};

class EdgeReader {
 public:
  EdgeReader(const NodeTable& nodes, SurfaceReader& surfaces) : nodes_(nodes), surfaces_(surfaces) {}

  /// Appends what runs along a half-edge on its own face, and what both faces of its edge share.
  /// Errors: BodyCurve, Damaged, TooComplex.
  Refusal add(const Node& half, BodyLoop& own, BodyLoop& shared);

  double tolerance() const { return tolerance_; }  ///< the largest that an edge or vertex has
  double gapArea() const { return gapArea_; }      ///< between the two curves of edges that have two, at most

 private:
  struct Ends {
    std::optional<Vec3> begin, end;
    bool isRing = false;
    double slack = 0;
  };

  std::optional<Ends> endsOf(const Node& half, const Node& edge);
  std::optional<Vec3> placeOf(const Node& half);
  Refusal along(const Node& curve, bool isForward, const Ends& ends, BodyLoop& out);
  Refusal alongTrimmed(const Node& curve, bool isForward, const Ends& ends, BodyLoop& out);
  /// Of no trimmed curve, by its natural direction.
  Refusal cut(const Node& curve, bool isNatural, const Ends& ends, BodyLoop& out);
  Refusal cutSpline(const TwoWaySpline& spline, bool isNatural, const Ends& ends, BodyLoop& out);
  const TwoWaySpline* splineOf(const Node& curve);
  std::optional<BSpline> makeSpline(const Node& curve);
  std::optional<BSpline> intersection(const Node& curve);
  std::optional<BSpline> onSurface(const Node& curve);
  void addGap(const BodyLoop& own, const BodyLoop& shared);
  bool spend(size_t cost);

  const NodeTable& nodes_;
  SurfaceReader& surfaces_;
  std::map<uint32_t, std::optional<TwoWaySpline>> splines_;
  double tolerance_ = 0, gapArea_ = 0;
  size_t work_ = 50'000'000;  // poles that may be looked at for one body
};

}  // namespace premap::geometry
