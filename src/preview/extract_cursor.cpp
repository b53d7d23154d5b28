// The table's rows as CSV, NDJSON or JSON, cut into pieces by size; a range of the rows leaves out head and foot that
// are not its own.
#include "premap/preview/extract_cursor.h"

#include "premap/base/text.h"
#include "premap/preview/cell_text.h"

namespace premap {

std::optional<ExtractFormat> extractFormatFrom(std::string_view word) {
  if (word == "csv") return ExtractFormat::Csv;
  if (word == "ndjson") return ExtractFormat::Ndjson;
  if (word == "json") return ExtractFormat::Json;
  return std::nullopt;
}

Result<std::unique_ptr<ExtractCursor>> ExtractCursor::open(const Mapping& mapping, std::string_view group,
                                                           ExtractFormat format, resolve::Planner& planner,
                                                           const resolve::ResolveOptions& options,
                                                           const ExtractShare& share) {
  auto table = GroupTable::open(mapping, group, planner, options);
  if (!table) return std::move(table.diagnostics());
  std::unique_ptr<ExtractCursor> cursor(new ExtractCursor(std::move(*table), format));
  if (!cursor->takeShare(share)) return error("call-invalid", "this extract cannot be shared so");
  return cursor;
}

bool ExtractCursor::takeShare(const ExtractShare& share) {
  const bool isWhole = std::holds_alternative<std::monostate>(share);
  if (const auto* range = std::get_if<ExtractRange>(&share)) {
    if (!table_.idTable()) return false;
    reader_.keepTo(range->ids), hasHead_ = range->isFirst;
  } else if (const auto* stripes = std::get_if<RowStripes>(&share)) {
    if (!table_.hasStripes()) return false;
    reader_.keepToStripes(*stripes), hasHead_ = stripes->index == 0;
  }
  return isWhole || format_ != ExtractFormat::Json;
}

ExtractCursor::ExtractCursor(GroupTable table, ExtractFormat format)
    : table_(std::move(table)), format_(format), reader_(table_, -1, 0) {
  for (const TableColumn& column : table_.columns()) {
    keys_.emplace_back();
    appendJsonString(keys_.back(), column.name);
    keys_.back() += ':';
  }
}

Result<std::vector<uint8_t>> ExtractCursor::next(const BatchBudget& budget) {
  if (isDone_) return writer_.finish(BatchFlag::Last);
  Deadline deadline(budget.milliseconds);
  std::string& out = writer_.textSink(0);
  if (!isStarted_ && hasHead_) writeHead(out);
  isStarted_ = true;
  while (true) {
    const size_t before = out.size();
    const size_t left = budget.maxBytes > before ? budget.maxBytes - before : 0;
    const Step step = reader_.nextBlock(blockSize_.next(left, BlockSize::kMost));
    if (step == Step::Row) {
      if (reader_.stripe() != stripe_) endPiece();
      stripe_ = reader_.stripe();
      writeRows(out);
      rows_ += static_cast<double>(reader_.rowCount());
      blockSize_.learn(out.size() - before, reader_.rowCount());
      if (out.size() >= budget.maxBytes) return piece(BatchFlag::None);
      if (deadline.passedNow()) return piece(BatchFlag::Paused);
      continue;
    }
    isDone_ = true;
    if (step == Step::Interrupted) return error("cancelled", "the extract was stopped");
    if (step == Step::Failed) return reader_.failure();
    writeFoot(out);
    return piece(BatchFlag::Last);
  }
}

void ExtractCursor::endPiece() {
  writer_.endText(0);
  writer_.appendDouble(1, rows_);
  writer_.appendDouble(2, static_cast<double>(stripe_));
  rows_ = 0;
  writer_.endRow();
}

std::vector<uint8_t> ExtractCursor::piece(uint32_t flags) {
  endPiece();
  return writer_.finish(flags);
}

void ExtractCursor::writeHead(std::string& out) const {
  if (format_ == ExtractFormat::Json) out += '[';
  if (format_ != ExtractFormat::Csv) return;
  for (size_t c = 0; c < table_.columns().size(); ++c) {
    if (c) out += ',';
    appendCsvText(out, table_.columns()[c].name);
  }
  out += "\r\n";
}

void ExtractCursor::writeRows(std::string& out) {
  for (size_t row = 0; row < reader_.rowCount(); ++row)
    format_ == ExtractFormat::Csv ? writeCsv(out, row) : writeJson(out, row);
}

void ExtractCursor::writeCsv(std::string& out, size_t row) const {
  for (size_t c = 0; c < table_.columns().size(); ++c) {
    if (c) out += ',';
    appendCsvField(out, reader_.column(c), row);
  }
  out += "\r\n";
}

void ExtractCursor::writeJson(std::string& out, size_t row) {
  if (format_ == ExtractFormat::Json) out += hasRow_ ? ",\n" : "\n";
  hasRow_ = true;
  out += '{';
  for (size_t c = 0; c < table_.columns().size(); ++c) {
    if (c) out += ',';
    out += keys_[c];
    appendCellJson(out, reader_.column(c), row);
  }
  out += format_ == ExtractFormat::Ndjson ? "}\n" : "}";
}

void ExtractCursor::writeFoot(std::string& out) const {
  if (format_ == ExtractFormat::Json) out += hasRow_ ? "\n]\n" : "]\n";
}

}  // namespace premap
