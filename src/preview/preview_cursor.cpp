// Columns of cells into the batch's columns, their verdicts into columns of their own behind them.
#include "premap/preview/preview_cursor.h"

#include <cstring>

#include "premap/base/text.h"

namespace premap {

namespace {

using resolve::CellColumn;
using resolve::CellKind;
using resolve::Target;

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

std::vector<VectorKind> vectorsOf(const GroupTable& table, resolve::ClassIdOutput classIds, bool hasVerdicts) {
  std::vector<VectorKind> kinds;
  for (size_t i = 0; i < table.columns().size(); ++i) kinds.push_back(vectorOf(table.columns()[i], i, classIds));
  if (hasVerdicts) kinds.resize(kinds.size() + table.columns().size() - resolve::kDefaultColumnCount, VectorKind::U16);
  return kinds;
}

}  // namespace

Result<std::unique_ptr<PreviewCursor>> PreviewCursor::open(const Mapping& mapping, std::string_view group,
                                                           resolve::Planner& planner,
                                                           const resolve::ResolveOptions& options, int64_t limit,
                                                           int64_t offset, bool hasVerdicts) {
  auto table = GroupTable::open(mapping, group, planner, options);
  if (!table) return std::move(table.diagnostics());
  std::vector<VectorKind> kinds = vectorsOf(*table, options.classIdOutput, hasVerdicts);
  std::unique_ptr<PreviewCursor> cursor(
      new PreviewCursor(std::move(*table), std::move(kinds), limit, offset, hasVerdicts));
  return cursor;
}

PreviewCursor::PreviewCursor(GroupTable table, std::vector<VectorKind> kinds, int64_t limit, int64_t offset,
                             bool hasVerdicts)
    : table_(std::move(table)),
      kinds_(std::move(kinds)),
      writer_(kinds_),
      reader_(table_, limit, offset),
      hasVerdicts_(hasVerdicts) {}

Result<std::vector<uint8_t>> PreviewCursor::next(const BatchBudget& budget) {
  if (isDone_) return writer_.finish(BatchFlag::Last);
  Deadline deadline(budget.milliseconds);
  while (true) {
    const size_t bytesBefore = writer_.byteSize();
    const size_t bytesLeft = budget.maxBytes > bytesBefore ? budget.maxBytes - bytesBefore : 0;
    switch (reader_.nextBlock(blockSize_.next(bytesLeft, budget.maxRows - writer_.rowCount()))) {
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
    writeRows();
    blockSize_.learn(writer_.byteSize() - bytesBefore, reader_.rowCount());
    if (writer_.rowCount() >= budget.maxRows || writer_.byteSize() >= budget.maxBytes)
      return writer_.finish(BatchFlag::None);
    if (deadline.passedNow()) return writer_.finish(BatchFlag::Paused);
  }
}

void PreviewCursor::writeRows() {
  const auto count = static_cast<int>(table_.columns().size());
  for (int c = 0; c < count; ++c) writeColumn(c, reader_.column(static_cast<size_t>(c)));
  constexpr int kDefaults = static_cast<int>(resolve::kDefaultColumnCount);
  for (int c = kDefaults; hasVerdicts_ && c < count; ++c) {
    auto* out = writer_.extend<uint16_t>(count + c - kDefaults, reader_.rowCount());
    std::memcpy(out, reader_.column(static_cast<size_t>(c)).verdicts(), reader_.rowCount() * sizeof *out);
  }
  writer_.endRows(static_cast<uint32_t>(reader_.rowCount()));
}

// A value of another kind than its column's is null.
void PreviewCursor::writeColumn(int index, const CellColumn& cells) {
  const size_t rows = reader_.rowCount();
  const VectorKind kind = kinds_[static_cast<size_t>(index)];
  if (kind == VectorKind::Text) return writeTexts(index, cells);
  for (size_t row = 0; row < rows; ++row)
    if (cells.isNull(row)) writer_.markNull(index, static_cast<uint32_t>(row));
  if (kind == VectorKind::Null) return;
  if (kind == VectorKind::Bool) {
    auto* out = writer_.extend<uint8_t>(index, rows);
    for (size_t row = 0; row < rows; ++row) out[row] = !cells.isNull(row) && cells.integer(row) != 0;
    return;
  }
  auto* out = writer_.extend<uint64_t>(index, rows);
  for (size_t row = 0; row < rows; ++row) out[row] = cells.isNull(row) ? 0 : cells.bits()[row];
}

void PreviewCursor::writeTexts(int index, const CellColumn& cells) {
  for (size_t row = 0; row < reader_.rowCount(); ++row) {
    std::string& text = writer_.textSink(index);
    switch (cells.kind(row)) {
      case CellKind::Null:
        writer_.markNull(index, static_cast<uint32_t>(row));
        break;
      case CellKind::Id:  // a class id without a class has no name to show
        appendId(text, cells.integer(row));
        break;
      case CellKind::Point2d:
      case CellKind::Point3d:
        resolve::appendPoint(text, cells.point(row), cells.kind(row) == CellKind::Point3d);
        break;
      default:
        text += cells.text(row);
    }
    writer_.endText(index);
  }
}

}  // namespace premap
