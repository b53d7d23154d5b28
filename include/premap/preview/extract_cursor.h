// ExtractCursor: a group's whole table as a file, piece by piece.
//
//   auto cursor = ExtractCursor::open(mapping, "Beams", ExtractFormat::Csv, planner, options);
//   auto batch = (*cursor)->next({});     // one row: the next piece, and how many rows of the table are in it
//
// CSV follows RFC 4180 (a header line, CRLF); NDJSON is one object a line; JSON is an array with one object a line.
// Rows and columns are the table's; the bytes do not depend on the host or on how the pieces fall. Ranges of CSV and
// NDJSON (id_ranges.h), one behind the other, are the bytes of the whole.
#pragma once

#include <optional>

#include "premap/preview/batch.h"
#include "premap/preview/block_size.h"
#include "premap/preview/cursor.h"
#include "premap/preview/group_table.h"

namespace premap {

enum class ExtractFormat : uint8_t { Csv, Ndjson, Json };
/// Of "csv", "ndjson" or "json".
std::optional<ExtractFormat> extractFormatFrom(std::string_view word);

/// A part of the table that stands for itself.
struct ExtractRange {
  resolve::IdRange ids;
  bool isFirst = false;  ///< has the header
};

class ExtractCursor final : public Cursor {
 public:
  /// The mapping must outlive the cursor. Errors: those of GroupTable::open; `call-invalid` when
  /// the table or the format has no ranges.
  static Result<std::unique_ptr<ExtractCursor>> open(const Mapping& mapping, std::string_view group,
                                                     ExtractFormat format, resolve::Planner& planner,
                                                     const resolve::ResolveOptions& options,
                                                     const std::optional<ExtractRange>& range = {});
  const GroupTable& table() const { return table_; }

  Result<std::vector<uint8_t>> next(const BatchBudget& budget) override;

 private:
  ExtractCursor(GroupTable table, ExtractFormat format);
  void writeHead(std::string& out) const;
  void writeRows(std::string& out);
  void writeCsv(std::string& out, size_t row) const;
  void writeJson(std::string& out, size_t row);
  void writeFoot(std::string& out) const;
  std::vector<uint8_t> piece(uint32_t flags);

  GroupTable table_;
  ExtractFormat format_;
  TableReader reader_;
  BatchWriter writer_{{VectorKind::Bytes, VectorKind::F64}};
  std::vector<std::string> keys_;  ///< of the JSON forms: `"name":`
  BlockSize blockSize_;
  double rows_ = 0;  ///< in the piece that is being written
  bool hasHead_ = true;
  bool isStarted_ = false, hasRow_ = false, isDone_ = false;
};

}  // namespace premap
