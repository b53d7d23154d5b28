// Steps as the service's engine takes them, and which side is outside.
#include "geometry/tessellate/builder.h"

#include <algorithm>
#include <limits>
#include <numbers>

#include "geometry/curves/strokes.h"
#include "geometry/math/count.h"

namespace premap::geometry {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kSmallestStep = kTurn / 2000;

// What was made of numbers that are too large, or of none, leads nowhere.
bool hasDirection(const Vec3& n) {
  const double square = dot(n, n);
  return square > 0 && square < std::numeric_limits<double>::infinity();
}

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

void Builder::connect(size_t first, size_t rows, size_t columns) {
  const Vec3* p = out_.points.data();
  const size_t before = out_.triangles.size();
  out_.triangles.resize(before + 6 * (rows - 1) * (columns - 1));
  uint32_t* to = out_.triangles.data() + before;
  const auto add = [&](uint32_t a, uint32_t b, uint32_t c) {
    if (p[a] == p[b] || p[b] == p[c] || p[c] == p[a]) return;
    to[0] = a, to[1] = b, to[2] = c, to += 3;
  };
  const auto width = static_cast<uint32_t>(columns);
  for (size_t i = 0; i + 1 < rows; ++i) {
    const auto row = static_cast<uint32_t>(first + i * columns);
    for (uint32_t a = row; a + 1 < row + width; ++a) {
      const uint32_t b = a + 1, c = a + width, d = c + 1;
      add(a, b, d), add(a, d, c);
    }
  }
  out_.triangles.resize(static_cast<size_t>(to - out_.triangles.data()));
}

void Builder::flat(const std::vector<Vec3>& points, const std::vector<uint32_t>& triangles, const Vec3& normal,
                   bool isReversed) {
  if (!hasRoomFor(1, points.size() + triangles.size())) return;
  const auto first = static_cast<uint32_t>(out_.points.size());
  out_.points.insert(out_.points.end(), points.begin(), points.end());
  out_.normals.resize(out_.points.size(), normal);
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

void Builder::turnFrom(size_t corner) {
  for (size_t i = corner; i < out_.triangles.size(); i += 3) std::swap(out_.triangles[i + 1], out_.triangles[i + 2]);
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
      if (!hasDirection(n)) n = normal;
      else if (dot(n, normal) < 0) n = -n;
    }
  }
  for (size_t i = firstPoint_; i < out_.normals.size(); ++i)
    out_.normals[i] = hasDirection(out_.normals[i]) ? unit(out_.normals[i]) : Vec3();
}

}  // namespace premap::geometry
