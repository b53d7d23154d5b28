// The names and sentences of refusals, deviations and kinds.
#include "premap/geometry/measure.h"

namespace premap::geometry {
namespace {

template <class Kind>
struct Words {
  Kind kind;
  std::string_view name, sentence = {};
};

// Every kind has its row, at its number.
template <class Kind, size_t N>
constexpr bool isComplete(const Words<Kind> (&rows)[N]) {
  for (size_t i = 0; i < N; ++i)
    if (rows[i].kind != static_cast<Kind>(i)) return false;
  return N == static_cast<size_t>(Kind::Count);
}

template <class Kind, size_t N>
const Words<Kind>& wordsOf(const Words<Kind> (&rows)[N], Kind kind) {
  static constexpr Words<Kind> kNone{};
  return kind < Kind::Count ? rows[static_cast<size_t>(kind)] : kNone;
}

constexpr Words<Refusal> kRefusalWords[] = {
    {Refusal::None, "none", ""},
    {Refusal::Chunks, "chunks", "The stream is damaged: its chunks do not unpack."},
    {Refusal::Head, "head", "The bytes do not begin as a geometry stream does."},
    {Refusal::TruncatedOp, "truncated-op", "The stream breaks off; what would follow is lost."},
    {Refusal::Damaged, "damaged", "An offset or a count leads out of the bytes at hand."},
    {Refusal::NotFinite, "not-finite", "A coordinate is not a finite number."},
    {Refusal::Order, "order", "A B-spline whose order is not 2 to 26, or whose poles and knots do not fit it."},
    {Refusal::Index, "index", "A mesh names points that it does not have."},
    {Refusal::UnknownType, "unknown-type", "A type of geometry that is not known."},
    {Refusal::SpiralType, "spiral-type",
     "A transition spiral of a kind that is not known, or beyond what its formula is for."},
    {Refusal::Nesting, "nesting", "Parts or tables within each other deeper than 12."},
    {Refusal::Crossing, "crossing", "Boundaries that cross each other do not tell which side is inside."},
    {Refusal::TooComplex, "too-complex", "So many pieces that comparing them would take minutes."},
    {Refusal::PartMissing, "part-missing", "A shared part that the file does not have."},
    {Refusal::PartInItself, "part-in-itself", "A shared part that holds itself."},
    {Refusal::BodyFormat, "body-format", "A body in a format that is not published: it needs the vendor's modeller."},
    {Refusal::BodyNode, "body-node",
     "A body with parts whose layout is not published: it needs the vendor's modeller."},
    {Refusal::BodySurface, "body-surface",
     "A body with a surface that is not measured here: it needs the vendor's modeller."},
    {Refusal::BodyCurve, "body-curve",
     "A body with an edge that is not measured here: it needs the vendor's modeller."},
};
static_assert(isComplete(kRefusalWords));

constexpr Words<Deviation> kDeviationWords[] = {
    {Deviation::PointLength, "point-length", "The service takes points for a line from each to the next."},
    {Deviation::BentRegion, "bent-region", "The service gives no perimeter to a region that is not flat."},
    {Deviation::PartOfCurve, "part-of-curve", "The service measures the whole curve where only a part of it is there."},
    {Deviation::CatenaryLength, "catenary-length", "The service approximates a catenary; the true length is shown."},
    {Deviation::EllipticCone, "elliptic-cone", "The service takes an elliptic cone for a round one."},
    {Deviation::SlantedCone, "slanted-cone", "The service measures the side of a slanted cone as if it stood upright."},
    {Deviation::FacetedEllipsoid, "faceted-ellipsoid", "The service cuts an ellipsoid into facets of 45 degrees."},
    {Deviation::ObliqueExtrusion, "oblique-extrusion",
     "The service measures a slanted extrusion as if it stood upright."},
    {Deviation::RevolutionCaps, "revolution-caps", "The service leaves out both caps of a partial revolution."},
    {Deviation::RevolutionChords, "revolution-chords", "The service replaces the arcs of a turned profile by chords."},
    {Deviation::RevolutionSign, "revolution-sign",
     "The service gives a negative volume to what is turned the other way."},
    {Deviation::RevolutionOffPlane, "revolution-off-plane",
     "The service approximates a revolution whose axis is off its profile's plane."},
    {Deviation::UncappedSolid, "uncapped-solid",
     "The service gives no volume to a closed solid that is not said to be capped."},
    {Deviation::FacetedRuledVolume, "faceted-ruled-volume",
     "The service cuts a ruled sweep into facets of 45 degrees for its volume."},
    {Deviation::FacetedRuledArea, "faceted-ruled-area",
     "The service cuts such a ruled sweep into facets of 45 degrees for its area."},
    {Deviation::OpenMeshVolume, "open-mesh-volume",
     "The service gives this mesh a volume, though its facets do not close."},
    {Deviation::InsideOutMesh, "inside-out-mesh",
     "The service gives a negative volume to this mesh, whose facets look inwards."},
    {Deviation::SurfaceKnots, "surface-knots",
     "The service's area of this surface is too small; the true one is shown."},
    {Deviation::BodyTolerance, "body-tolerance",
     "The service measures this body to a tolerance; the true value is shown."},
    {Deviation::UnpairedMesh, "unpaired-mesh",
     "The service gives no volume to this closed mesh, whose facets do not say which points they share."},
    {Deviation::SignedSizes, "signed-sizes",
     "The service takes away where a size or a sweep of this solid is below 0."},
    {Deviation::RevolutionAcross, "revolution-across",
     "The service approximates what a line sweeps that crosses the axis of a revolution."},
    {Deviation::OpenGap, "open-gap", "The service leaves out what lies behind a small gap between two edges."},
    {Deviation::SweptLoops, "swept-loops",
     "The service takes all other loops of a swept profile away from the largest, and closes none of them."},
    {Deviation::RuledLines, "ruled-lines",
     "The service gives no area to the strips between single lines of this ruled sweep."},
};
static_assert(isComplete(kDeviationWords));

constexpr Words<PrimitiveKind> kKindWords[] = {
    {PrimitiveKind::Points, "points"},
    {PrimitiveKind::LineString, "line-string"},
    {PrimitiveKind::Arc, "arc"},
    {PrimitiveKind::Curve, "curve"},
    {PrimitiveKind::Curves, "curves"},
    {PrimitiveKind::Region, "region"},
    {PrimitiveKind::Box, "box"},
    {PrimitiveKind::Cone, "cone"},
    {PrimitiveKind::Sphere, "sphere"},
    {PrimitiveKind::TorusPipe, "torus-pipe"},
    {PrimitiveKind::Extrusion, "extrusion"},
    {PrimitiveKind::Revolution, "revolution"},
    {PrimitiveKind::RuledSweep, "ruled-sweep"},
    {PrimitiveKind::Solid, "solid"},
    {PrimitiveKind::Mesh, "mesh"},
    {PrimitiveKind::Surface, "surface"},
    {PrimitiveKind::Body, "body"},
    {PrimitiveKind::Part, "part"},
    {PrimitiveKind::Stream, "stream"},
};
static_assert(isComplete(kKindWords));

}  // namespace

std::string_view toString(Refusal refusal) {
  return wordsOf(kRefusalWords, refusal).name;
}
std::string_view sentenceOf(Refusal refusal) {
  return wordsOf(kRefusalWords, refusal).sentence;
}
std::string_view toString(Deviation deviation) {
  return wordsOf(kDeviationWords, deviation).name;
}
std::string_view sentenceOf(Deviation deviation) {
  return wordsOf(kDeviationWords, deviation).sentence;
}
std::string_view toString(PrimitiveKind kind) {
  return wordsOf(kKindWords, kind).name;
}

}  // namespace premap::geometry
