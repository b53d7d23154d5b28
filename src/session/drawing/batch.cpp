// Doubles become floats here, after the origin was taken off.
#include "session/drawing/batch.h"

#include <cmath>
#include <limits>

namespace premap::drawing {
namespace {

using geometry::Transform;
using geometry::Vec3;

bool isFloat(double x) {
  return std::abs(x) <= static_cast<double>(std::numeric_limits<float>::max());
}
bool areFloats(const Vec3& v) {
  return isFloat(v.x) && isFloat(v.y) && isFloat(v.z);
}

float* put(float* to, const Vec3& v) {
  to[0] = static_cast<float>(v.x), to[1] = static_cast<float>(v.y), to[2] = static_cast<float>(v.z);
  return to + 3;
}

void push(std::vector<float>& out, const Vec3& v) {
  out.resize(out.size() + 3);
  put(out.data() + out.size() - 3, v);
}

}  // namespace

uint32_t DrawingBatch::addElement(uint64_t id, const std::optional<WorldBox>& box) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const WorldBox shown = box.value_or(WorldBox{{none, none, none}, {none, none, none}});
  boxes_.insert(boxes_.end(), {shown.low.x, shown.low.y, shown.low.z, shown.high.x, shown.high.y, shown.high.z});
  ids_.push_back(id), refused_.push_back(0);
  return static_cast<uint32_t>(ids_.size() - 1);
}

bool DrawingBatch::addPoints(const geometry::Drawing& drawing, const Transform& frame) {
  // Normals go with the cofactors, so that they stay square to their faces.
  const double sign = frame.determinant() < 0 ? -1 : 1;
  const Transform normals{
      cross(frame.y, frame.z) * sign, cross(frame.z, frame.x) * sign, cross(frame.x, frame.y) * sign, {}};
  const size_t before = positions_.size(), count = 3 * drawing.points.size();
  positions_.resize(before + count);
  float* to = positions_.data() + before;
  for (const Vec3& p : drawing.points) {
    const Vec3 at = frame.point(p);
    if (!areFloats(at)) return positions_.resize(before), false;
    to = put(to, at);
  }
  normals_.resize(before + count);
  to = normals_.data() + before;
  for (const Vec3& n : drawing.normals) to = put(to, unit(normals.vector(n)));
  return true;
}

void DrawingBatch::addTriangles(std::span<const uint32_t> corners, uint32_t first, bool isMirrored) {
  const size_t before = triangles_.size();
  triangles_.resize(before + corners.size());
  uint32_t* to = triangles_.data() + before;
  const size_t second = isMirrored ? 2 : 1, third = isMirrored ? 1 : 2;
  for (size_t i = 0; i < corners.size(); i += 3, to += 3)
    to[0] = first + corners[i], to[1] = first + corners[i + second], to[2] = first + corners[i + third];
}

bool DrawingBatch::addInstance(uint32_t element, uint32_t part, uint32_t color, const Transform& frame) {
  if (!areFloats(frame.x) || !areFloats(frame.y) || !areFloats(frame.z) || !areFloats(frame.origin)) return false;
  instances_.insert(instances_.end(), {element, part, color});
  const auto row = [&](double x, double y, double z, double origin) {
    push(transforms_, {x, y, z}), transforms_.push_back(static_cast<float>(origin));
  };
  row(frame.x.x, frame.y.x, frame.z.x, frame.origin.x);
  row(frame.x.y, frame.y.y, frame.z.y, frame.origin.y);
  row(frame.x.z, frame.y.z, frame.z.z, frame.origin.z);
  return true;
}

std::vector<uint8_t> DrawingBatch::finish(BatchWriter& writer, uint32_t flags, const Vec3& origin) {
  int column = 0;
  const auto add = [&](const auto& array) {
    const auto bytes = std::as_bytes(std::span(array));
    writer.appendBytes(column++, bytes.data(), bytes.size());
  };
  add(std::vector<double>{origin.x, origin.y, origin.z, static_cast<double>(partsBefore_)});
  add(ids_), add(refused_), add(boxes_), add(positions_), add(normals_), add(triangles_), add(lines_), add(runs_);
  add(parts_), add(instances_), add(transforms_);
  writer.endRow();
  const uint64_t parts = partsBefore_ + parts_.size();
  *this = {};
  partsBefore_ = parts;
  return writer.finish(flags);
}

}  // namespace premap::drawing
