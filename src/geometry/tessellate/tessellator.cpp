// The walk over a stream's ops: what is drawn, and with which look.
#include <algorithm>

#include "geometry/stream/appearance.h"
#include "geometry/stream/chunks.h"
#include "geometry/tessellate/shapes.h"
#include "premap/geometry/tessellate.h"

namespace premap::geometry {
namespace {

Refusal tessellatePrimitive(const Primitive& primitive, Builder& builder) {
  if (const auto* solid = std::get_if<SolidShape>(&primitive))
    return std::visit([&](const auto& shape) { return tessellate(shape, builder); }, *solid);
  return std::visit(
      [&](const auto& shape) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(shape)>, SolidShape>) return Refusal::None;
        else return tessellate(shape, builder);
      },
      primitive);
}

class Walk {
 public:
  Walk(const DrawOptions& options, Drawing& out) : options_(options), out_(out) {}

  void draw(std::span<const std::byte> ops) {
    OpWalk walk(ops);
    Appearance appearance;
    while (const auto op = walk.next()) {
      if (op->code == OpCode::PartReference || isShape(op->code)) {
        if (appearance.isConstruction() && !options_.wantsConstruction) continue;
        op->code == OpCode::PartReference ? addPart(*op, appearance.look()) : addShape(*op, appearance);
      } else {
        appearance.take(*op);
      }
      if (op->code == OpCode::PartReference || isShape(op->code)) endRun(appearance.look());
    }
    if (walk.isTruncated()) ++out_.refused;
  }

 private:
  void addPart(const Op& op, const Look& look) {
    const auto reference = readPartReference(op);
    if (!reference || out_.parts.size() >= kMostParts) return void(++out_.refused);
    out_.parts.push_back({reference->part, reference->frame, look});
  }

  void addShape(const Op& op, const Appearance& appearance) {
    const auto primitive = readPrimitive(op);
    if (!primitive) return void(++out_.refused);
    const auto* curves = std::get_if<CurveCollection>(&*primitive);
    if (appearance.hasHiddenBoundary() && curves && curves->isRegion()) return;
    const size_t points = out_.points.size(), triangles = out_.triangles.size(), lines = out_.lines.size();
    Builder builder(out_, options_.tolerance, work_);
    Refusal why = tessellatePrimitive(*primitive, builder);
    if (why == Refusal::None && builder.isFull()) why = Refusal::TooComplex;
    const auto begin = out_.points.begin() + static_cast<ptrdiff_t>(points);
    if (why == Refusal::None && !std::all_of(begin, out_.points.end(), isFinite)) why = Refusal::NotFinite;
    if (why == Refusal::None) {
      builder.alignNormals(), ++out_.drawn;
      return;
    }
    ++out_.refused;
    out_.points.resize(points), out_.normals.resize(points), out_.triangles.resize(triangles), out_.lines.resize(lines);
  }

  void endRun(const Look& look) {
    const auto triangles = static_cast<uint32_t>(out_.triangles.size()),
               lines = static_cast<uint32_t>(out_.lines.size());
    const bool isFirst = out_.runs.empty();
    const uint32_t trianglesBegin = isFirst ? 0 : out_.runs.back().trianglesEnd,
                   linesBegin = isFirst ? 0 : out_.runs.back().linesEnd;
    if (triangles == trianglesBegin && lines == linesBegin) return;
    if (isFirst || !(out_.runs.back().look == look)) out_.runs.push_back({look, triangles, lines});
    else out_.runs.back().trianglesEnd = triangles, out_.runs.back().linesEnd = lines;
  }

  const DrawOptions& options_;
  Drawing& out_;
  size_t work_ = 0;  // of all primitives
};

}  // namespace

Drawing Tessellator::draw(std::span<const std::byte> blob) {
  Drawing out;
  draw(blob, out);
  return out;
}

[[gnu::noinline]] void Tessellator::draw(std::span<const std::byte> blob, Drawing& out) {
  out.points.clear(), out.normals.clear(), out.triangles.clear(), out.lines.clear(), out.runs.clear();
  out.parts.clear();
  out.drawn = out.refused = 0;
  out.stream = unpackStream(blob, ops_);
  if (out.stream == Refusal::None) Walk(options_, out).draw(ops_);
}

}  // namespace premap::geometry
