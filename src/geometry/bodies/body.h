// A body as faces: each a surface within loops of curves.
#pragma once

#include <memory>
#include <span>
#include <variant>

#include "geometry/bodies/patch_surface.h"
#include "geometry/curves/curve.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

struct PlaneSurface {
  Vec3 point, normal;
};
struct CylinderSurface {
  Vec3 point, axis;
  double radius = 0;
};
/// Of half angle asin(sine), opening along the axis.
struct ConeSurface {
  Vec3 apex, axis;
  double sine = 0;
};
struct SphereSurface {
  Vec3 center;
  double radius = 0;
};
struct TorusSurface {
  Vec3 center, axis;
  double major = 0, minor = 0;
};
/// B-spline, swept and spun surfaces.
using SharedPatch = std::shared_ptr<const PatchSurface>;
using FaceSurface = std::variant<PlaneSurface, CylinderSurface, ConeSurface, SphereSurface, TorusSurface, SharedPatch>;

/// Lines, arcs of circles and ellipses, and splines, end to end.
using BodyLoop = std::vector<Curve>;

struct Face {
  FaceSurface surface;
  bool isOutward = true;        ///< whether the face looks to where its surface's own normal does
  std::vector<BodyLoop> loops;  ///< each runs with the face at its left, seen from outside
  /// The loops again, where two faces share an edge only within a tolerance: along what is the same for both. Empty
  /// where they meet in any case.
  std::vector<BodyLoop> sharedLoops = {};
};

enum class BodyKind : int8_t { Solid = 0, Sheet = 1, Wire = 2 };

struct Body {
  BodyKind kind = BodyKind::Solid;
  Transform frame;
  std::vector<Face> faces;
  std::vector<Curve> freeEdges;  ///< with a face on one side only: the edge of a sheet
  double tolerance = 0;          ///< how far its faces may miss each other along edges that are said not to be exact
  double gapArea = 0;            ///< and how much lies between them, at most
};

/// The payload of a body's op. Errors: as NodeTable::read, and BodySurface, BodyCurve, TooComplex.
Outcome<Body> readBody(std::span<const std::byte> payload);

}  // namespace premap::geometry
