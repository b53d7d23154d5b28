// Boxes, cones, balls and pipes: rings of corners, with caps over the same corners.
#include <algorithm>
#include <array>
#include <numbers>

#include "geometry/math/count.h"
#include "geometry/tessellate/shapes.h"

namespace premap::geometry {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

// Around in `count` chords; the last direction is the first, to the last digit.
struct Circle {
  std::vector<double> cosine, sine;
  explicit Circle(int count) {
    for (int i = 0; i <= count; ++i)
      cosine.push_back(std::cos(kTurn * (i % count) / count)), sine.push_back(std::sin(kTurn * (i % count) / count));
  }
  size_t size() const { return cosine.size(); }
  Vec3 of(const Vec3& u, const Vec3& v, size_t i) const { return u * cosine[i] + v * sine[i]; }
};

// A convex ring as a fan.
void addCap(std::vector<Vec3> ring, Builder& builder, bool isReversed) {
  if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
  std::vector<uint32_t> triangles;
  for (uint32_t i = 1; i + 1 < ring.size(); ++i) triangles.insert(triangles.end(), {0, i, i + 1});
  Vec3 normal;
  for (size_t i = 1; i + 1 < ring.size(); ++i) normal += cross(ring[i] - ring[0], ring[i + 1] - ring[0]);
  builder.flat(ring, triangles, normal, isReversed);
}

Refusal finish(Builder& builder) {
  builder.turnOutwards();
  return Refusal::None;
}

}  // namespace

Refusal tessellate(const Box& box, Builder& builder) {
  const auto ring = [&](const Vec3& o, double x, double y) {
    return std::vector<Vec3>{o, o + box.x * x, o + box.x * x + box.y * y, o + box.y * y};
  };
  const auto base = ring(box.base, box.baseX, box.baseY), top = ring(box.top, box.topX, box.topY);
  for (size_t i = 0; i < 4; ++i) {
    const size_t j = (i + 1) % 4;
    addCap({base[i], base[j], top[j], top[i]}, builder, false);
  }
  if (box.isCapped) addCap(base, builder, true), addCap(top, builder, false);
  return finish(builder);
}

Refusal tessellate(const Cone& c, Builder& builder) {
  const double reach = std::max(std::abs(c.radiusA), std::abs(c.radiusB)) * std::max(length(c.u), length(c.v));
  const Circle circle(builder.chordsOfCircle(reach));
  const auto at = [&](size_t row, size_t i) {
    const Vec3 spoke = circle.of(c.u, c.v, i);
    return (row == 0 ? c.a : c.b) + spoke * (row == 0 ? c.radiusA : c.radiusB);
  };
  builder.grid(2, circle.size(), [&](size_t row, size_t i) {
    const Vec3 spoke = circle.of(c.u, c.v, i), turn = circle.of(c.v, -c.u, i);
    return SurfacePoint{at(row, i), cross(turn, c.b - c.a + spoke * (c.radiusB - c.radiusA))};
  });
  if (c.isCapped) {
    for (const size_t row : {0, 1}) {
      std::vector<Vec3> ring;
      for (size_t i = 0; i < circle.size(); ++i) ring.push_back(at(row, i));
      addCap(std::move(ring), builder, row == 0);
    }
  }
  return finish(builder);
}

Refusal tessellate(const Sphere& s, Builder& builder) {
  const double pole = kTurn / 4, end = s.latitude + s.sweep;
  const double south = std::clamp(std::min(s.latitude, end), -pole, pole);
  const double north = std::clamp(std::max(s.latitude, end), -pole, pole);
  const double reach = std::max({length(s.frame.x), length(s.frame.y), length(s.frame.z)});
  const Circle circle(builder.chordsOfCircle(reach));
  const int up = std::max(builder.chordsOfArc(north - south, reach), north - south > pole ? 2 : 1);
  const Vec3 a = cross(s.frame.y, s.frame.z), b = cross(s.frame.z, s.frame.x), c = cross(s.frame.x, s.frame.y);
  const auto at = [&](size_t row, size_t i) {
    const double latitude = south + (north - south) * static_cast<double>(row) / up;
    // At the poles all corners are one.
    const double h = std::abs(latitude) > pole - 1e-12 ? 0 : std::cos(latitude);
    const double x = h * circle.cosine[i], y = h * circle.sine[i], z = std::sin(latitude);
    return SurfacePoint{s.frame.point({x, y, z}), a * x + b * y + c * z};
  };
  builder.grid(static_cast<size_t>(up) + 1, circle.size(), at);
  if (s.isCapped) {
    for (const size_t row : {size_t{0}, static_cast<size_t>(up)}) {
      std::vector<Vec3> ring;
      for (size_t i = 0; i < circle.size(); ++i) ring.push_back(at(row, i).point);
      addCap(std::move(ring), builder, row == 0);
    }
  }
  return finish(builder);
}

Refusal tessellate(const TorusPipe& p, Builder& builder) {
  const Circle circle(builder.chordsOfCircle(std::abs(p.minor)));
  const bool isWhole = std::abs(p.sweep) >= kTurn - 1e-9;
  const double reach = (std::abs(p.major) + std::abs(p.minor)) * std::max(length(p.x), length(p.y));
  const int along = isWhole ? builder.chordsOfCircle(reach) : builder.chordsOfArc(p.sweep, reach);
  const Vec3 z = cross(p.x, p.y);
  const auto at = [&](size_t row, size_t i) {
    const auto step = static_cast<double>(isWhole ? row % static_cast<size_t>(along) : row);
    const double turn = p.sweep * step / along;
    const Vec3 out = p.x * std::cos(turn) + p.y * std::sin(turn);
    const Vec3 ring = circle.of(out, z, i);
    return SurfacePoint{p.center + out * p.major + ring * p.minor, ring};
  };
  builder.grid(static_cast<size_t>(along) + 1, circle.size(), at);
  if (p.isCapped && !isWhole) {
    for (const size_t row : {size_t{0}, static_cast<size_t>(along)}) {
      std::vector<Vec3> ring;
      for (size_t i = 0; i < circle.size(); ++i) ring.push_back(at(row, i).point);
      addCap(std::move(ring), builder, row == 0);
    }
  }
  return finish(builder);
}

}  // namespace premap::geometry
