// Area by facets; volume where the mesh closes, or seems to as the engine sees it.
#include "geometry/measure/mesh.h"

#include "geometry/measure/facets.h"
#include "geometry/meshes/closed.h"

namespace premap::geometry {
namespace {

FacetSum sumOf(const Mesh& mesh) {
  FacetSum sum(mesh.points.empty() ? Vec3{} : mesh.points[0]);
  std::vector<Vec3> ring;
  mesh.forEachFacet([&](const uint32_t* corners, size_t count) {
    ring.clear();
    for (size_t i = 0; i < count; ++i) ring.push_back(mesh.points[corners[i]]);
    sum.add(ring);
  });
  return sum;
}

Amount positive(const Amount& a) {
  return a * (a.value < 0 ? -1 : 1);
}

}  // namespace

MeshMeasure measure(const Mesh& mesh, const Wish& wish) {
  MeshMeasure out;
  const FacetSum sum = sumOf(mesh);
  TrueMeasures& exact = out.measured.exact;
  exact.area = sum.area();
  if (!wish.has(Quantity::Volume)) return out.measured.agree(), out;
  const bool isClosed = doEdgesMatch(mesh);
  if (isClosed || doEdgesMatch(merged(mesh))) exact.volume = positive(sum.volume());
  out.measured.agree();
  if (!isClosed && doesCancelAlongZ(mesh, {})) out.volumeAlongZ = volumeAlongZ(mesh);
  return out;
}

Measured placed(const Mesh& mesh, const MeshMeasure& measure, const Transform& frame) {
  Measured out = measure.measured;
  if (!measure.volumeAlongZ || !doesCancelAlongZ(mesh, frame)) return out;
  const double volume = *measure.volumeAlongZ;
  // Along z and by tetrahedra the same solid is the same to rounding.
  if (std::abs(std::abs(volume) - out.engine.volume) <= 1e-9 * std::abs(volume)) {
    if (volume < 0) out.override(&EngineMeasures::volume, -out.engine.volume, Deviation::InsideOutMesh);
    return out;
  }
  out.override(&EngineMeasures::volume, volume, Deviation::OpenMeshVolume);
  return out;
}

}  // namespace premap::geometry
