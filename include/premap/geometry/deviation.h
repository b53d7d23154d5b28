// Where the measure of the service's engine is not the true one: a named table. Each was seen on the engine itself; its
// value is what a column shows, the true one is told beside it.
#pragma once

#include <cstdint>
#include <string_view>

namespace premap::geometry {

enum class Deviation : uint8_t {
  PointLength,         ///< points have a length: from each to the next
  BentRegion,          ///< a region that is not flat has no perimeter
  PartOfCurve,         ///< the fractions of a part of a curve are ignored
  CatenaryLength,      ///< a catenary is approximated
  EllipticCone,        ///< the length of one axis serves as both radii
  SlantedCone,         ///< the side is that of a right cone whose height is the slanted axis
  FacetedEllipsoid,    ///< an ellipsoid in facets of 45 degrees
  ObliqueExtrusion,    ///< area and length of the profile times the length of the vector
  RevolutionCaps,      ///< the area of a partial turn has no caps
  RevolutionChords,    ///< arcs of the profile are chords of 0.1 radian, in the volume
  RevolutionSign,      ///< a turn the other way has a negative volume
  RevolutionOffPlane,  ///< the axis is not in the plane of the profile: facets, and area by distance from it
  UncappedSolid,       ///< a closed solid that does not say it is capped has no volume
  FacetedRuledVolume,  ///< the volume of a ruled sweep is that of facets of 45 degrees
  FacetedRuledArea,    ///< so is its area, but for line strings and arcs
  OpenMeshVolume,      ///< a mesh with sides missing has a volume seen along z
  InsideOutMesh,       ///< that volume is negative for a mesh that is inside out
  SurfaceKnots,        ///< a surface with knots other than 0..1: the engine's area is too small; the true one is shown
  BodyTolerance,       ///< the modeller works to a tolerance of its own
  UnpairedMesh,        ///< a closed mesh whose facets do not share points has no volume, unless one is seen along z
  SignedSizes,         ///< sizes and sweeps below 0 count with their signs
  RevolutionAcross,    ///< a line across the axis is turned by seven points of Gauss
  OpenGap,             ///< a gap of up to 1e-7 m in a loop stays open: what lies behind it is left out
  SweptLoops,          ///< of the loops of a swept profile the largest adds, all others take away; none is closed
  RuledLines,          ///< the strips between single lines of a ruled sweep have no area beside others
  Count
};

/// "elliptic-cone"
std::string_view toString(Deviation deviation);
/// One sentence about what the engine does.
std::string_view sentenceOf(Deviation deviation);

class DeviationSet {
 public:
  void add(Deviation d) { bits_ |= uint32_t{1} << static_cast<uint32_t>(d); }
  void add(const DeviationSet& other) { bits_ |= other.bits_; }
  bool has(Deviation d) const { return (bits_ >> static_cast<uint32_t>(d) & 1) != 0; }
  bool isEmpty() const { return bits_ == 0; }

 private:
  uint32_t bits_ = 0;
};

}  // namespace premap::geometry
