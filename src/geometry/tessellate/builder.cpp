// Steps as the service's engine takes them, and which side is outside.
#include "geometry/tessellate/builder.h"

#include <algorithm>
#include <numbers>

#include "geometry/curves/strokes.h"
#include "geometry/math/count.h"

namespace premap::geometry {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kSmallestStep = kTurn / 2000;

}  // namespace

double Builder::stepFor(double radius) const {
  double step = std::min(kTurn / 4, tolerance_.angle > 0 ? tolerance_.angle : kTurn / 4);
  if (tolerance_.chord > 0 && radius > tolerance_.chord)
    step = std::min(step, 2 * std::acos(1 - tolerance_.chord / radius));
  return std::max(step, kSmallestStep);
}

int Builder::chordsOfCircle(double radius) const {
  return geometry::chordsOfCircle(stepFor(radius));
}

int Builder::chordsOfArc(double sweep, double radius) const {
  return countOf(std::abs(sweep) / kTurn * chordsOfCircle(radius));
}

int Builder::allowed(int chords) const {
  chords_ += static_cast<size_t>(chords);
  if (chords_ <= kMostCorners / 4) return chords;
  isFull_ = true;
  return 1;
}

bool Builder::spend(size_t triangles) {
  constexpr size_t most = 4'000'000;
  work_ = std::min(most, work_ + triangles);
  if (work_ == most) isFull_ = true;
  return !isFull_;
}

bool Builder::hasRoomFor(size_t rows, size_t columns) {
  const size_t left = kMostCorners - std::min(kMostCorners, out_.triangles.size() + out_.points.size());
  if (rows == 0 || columns <= left / 6 / rows) return true;
  isFull_ = true;
  return false;
}

void Builder::triangle(uint32_t a, uint32_t b, uint32_t c) {
  const std::vector<Vec3>& p = out_.points;
  if (p[a] == p[b] || p[b] == p[c] || p[c] == p[a]) return;
  out_.triangles.push_back(a), out_.triangles.push_back(b), out_.triangles.push_back(c);
}

void Builder::flat(const std::vector<Vec3>& points, const std::vector<uint32_t>& triangles, const Vec3& normal,
                   bool isReversed) {
  if (!hasRoomFor(1, points.size() + triangles.size())) return;
  const auto first = static_cast<uint32_t>(out_.points.size());
  for (const Vec3& p : points) add({p, normal});
  for (size_t i = 0; i + 2 < triangles.size(); i += 3) {
    const uint32_t a = first + triangles[i], b = first + triangles[i + 1], c = first + triangles[i + 2];
    isReversed ? triangle(a, c, b) : triangle(a, b, c);
  }
}

void Builder::move(const Transform& frame) {
  for (size_t i = firstPoint_; i < out_.points.size(); ++i) {
    out_.points[i] = frame.point(out_.points[i]);
    out_.normals[i] = frame.vector(out_.normals[i]);
  }
  if (frame.determinant() < 0) turn();
}

void Builder::turn() {
  for (size_t i = firstCorner_; i < out_.triangles.size(); i += 3)
    std::swap(out_.triangles[i + 1], out_.triangles[i + 2]);
}

void Builder::turnOutwards() {
  if (out_.triangles.size() == firstCorner_) return;
  const Vec3 base = out_.points[firstPoint_];
  Vec3 middle;
  for (size_t i = firstPoint_; i < out_.points.size(); ++i) middle += out_.points[i] - base;
  middle = base + middle * (1 / static_cast<double>(out_.points.size() - firstPoint_));
  double volume = 0;
  for (size_t i = firstCorner_; i < out_.triangles.size(); i += 3) {
    const auto corner = [&](size_t k) { return out_.points[out_.triangles[i + k]] - middle; };
    volume += dot(cross(corner(0), corner(1)), corner(2));
  }
  if (volume < 0) turn();
}

void Builder::alignNormals() {
  for (size_t i = firstCorner_; i < out_.triangles.size(); i += 3) {
    const uint32_t* t = &out_.triangles[i];
    const Vec3 normal = cross(out_.points[t[1]] - out_.points[t[0]], out_.points[t[2]] - out_.points[t[0]]);
    if (dot(normal, normal) == 0) continue;
    for (size_t k = 0; k < 3; ++k) {
      Vec3& n = out_.normals[t[k]];
      if (dot(n, n) == 0) n = normal;
      else if (dot(n, normal) < 0) n = -n;
    }
  }
  for (size_t i = firstPoint_; i < out_.normals.size(); ++i) out_.normals[i] = unit(out_.normals[i]);
}

}  // namespace premap::geometry
