// From a row to its element's measures, and from measures to a cell.
#include "resolve/element_measures.h"

#include <cmath>

#include "premap/resolve/sql_text.h"
#include "resolve/row_kind.h"

namespace premap::resolve {

namespace {

using geometry::ElementMeasures;
using geometry::Measures;
using geometry::Quantity;

double part(const Measures& measures, Quantity quantity) {
  return quantity == Quantity::Length ? measures.length : quantity == Quantity::Area ? measures.area : measures.volume;
}

std::optional<double> numberAt(const PathTable* table, const Class& cls, const StoredRow& row, int component = 0) {
  const Access* access = accessIn(table, cls);
  if (!access || access->kind != Access::Kind::Leaf || component >= access->shape.columnCount) return std::nullopt;
  const int slot = access->slot + component;
  return row.isNull(slot) ? std::nullopt : std::optional(row.real(slot));
}

}  // namespace

ElementMeasurer::ElementMeasurer(const PlanData& plan, bool wantsPrimitives)
    : plan_(plan),
      measurer_([this](uint64_t id) { return streamOfPart(id); },
                {wantsPrimitives ? geometry::QuantitySet::all() : plan.measures.wanted,
                 wantsPrimitives || plan.options.regionLength != RegionLength::Edge, wantsPrimitives}) {}

Measured ElementMeasurer::measure(Quantity quantity, const StoredRow& row, size_t number, const Class& cls) {
  std::optional<ElementMeasures>& of = measured_[number];
  if (!of) of = measurer_.measure(row.blob(accessIn(plan_.geometry, cls)->slot), placementIn(row, cls));
  Measured answer;
  // Regions are told apart only among the primitives that were reported.
  const bool isCut =
      quantity == Quantity::Length && plan_.options.regionLength == RegionLength::Perimeter && of->unreported > 0;
  if (isCut || !of->isComplete(quantity)) return answer.reason = Reason::NotComputableOffline, answer;
  const double engine = part(of->engine, quantity), exact = part(of->exact, quantity);
  answer.value = plan_.options.measureValue == MeasureValue::Engine ? engine : exact;
  if (geometry::isDifferent(engine, exact)) answer.decisions |= bit(Decision::G1);
  if (quantity == Quantity::Length) answer.value = lengthOf(*of);
  if (quantity == Quantity::Volume && plan_.options.absoluteVolume) answer.value = std::abs(answer.value);
  if (answer.value < 0) answer.decisions |= bit(Decision::G5);
  if (answer.value == 0 && plan_.options.zeroMeasureIsNull) answer.reason = Reason::NoMeasure;
  return answer;
}

double ElementMeasurer::lengthOf(const ElementMeasures& measured) const {
  const Measures& measures = plan_.options.measureValue == MeasureValue::Engine ? measured.engine : measured.exact;
  if (!plan_.options.solidsHaveLength && measures.volume != 0) return 0;
  double length = measures.length;
  if (plan_.options.regionLength == RegionLength::Perimeter) length += regionEdges(measured);
  return length == 0 && plan_.options.facesHaveLength && measures.volume == 0 ? measures.perimeter : length;
}

// What it adds when regions count their perimeter in place of their edge.
double ElementMeasurer::regionEdges(const ElementMeasures& measured) const {
  double more = 0;
  for (const geometry::PrimitiveReport& each : measured.primitives) {
    const Measures& measures = plan_.options.measureValue == MeasureValue::Engine ? each.engine : each.exact;
    if (each.kind == geometry::PrimitiveKind::Region) more += measures.perimeter - measures.length;
  }
  return more;
}

geometry::Placement ElementMeasurer::placementIn(const StoredRow& row, const Class& cls) const {
  const MeasurePaths& paths = plan_.measures;
  auto number = [&](const PathTable* table, int component = 0) {
    return numberAt(table, cls, row, component).value_or(0);
  };
  geometry::Placement placement;
  placement.origin = {number(paths.origin), number(paths.origin, 1), number(paths.origin, 2)};
  if (paths.in2d && plan_.catalog->isA(cls, *paths.in2d)) placement.angles = {number(paths.rotation), 0, 0};
  else placement.angles = {number(paths.yaw), number(paths.pitch), number(paths.roll)};
  return placement;
}

std::span<const std::byte> ElementMeasurer::streamOfPart(uint64_t id) {
  if (!arePartsPrepared_) prepareParts();
  if (!parts_) return {};
  parts_->reset();
  parts_->bind(1, static_cast<int64_t>(id));
  if (parts_->step() != Step::Row || parts_->type(0) != ColumnType::Blob) return {};
  return parts_->blob(0);
}

// One statement for all parts; without one every reference to a part is refused.
void ElementMeasurer::prepareParts() {
  arePartsPrepared_ = true;
  const Class* part = plan_.catalog->findClass("BisCore", "GeometryPart");
  const StoredColumn* column = part ? plan_.catalog->findColumn(*part, "GeometryStream") : nullptr;
  if (!column || column->isVirtual || !column->table->idColumn) return;
  const Table& table = *column->table;
  std::string sql = "SELECT " + sqlName(column->name) + " FROM " + sqlName(table.name) + " WHERE " +
                    sqlName(table.idColumn->name) + "=?1";
  // The column is shared: in rows of other classes it holds something else.
  if (table.hasPhysicalClassId())
    sql += " AND " + sqlName(table.classIdColumn->name) +
           " IN (SELECT [ClassId] FROM [ec_cache_ClassHierarchy] WHERE [BaseClassId]=" + std::to_string(part->id) + ")";
  auto prepared = plan_.catalog->database().prepare(sql);
  if (prepared) parts_ = std::move(*prepared);
}

}  // namespace premap::resolve
