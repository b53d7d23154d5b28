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
  bool doesClose = isClosed && mesh.isIndexed;
  if (!doesClose) out.isSeenAlongZ = volumeAlongZ(mesh, {}).has_value();
  bool isTrulyClosed = isClosed;
  if (!isClosed) {
    const Mesh near = merged(mesh);
    const bool doesNear = doEdgesMatch(near);
    isTrulyClosed = doesNear || doEdgesMatch(withoutFlat(near));
    doesClose = doesNear && mesh.isIndexed;
  }
  if (isTrulyClosed) exact.volume = positive(sum.volume());
  out.measured.agree();
  if (!doesClose && !out.isSeenAlongZ) out.measured.override(&EngineMeasures::volume, 0, Deviation::UnpairedMesh);
  if (out.isSeenAlongZ) out.measured.engine.volume = 0;
  return out;
}

Measured placed(const Mesh& mesh, const MeshMeasure& measure, const Transform& frame, double scale) {
  Measured out = measure.measured;
  if (!measure.isSeenAlongZ) return out;
  const auto along = volumeAlongZ(mesh, frame);
  const double volume = along ? *along / (scale * scale * scale) : 0, truly = out.exact.volume.value;
  out.engine.volume = truly;
  if (!along) return out.override(&EngineMeasures::volume, 0, Deviation::UnpairedMesh), out;
  // Along z and by tetrahedra the same solid is the same to rounding.
  const bool isSame = std::abs(std::abs(volume) - truly) <= 1e-9 * std::abs(volume);
  if (!isSame) out.override(&EngineMeasures::volume, volume, Deviation::OpenMeshVolume);
  else if (volume < 0) out.override(&EngineMeasures::volume, -truly, Deviation::InsideOutMesh);
  return out;
}

}  // namespace premap::geometry
