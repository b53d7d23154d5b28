// The five styles of a mesh, all brought to corners and ends of facets.
#include "geometry/meshes/mesh.h"

namespace premap::geometry {
namespace {

enum class Style : int32_t { Indexed = 1, Triangles = 3, Quads = 4, TriangleGrid = 5, QuadGrid = 6 };

void endFacet(Mesh& mesh) {
  const size_t begin = mesh.ends.empty() ? 0 : mesh.ends.back();
  if (mesh.corners.size() < begin + 3) mesh.corners.resize(begin);
  else mesh.ends.push_back(static_cast<uint32_t>(mesh.corners.size()));
}

void addFacet(Mesh& mesh, std::initializer_list<size_t> corners) {
  for (const size_t corner : corners) mesh.corners.push_back(static_cast<uint32_t>(corner));
  endFacet(mesh);
}

// One-based; negative where the edge after the corner is hidden; 0 ends a facet, or fills up a block.
Refusal readIndexed(const NumberVector<int32_t>& index, int32_t numPerFace, Mesh& mesh) {
  const size_t block = numPerFace < 2 ? 0 : static_cast<size_t>(numPerFace);
  mesh.corners.reserve(index.size());
  for (size_t i = 0; i < index.size(); ++i) {
    const int64_t corner = std::abs(int64_t{index[i]});
    if (corner > static_cast<int64_t>(mesh.points.size())) return Refusal::Index;
    if (corner != 0) mesh.corners.push_back(static_cast<uint32_t>(corner - 1));
    if (block == 0 ? corner == 0 : (i + 1) % block == 0) endFacet(mesh);
  }
  endFacet(mesh);
  return Refusal::None;
}

void readBlocks(size_t block, Mesh& mesh) {
  for (size_t i = 0; i + block <= mesh.points.size(); i += block) {
    for (size_t k = 0; k < block; ++k) mesh.corners.push_back(static_cast<uint32_t>(i + k));
    endFacet(mesh);
  }
}

// Cells are taken in order up to the first that lacks a point; a last row may be short.
void readGrid(size_t perRow, bool isTriangles, Mesh& mesh) {
  if (perRow < 2) return;
  for (size_t a = 0; a + perRow + 1 < mesh.points.size(); ++a) {
    if ((a + 1) % perRow == 0) continue;
    const size_t b = a + 1, c = b + perRow, d = a + perRow;
    if (!isTriangles) addFacet(mesh, {a, b, c, d});
    else addFacet(mesh, {a, b, d}), addFacet(mesh, {d, b, c});
  }
}

bool doIndicesPair(const Table& table) {
  constexpr unsigned points = 5, others[] = {6, 7, 8, 14};
  const size_t count = table.intCount(points);
  for (const unsigned field : others)
    if (const size_t other = table.intCount(field); other != 0 && other != count) return false;
  return true;
}

}  // namespace

Outcome<Mesh> readMesh(const Table& variant) {
  if (!variant.isThere() || !variant.table(1).isThere()) return Refusal::Damaged;
  if (typeOf(variant) != TableType::Mesh) return Refusal::UnknownType;
  const Table table = variant.table(1);
  auto points = readPoints(table, 0);
  if (!points) return points.refusal();
  if (!doIndicesPair(table)) return Refusal::Index;
  Mesh mesh{std::move(*points), {}, {}};
  const int32_t perRow = table.number<int32_t>(11, 0);
  Refusal refusal = Refusal::None;
  switch (static_cast<Style>(table.number<int32_t>(12, 0))) {
    case Style::Indexed:
      mesh.isIndexed = true;
      refusal = readIndexed(table.numbers<int32_t>(5), table.number<int32_t>(10, 0), mesh);
      break;
    case Style::Triangles:
      readBlocks(3, mesh);
      break;
    case Style::Quads:
      readBlocks(4, mesh);
      break;
    case Style::TriangleGrid:
      readGrid(perRow < 0 ? 0 : static_cast<size_t>(perRow), true, mesh);
      break;
    case Style::QuadGrid:
      readGrid(perRow < 0 ? 0 : static_cast<size_t>(perRow), false, mesh);
      break;
    default:
      refusal = Refusal::UnknownType;
  }
  if (variant.buffer()->isBroken()) return Refusal::Damaged;
  return refusal == Refusal::None ? Outcome<Mesh>(std::move(mesh)) : refusal;
}

}  // namespace premap::geometry
