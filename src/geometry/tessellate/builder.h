// Where the triangles of one primitive are gathered, turned outwards, and given normals that agree with them.
#pragma once

#include "premap/geometry/tessellate.h"

namespace premap::geometry {

struct SurfacePoint {
  Vec3 point, normal;  ///< which of the two normals does not matter; of any length, zero where there is none
};

class Builder {
 public:
  /// `work`: what all primitives of the drawing have spent.
  Builder(Drawing& out, const Tolerance& tolerance, size_t& work)
      : out_(out),
        tolerance_(tolerance),
        work_(work),
        firstPoint_(out.points.size()),
        firstCorner_(out.triangles.size()) {}

  const Tolerance& tolerance() const { return tolerance_; }
  /// So many triangles were looked at. False, and the primitive is refused, when it is too much for one drawing.
  bool spend(size_t triangles);
  size_t& work() const { return work_; }
  /// The angle of a chord on a circle of this radius.
  double stepFor(double radius) const;
  int chordsOfCircle(double radius) const;
  int chordsOfArc(double sweep, double radius) const;
  /// As many chords as there is room for; one, and the primitive is refused, when they would be too many in all.
  int allowed(int chords) const;

  uint32_t add(const SurfacePoint& p) {
    out_.points.push_back(p.point), out_.normals.push_back(p.normal);
    return static_cast<uint32_t>(out_.points.size() - 1);
  }
  /// Of corners at two places nothing is drawn.
  void triangle(uint32_t a, uint32_t b, uint32_t c);
  void line(uint32_t a, uint32_t b) { out_.lines.push_back(a), out_.lines.push_back(b); }
  /// Flat: points with one normal, and triangles over them.
  void flat(const std::vector<Vec3>& points, const std::vector<uint32_t>& triangles, const Vec3& normal,
            bool isReversed = false);

  /// `rows` by `columns` points, at(row, column).
  template <class F>
  void grid(size_t rows, size_t columns, F&& at) {
    if (rows < 2 || columns < 2 || !hasRoomFor(rows, columns)) return;
    const size_t before = out_.points.size(), count = rows * columns;
    out_.points.resize(before + count), out_.normals.resize(before + count);
    Vec3 *points = out_.points.data() + before, *normals = out_.normals.data() + before;
    for (size_t i = 0; i < rows; ++i)
      for (size_t j = 0; j < columns; ++j) {
        const SurfacePoint p = at(i, j);
        *points++ = p.point, *normals++ = p.normal;
      }
    connect(before, rows, columns);
  }

  /// How many corners of triangles there are, and all from the nth on seen from the other side.
  size_t corners() const { return out_.triangles.size(); }
  void turnFrom(size_t corner);

  bool hasRoomFor(size_t rows, size_t columns);
  bool isFull() const { return isFull_; }

  /// Everything so far, by a frame that may mirror.
  void move(const Transform& frame);
  /// Of a closed shape, or one that bulges: so that the sum of its tetrahedra about its middle is positive.
  void turnOutwards();
  /// Normals to the side that their triangles are seen from; each point belongs to one smooth face.
  void alignNormals();

 private:
  /// Two triangles for each cell of a grid of points.
  void connect(size_t first, size_t rows, size_t columns);
  void turn() { turnFrom(firstCorner_); }

  Drawing& out_;
  const Tolerance& tolerance_;
  size_t& work_;
  size_t firstPoint_, firstCorner_;
  mutable size_t chords_ = 0;
  mutable bool isFull_ = false;
};

}  // namespace premap::geometry
