// Cells of each row into the batch's columns, their verdicts into columns of their own behind them.
#include "premap/preview/preview_cursor.h"

#include "premap/base/text.h"

namespace premap {

namespace {

using resolve::Cell;
using resolve::Target;
using resolve::ValueType;

VectorKind vectorOf(const TableColumn& column, size_t index, resolve::ClassIdOutput classIds) {
  if (column.isDefault && index == 0) return VectorKind::Id;
  if (column.isDefault && index == 1)
    return classIds == resolve::ClassIdOutput::Hex ? VectorKind::Id : VectorKind::Text;
  if (!column.type || column.hasConflict) return VectorKind::Null;
  switch (*column.type) {
    case Target::Boolean:
      return VectorKind::Bool;
    case Target::Integer:
      return VectorKind::I64;
    case Target::Double:
      return VectorKind::F64;
    case Target::String:
      return VectorKind::Text;
  }
  return VectorKind::Text;
}

std::vector<VectorKind> vectorsOf(const GroupTable& table, resolve::ClassIdOutput classIds,
                                  resolve::Provenance provenance) {
  std::vector<VectorKind> kinds;
  for (size_t i = 0; i < table.columns().size(); ++i) kinds.push_back(vectorOf(table.columns()[i], i, classIds));
  if (provenance != resolve::Provenance::Off)
    kinds.resize(kinds.size() + table.columns().size() - resolve::kDefaultColumnCount, VectorKind::U16);
  return kinds;
}

}  // namespace

Result<std::unique_ptr<PreviewCursor>> PreviewCursor::open(const Mapping& mapping, std::string_view group,
                                                           resolve::Planner& planner,
                                                           const resolve::ResolveOptions& options, int64_t limit,
                                                           int64_t offset, resolve::Provenance provenance) {
  auto table = GroupTable::open(mapping, group, planner, options);
  if (!table) return std::move(table.diagnostics());
  std::vector<VectorKind> kinds = vectorsOf(*table, options.classIdOutput, provenance);
  std::unique_ptr<PreviewCursor> cursor(
      new PreviewCursor(std::move(*table), std::move(kinds), limit, offset, provenance));
  return cursor;
}

PreviewCursor::PreviewCursor(GroupTable table, std::vector<VectorKind> kinds, int64_t limit, int64_t offset,
                             resolve::Provenance provenance)
    : table_(std::move(table)),
      kinds_(std::move(kinds)),
      writer_(kinds_),
      reader_(table_, limit, offset, provenance),
      hasVerdicts_(provenance != resolve::Provenance::Off) {}

Result<std::vector<uint8_t>> PreviewCursor::next(const BatchBudget& budget) {
  if (isDone_) return writer_.finish(BatchFlag::Last);
  Deadline deadline(budget.milliseconds);
  while (true) {
    switch (reader_.next()) {
      case Step::Row:
        break;
      case Step::Done:
        isDone_ = true;
        return writer_.finish(BatchFlag::Last);
      case Step::Interrupted:
        isDone_ = true;
        return error("cancelled", "the preview was stopped");
      case Step::Failed:
        isDone_ = true;
        return reader_.failure();
    }
    writeRow();
    if (writer_.rowCount() >= budget.maxRows || writer_.byteSize() >= budget.maxBytes)
      return writer_.finish(BatchFlag::None);
    if (deadline.passed()) return writer_.finish(BatchFlag::Paused);
  }
}

void PreviewCursor::writeRow() {
  std::span<const Cell> cells = reader_.cells();
  auto count = static_cast<int>(cells.size());
  for (int c = 0; c < count; ++c) writeCell(c, cells[static_cast<size_t>(c)]);
  constexpr int kDefaults = static_cast<int>(resolve::kDefaultColumnCount);
  for (int c = kDefaults; hasVerdicts_ && c < count; ++c)
    writer_.appendU16(count + c - kDefaults, cells[static_cast<size_t>(c)].verdict);
  writer_.endRow();
}

void PreviewCursor::writeCell(int column, const Cell& cell) {
  const resolve::Value& value = cell.value;
  if (value.isNull()) return writer_.appendNull(column);
  switch (kinds_[static_cast<size_t>(column)]) {
    case VectorKind::Bool:
      return writer_.appendBool(column, value.integer != 0);
    case VectorKind::F64:
      return writer_.appendDouble(column,
                                  value.type == ValueType::Double ? value.real : static_cast<double>(value.integer));
    case VectorKind::I64:
      return value.type == ValueType::Integer ? writer_.appendInteger(column, value.integer)
                                              : writer_.appendInteger(column, static_cast<int64_t>(value.real));
    case VectorKind::Id:
      return writer_.appendId(column, static_cast<uint64_t>(value.integer));
    default:
      // A class id without a class has no name to show.
      return writer_.appendText(column, value.type == ValueType::Id ? idToHex(value.integer) : value.text);
  }
}

}  // namespace premap
