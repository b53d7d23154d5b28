// A curve as its smooth pieces.
//
//   forEachPiece(curve, [](const auto& piece) { … piece.from, piece.to, piece.at(t).point, piece.at(t).tangent … });
//
// A straight piece is a LinePiece, for which most measures have closed forms.
#pragma once

#include <algorithm>
#include <numbers>

#include "geometry/curves/bspline.h"
#include "geometry/curves/curve.h"
#include "geometry/curves/spiral.h"
#include "geometry/curves/transition.h"
#include "geometry/math/count.h"

namespace premap::geometry {

struct PointAndTangent {
  Vec3 point, tangent;
};

struct LinePiece {
  Vec3 begin, end;
  double from = 0, to = 1;
  PointAndTangent at(double t) const { return {mix(begin, end, t), end - begin}; }
};

struct ArcPiece {
  const Arc& arc;
  double from, to;
  PointAndTangent at(double t) const {
    const double c = std::cos(t), s = std::sin(t);
    return {arc.center + arc.u * c + arc.v * s, arc.v * c - arc.u * s};
  }
};

struct SplinePiece {
  const BSpline& spline;
  size_t span;  ///< the knot that begins it
  double from, to;
  PointAndTangent at(double t) const {
    const SplinePoint p = evaluate(spline, span, t);
    return {p.point, p.tangent};
  }
};

struct CubicPiece {
  const std::array<Vec3, 4>& poles;
  double from, to;
  PointAndTangent at(double t) const {
    const double s = 1 - t;
    const Vec3 a = mix(poles[0], poles[1], t), b = mix(poles[1], poles[2], t), c = mix(poles[2], poles[3], t);
    const Vec3 d = a * s + b * t, e = b * s + c * t;
    return {d * s + e * t, (e - d) * 3};
  }
};

struct SpiralPiece {
  const Spiral& spiral;
  double from, to;  ///< fractions of the whole
  Vec3 begin;       ///< at `from`, in the spiral's own plane
  PointAndTangent at(double t) const {
    const Vec3 point = begin + spiralStep(spiral, from, t);
    return {spiral.frame.point(point), spiral.frame.vector(spiralTangent(spiral, t))};
  }
};

struct TransitionPiece {
  const Transition& transition;
  double from, to;
  PointAndTangent at(double t) const {
    return {transition.frame.point(transitionPoint(transition, t)),
            transition.frame.vector(transitionTangent(transition, t))};
  }
};

struct CatenaryPiece {
  const Catenary& catenary;
  double from, to;
  PointAndTangent at(double s) const {
    const Catenary& c = catenary;
    const double root = std::hypot(c.a, s);
    return {c.origin + c.u * (c.a * std::asinh(s / c.a)) + c.v * root, c.u * (std::abs(c.a) / root) + c.v * (s / root)};
  }
};

namespace detail {

/// Walks the part of a curve between two fractions of its parameter, 0 <= from <= to <= 1.
template <class F>
class PieceWalk {
 public:
  PieceWalk(double from, double to, F& f) : from_(from), to_(to), f_(f) {}

  void operator()(const LineString& s) { line(s.points); }
  // Not along a point string: it has no length.
  void operator()(const PointString&) {}

  void operator()(const Arc& arc) {
    const double start = arc.start + arc.sweep * from_, sweep = arc.sweep * (to_ - from_);
    const int count = countOf(std::abs(sweep) / (std::numbers::pi / 2));
    for (int i = 0; i < count; ++i) f_(ArcPiece{arc, start + sweep * i / count, start + sweep * (i + 1) / count});
  }

  void operator()(const BSpline& s) {
    const double begin = s.knots[s.order - 1], end = s.knots[s.poles.size()];
    const double low = begin + (end - begin) * from_, high = begin + (end - begin) * to_;
    for (size_t span = s.order - 1; span < s.poles.size(); ++span) {
      const double a = std::max(s.knots[span], low), b = std::min(s.knots[span + 1], high);
      if (a < b) f_(SplinePiece{s, span, a, b});
    }
  }

  void operator()(const CubicChain& chain) {
    inParts(chain.cubics.size(), [&](size_t i, double a, double b) { f_(CubicPiece{chain.cubics[i], a, b}); });
  }

  void operator()(const Spiral& s) {
    const double low = s.from + (s.to - s.from) * from_, high = s.from + (s.to - s.from) * to_;
    const std::vector<double> stops = spiralStops(s, low, high);
    Vec3 begin = spiralPoint(s, low);
    for (size_t i = 0; i + 1 < stops.size(); ++i) {
      f_(SpiralPiece{s, stops[i], stops[i + 1], begin});
      begin = begin + spiralStep(s, stops[i], stops[i + 1]);
    }
  }

  void operator()(const Transition& t) {
    f_(TransitionPiece{t, t.from + (t.to - t.from) * from_, t.from + (t.to - t.from) * to_});
  }

  void operator()(const Catenary& c) {
    f_(CatenaryPiece{c, c.from + (c.to - c.from) * from_, c.from + (c.to - c.from) * to_});
  }

  void operator()(const CurvePart& part) {
    const double a = part.from + (part.to - part.from) * from_, b = part.from + (part.to - part.from) * to_;
    PieceWalk<F> inner(std::clamp(std::min(a, b), 0.0, 1.0), std::clamp(std::max(a, b), 0.0, 1.0), f_);
    std::visit(inner, part.whole->shape);
  }

 private:
  void line(const std::vector<Vec3>& p) {
    if (p.size() < 2) return;
    inParts(p.size() - 1, [&](size_t i, double a, double b) {
      f_(a == 0 && b == 1 ? LinePiece{p[i], p[i + 1]} : LinePiece{mix(p[i], p[i + 1], a), mix(p[i], p[i + 1], b)});
    });
  }

  // The parameter of a chain counts its links.
  template <class G>
  void inParts(size_t count, G&& g) {
    const double n = static_cast<double>(count);
    for (size_t i = 0; i < count; ++i) {
      const double a = std::max(0.0, from_ * n - static_cast<double>(i));
      const double b = std::min(1.0, to_ * n - static_cast<double>(i));
      if (a < b) g(i, a, b);
    }
  }

  double from_, to_;
  F& f_;
};

}  // namespace detail

template <class F>
void forEachPiece(const Curve& curve, F&& f) {
  std::visit(detail::PieceWalk<std::remove_reference_t<F>>(0, 1, f), curve.shape);
}
/// Of the curves themselves, then of the children, in their order.
template <class F>
void forEachPiece(const CurveCollection& collection, F&& f) {
  for (const Curve& curve : collection.curves) forEachPiece(curve, f);
  for (const CurveCollection& child : collection.children) forEachPiece(child, f);
}

/// Where a piece begins and ends.
template <class Piece>
Vec3 beginOf(const Piece& piece) {
  return piece.at(piece.from).point;
}
template <class Piece>
Vec3 endOf(const Piece& piece) {
  return piece.at(piece.to).point;
}
inline Vec3 beginOf(const LinePiece& piece) {
  return piece.begin;
}
inline Vec3 endOf(const LinePiece& piece) {
  return piece.end;
}

/// Of a piece that is a polynomial; of any other 0.
template <class Piece>
int degreeOf(const Piece&) {
  return 0;
}
inline int degreeOf(const CubicPiece&) {
  return 3;
}
inline int degreeOf(const SplinePiece& piece) {
  return piece.spline.weights.empty() ? piece.spline.order - 1 : 0;
}

template <class Piece>
inline constexpr bool isLine = std::is_same_v<std::remove_cvref_t<Piece>, LinePiece>;

}  // namespace premap::geometry
