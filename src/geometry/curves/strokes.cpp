// Chords in the numbers that the service's engine cuts arcs into.
#include "geometry/curves/strokes.h"

#include <numbers>

#include "geometry/curves/pieces.h"

namespace premap::geometry {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr int kChordsOfSpan = 8;

int chordsOfArc(double sweep, double step) {
  constexpr double nearly = 0.001;
  const double fraction = std::abs(sweep) / kTurn;
  const int circle = chordsOfCircle(step);
  // However often it turns.
  if (fraction > 1 - nearly) return circle;
  if (std::abs(fraction - 0.5) <= nearly) return (circle + 1) / 2;
  return countOf(fraction * circle);
}

void addPoint(std::vector<Vec3>& points, const Vec3& p) {
  if (points.empty() || !(points.back() == p)) points.push_back(p);
}

void addArc(const Arc& arc, double step, std::vector<Vec3>& points) {
  const int count = chordsOfArc(arc.sweep, step);
  for (int i = 0; i <= count; ++i) {
    const double t = arc.start + arc.sweep * i / count;
    addPoint(points, arc.center + arc.u * std::cos(t) + arc.v * std::sin(t));
  }
}

void addCurve(const Curve& curve, double step, std::vector<Vec3>& points) {
  if (const Arc* arc = std::get_if<Arc>(&curve.shape)) return addArc(*arc, step, points);
  forEachPiece(curve, [&](const auto& piece) {
    const int count = isLine<decltype(piece)> ? 1 : kChordsOfSpan;
    for (int i = 0; i <= count; ++i) addPoint(points, piece.at(piece.from + (piece.to - piece.from) * i / count).point);
  });
}

}  // namespace

int chordsOfCircle(double step) {
  const int count = std::max(4, static_cast<int>(std::floor(0.99999 + kTurn / step)));
  return count == 5 ? 6 : count <= 6 ? count : (count + 3) / 4 * 4;
}

std::vector<Vec3> stroke(const Curve& curve, double step) {
  std::vector<Vec3> points;
  addCurve(curve, step, points);
  return points;
}

std::vector<Vec3> stroke(const CurveCollection& loop, double step) {
  std::vector<Vec3> points;
  for (const Curve& curve : loop.curves) addCurve(curve, step, points);
  for (const CurveCollection& child : loop.children)
    for (const Vec3& p : stroke(child, step)) addPoint(points, p);
  return points;
}

CurveCollection withChords(const CurveCollection& collection, double step) {
  CurveCollection out{collection.kind, {}, {}};
  for (const Curve& curve : collection.curves) {
    const bool isArc = std::holds_alternative<Arc>(curve.shape);
    out.curves.push_back(isArc ? Curve{LineString{stroke(curve, step)}} : curve);
  }
  for (const CurveCollection& child : collection.children) out.children.push_back(withChords(child, step));
  return out;
}

bool isLinear(const CurveCollection& loop) {
  for (const Curve& curve : loop.curves)
    if (!std::holds_alternative<LineString>(curve.shape)) return false;
  for (const CurveCollection& child : loop.children)
    if (!isLinear(child)) return false;
  return true;
}

}  // namespace premap::geometry
