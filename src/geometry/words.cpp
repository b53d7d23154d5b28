// The names and sentences of refusals, deviations and kinds.
#include "premap/geometry/measure.h"

namespace premap::geometry {

std::string_view toString(Refusal refusal) {
  switch (refusal) {
    case Refusal::None:
      return "none";
    case Refusal::Chunks:
      return "chunks";
    case Refusal::Head:
      return "head";
    case Refusal::TruncatedOp:
      return "truncated-op";
    case Refusal::Damaged:
      return "damaged";
    case Refusal::NotFinite:
      return "not-finite";
    case Refusal::Order:
      return "order";
    case Refusal::Index:
      return "index";
    case Refusal::UnknownType:
      return "unknown-type";
    case Refusal::SpiralType:
      return "spiral-type";
    case Refusal::Nesting:
      return "nesting";
    case Refusal::Crossing:
      return "crossing";
    case Refusal::TooComplex:
      return "too-complex";
    case Refusal::PartMissing:
      return "part-missing";
    case Refusal::PartInItself:
      return "part-in-itself";
    case Refusal::BodyFormat:
      return "body-format";
    case Refusal::BodyNode:
      return "body-node";
    case Refusal::BodySurface:
      return "body-surface";
    case Refusal::BodyCurve:
      return "body-curve";
  }
  return {};
}

std::string_view sentenceOf(Refusal refusal) {
  switch (refusal) {
    case Refusal::None:
      return "";
    case Refusal::Chunks:
      return "The stream is damaged: its chunks do not unpack.";
    case Refusal::Head:
      return "The bytes do not begin as a geometry stream does.";
    case Refusal::TruncatedOp:
      return "The stream breaks off; what would follow is lost.";
    case Refusal::Damaged:
      return "An offset or a count leads out of the bytes at hand.";
    case Refusal::NotFinite:
      return "A coordinate is not a finite number.";
    case Refusal::Order:
      return "A B-spline whose order is not 2 to 26, or whose poles and knots do not fit it.";
    case Refusal::Index:
      return "A mesh names points that it does not have.";
    case Refusal::UnknownType:
      return "A type of geometry that is not known.";
    case Refusal::SpiralType:
      return "A transition spiral of a kind that is not known, or beyond what its formula is for.";
    case Refusal::Nesting:
      return "Parts or tables within each other deeper than 12.";
    case Refusal::Crossing:
      return "Boundaries that cross each other do not tell which side is inside.";
    case Refusal::TooComplex:
      return "So many pieces that comparing them would take minutes.";
    case Refusal::PartMissing:
      return "A shared part that the file does not have.";
    case Refusal::PartInItself:
      return "A shared part that holds itself.";
    case Refusal::BodyFormat:
      return "A body in a format that is not published: it needs the vendor's modeller.";
    case Refusal::BodyNode:
      return "A body with parts whose layout is not published: it needs the vendor's modeller.";
    case Refusal::BodySurface:
      return "A body with a surface that is not measured here: it needs the vendor's modeller.";
    case Refusal::BodyCurve:
      return "A body with an edge that is not measured here: it needs the vendor's modeller.";
  }
  return {};
}

std::string_view toString(Deviation deviation) {
  switch (deviation) {
    case Deviation::PointLength:
      return "point-length";
    case Deviation::BentRegion:
      return "bent-region";
    case Deviation::PartOfCurve:
      return "part-of-curve";
    case Deviation::CatenaryLength:
      return "catenary-length";
    case Deviation::EllipticCone:
      return "elliptic-cone";
    case Deviation::SlantedCone:
      return "slanted-cone";
    case Deviation::FacetedEllipsoid:
      return "faceted-ellipsoid";
    case Deviation::ObliqueExtrusion:
      return "oblique-extrusion";
    case Deviation::RevolutionCaps:
      return "revolution-caps";
    case Deviation::RevolutionChords:
      return "revolution-chords";
    case Deviation::RevolutionSign:
      return "revolution-sign";
    case Deviation::RevolutionOffPlane:
      return "revolution-off-plane";
    case Deviation::UncappedSolid:
      return "uncapped-solid";
    case Deviation::FacetedRuledVolume:
      return "faceted-ruled-volume";
    case Deviation::FacetedRuledArea:
      return "faceted-ruled-area";
    case Deviation::OpenMeshVolume:
      return "open-mesh-volume";
    case Deviation::InsideOutMesh:
      return "inside-out-mesh";
    case Deviation::SurfaceKnots:
      return "surface-knots";
    case Deviation::BodyTolerance:
      return "body-tolerance";
    case Deviation::UnpairedMesh:
      return "unpaired-mesh";
    case Deviation::SignedSizes:
      return "signed-sizes";
    case Deviation::RevolutionAcross:
      return "revolution-across";
    case Deviation::OpenGap:
      return "open-gap";
    case Deviation::SweptLoops:
      return "swept-loops";
    case Deviation::RuledLines:
      return "ruled-lines";
    case Deviation::Count:
      break;
  }
  return {};
}

std::string_view sentenceOf(Deviation deviation) {
  switch (deviation) {
    case Deviation::PointLength:
      return "The service takes points for a line from each to the next.";
    case Deviation::BentRegion:
      return "The service gives no perimeter to a region that is not flat.";
    case Deviation::PartOfCurve:
      return "The service measures the whole curve where only a part of it is there.";
    case Deviation::CatenaryLength:
      return "The service approximates a catenary; the true length is shown.";
    case Deviation::EllipticCone:
      return "The service takes an elliptic cone for a round one.";
    case Deviation::SlantedCone:
      return "The service measures the side of a slanted cone as if it stood upright.";
    case Deviation::FacetedEllipsoid:
      return "The service cuts an ellipsoid into facets of 45 degrees.";
    case Deviation::ObliqueExtrusion:
      return "The service measures a slanted extrusion as if it stood upright.";
    case Deviation::RevolutionCaps:
      return "The service leaves out both caps of a partial revolution.";
    case Deviation::RevolutionChords:
      return "The service replaces the arcs of a turned profile by chords.";
    case Deviation::RevolutionSign:
      return "The service gives a negative volume to what is turned the other way.";
    case Deviation::RevolutionOffPlane:
      return "The service approximates a revolution whose axis is off its profile's plane.";
    case Deviation::UncappedSolid:
      return "The service gives no volume to a closed solid that is not said to be capped.";
    case Deviation::FacetedRuledVolume:
      return "The service cuts a ruled sweep into facets of 45 degrees for its volume.";
    case Deviation::FacetedRuledArea:
      return "The service cuts such a ruled sweep into facets of 45 degrees for its area.";
    case Deviation::OpenMeshVolume:
      return "The service gives this mesh a volume, though its facets do not close.";
    case Deviation::InsideOutMesh:
      return "The service gives a negative volume to this mesh, whose facets look inwards.";
    case Deviation::SurfaceKnots:
      return "The service's area of this surface is too small; the true one is shown.";
    case Deviation::BodyTolerance:
      return "The service measures this body to a tolerance; the true value is shown.";
    case Deviation::UnpairedMesh:
      return "The service gives no volume to this closed mesh, whose facets do not say which points they share.";
    case Deviation::SignedSizes:
      return "The service takes away where a size or a sweep of this solid is below 0.";
    case Deviation::RevolutionAcross:
      return "The service approximates what a line sweeps that crosses the axis of a revolution.";
    case Deviation::OpenGap:
      return "The service leaves out what lies behind a small gap between two edges.";
    case Deviation::SweptLoops:
      return "The service takes all other loops of a swept profile away from the largest, and closes none of them.";
    case Deviation::RuledLines:
      return "The service gives no area to the strips between single lines of this ruled sweep.";
    case Deviation::Count:
      break;
  }
  return {};
}

std::string_view toString(PrimitiveKind kind) {
  switch (kind) {
    case PrimitiveKind::Points:
      return "points";
    case PrimitiveKind::LineString:
      return "line-string";
    case PrimitiveKind::Arc:
      return "arc";
    case PrimitiveKind::Curve:
      return "curve";
    case PrimitiveKind::Curves:
      return "curves";
    case PrimitiveKind::Region:
      return "region";
    case PrimitiveKind::Box:
      return "box";
    case PrimitiveKind::Cone:
      return "cone";
    case PrimitiveKind::Sphere:
      return "sphere";
    case PrimitiveKind::TorusPipe:
      return "torus-pipe";
    case PrimitiveKind::Extrusion:
      return "extrusion";
    case PrimitiveKind::Revolution:
      return "revolution";
    case PrimitiveKind::RuledSweep:
      return "ruled-sweep";
    case PrimitiveKind::Solid:
      return "solid";
    case PrimitiveKind::Mesh:
      return "mesh";
    case PrimitiveKind::Surface:
      return "surface";
    case PrimitiveKind::Body:
      return "body";
    case PrimitiveKind::Part:
      return "part";
    case PrimitiveKind::Stream:
      return "stream";
  }
  return {};
}

}  // namespace premap::geometry
