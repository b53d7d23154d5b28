// Curves as streams have them, and collections of them.
//
// Every curve is walked as smooth pieces (pieces.h); nothing else of the module asks which kind a curve is.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "premap/geometry/vec3.h"

namespace premap::geometry {

struct LineString {
  std::vector<Vec3> points;
  bool isSegment =
      false;  ///< a file has it as a line of its own kind, which the engine tells from a string of two points
};

/// Points that are no curve. The service's engine gives them a length all the same.
struct PointString {
  std::vector<Vec3> points;
};

/// P(t) = center + u cos t + v sin t, from `start` over `sweep`; u and v of any length and at any angle.
struct Arc {
  Vec3 center, u, v;
  double start = 0, sweep = 0;
};

/// What turns more often than this is refused; builders stop at one turn.
inline constexpr double kMostSweep = 100;

/// Poles are multiplied by their weights already, as files have them. Runs from knots[order - 1] to knots[poles].
struct BSpline {
  int order = 0;
  std::vector<Vec3> poles;
  std::vector<double> weights;  ///< empty: none
  std::vector<double> knots;    ///< poles + order of them
};

/// Cubics one after the other by their four Bezier points: what interpolation and Akima curves come down to.
struct CubicChain {
  std::vector<std::array<Vec3, 4>> cubics;
};

/// How the curvature of a spiral goes from its begin to its end, by fraction of its length.
enum class SpiralLaw : uint8_t { Linear, Bloss, Biquadratic, Cosine, Sine };

/// A curve by its curvature: a clothoid where that is linear. The part from fraction `from` to `to` of its length.
struct Spiral {
  Transform frame;
  SpiralLaw law = SpiralLaw::Linear;
  double from = 0, to = 1;
  double bearing = 0;  ///< where it begins
  double length = 0;   ///< of the whole
  double curvature0 = 0, curvature1 = 0;
};

/// The formulas by which railways and roads set out a transition, from straight to `curvature`.
enum class TransitionKind : uint8_t {
  WesternAustralian,
  Czech,
  AustralianRail,
  Italian,
  Polish,
  ClothoidSeries,  ///< China's and Arema's
  CubicAlongArc,
  HalfCosine,
  JapaneseCubic,
};

/// y by x, or both by a series; the part from fraction `from` to `to`.
struct Transition {
  Transform frame;
  TransitionKind kind = TransitionKind::ClothoidSeries;
  double from = 0, to = 1;
  double bearing = 0;
  double length = 0;  ///< nominal: along the curve or along its axis, as the formula has it
  double curvature = 0;
  double axis = 0, cubic = 0;  ///< where the formula needs them: its extent along x, and the factor of x cubed
};

/// P(s) = origin + u a asinh(s / a) + v sqrt(a^2 + s^2), s from `from` to `to`: lengths along it from its vertex.
struct Catenary {
  double a = 1;
  Vec3 origin, u, v;
  double from = 0, to = 0;
};

struct Curve;

/// From one fraction of the parameter of a curve to another; they may run backwards.
struct CurvePart {
  double from = 0, to = 1;
  std::shared_ptr<const Curve> whole;
};

struct Curve {
  std::variant<LineString, PointString, Arc, BSpline, CubicChain, Spiral, Transition, Catenary, CurvePart> shape;
};

enum class CollectionKind : uint8_t { Bag = 0, OpenPath = 1, OuterLoop = 2, InnerLoop = 3, Parity = 4, Union = 5 };

/// A path or loop has curves, a region or bag may have either.
struct CurveCollection {
  CollectionKind kind = CollectionKind::Bag;
  std::vector<Curve> curves;
  std::vector<CurveCollection> children;

  bool isLoop() const { return kind == CollectionKind::OuterLoop || kind == CollectionKind::InnerLoop; }
  bool isRegion() const { return kind >= CollectionKind::OuterLoop; }
};

}  // namespace premap::geometry
