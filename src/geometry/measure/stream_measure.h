// The sum over a stream, in the stream's own coordinates: what a part gives wherever it is referred to.
#pragma once

#include "geometry/measure/primitive.h"

namespace premap::geometry {

/// A mesh whose volume is asked for once it is known how it stands in the world.
struct PendingMesh {
  std::shared_ptr<const Mesh> mesh;
  MeshMeasure measure;
  Transform frame;  ///< of the mesh in the stream
  double scale = 1;
  size_t report = SIZE_MAX;  ///< its place among the reports
};

class StreamMeasure {
 public:
  /// `wantsReports`: whether each primitive is told apart.
  explicit StreamMeasure(bool wantsReports = false) : wantsReports_(wantsReports) {}

  void add(PrimitiveMeasure primitive, PrimitiveKind kind, uint64_t part);
  /// What a part gives, moved and scaled as the reference says.
  void add(const StreamMeasure& part, const PartReference& reference);
  void refuse(Refusal why, PrimitiveKind kind, QuantitySet unknown, uint64_t part);
  void addConstruction() { ++counts_.construction; }
  void addHidden() { ++counts_.hidden; }

  /// As it stands in the world.
  ElementMeasures placed(const Transform& frame) const;
  /// About what it occupies.
  size_t bytes() const;

 private:
  size_t report(const PrimitiveReport& report, const EngineMeasures& engine);

  bool wantsReports_;
  TrueMeasures exact_;
  EngineMeasures engine_;
  ElementMeasures counts_;                // and the reports, but for the engine's measures
  std::vector<EngineMeasures> engineOf_;  // of each report
  std::vector<PendingMesh> pending_;
};

}  // namespace premap::geometry
