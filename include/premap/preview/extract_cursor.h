// ExtractCursor: a group's whole table as a file, piece by piece.
//
//   auto cursor = ExtractCursor::open(mapping, "Beams", ExtractFormat::Csv, planner, options);
//   auto batch = (*cursor)->next({});     // a row a piece: its bytes, how many rows they are, of which stripe
//
// CSV follows RFC 4180 (a header line, CRLF); NDJSON is one object a line; JSON is an array with one object a line.
// Rows and columns are the table's; the bytes do not depend on the host or on how the pieces fall. Ranges of CSV and
// NDJSON (id_ranges.h), one behind the other, are the bytes of the whole; and so are stripes, in their order.
#pragma once

#include <optional>
#include <variant>

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
/// What one of several engines writes: a range of ids, or stripes; the first of these have the header.
using ExtractShare = std::variant<std::monostate, ExtractRange, RowStripes>;

class ExtractCursor final : public Cursor {
 public:
  /// The mapping must outlive the cursor. Errors: those of GroupTable::open; `call-invalid` when
  /// the table or the format cannot be shared so.
  static Result<std::unique_ptr<ExtractCursor>> open(const Mapping& mapping, std::string_view group,
                                                     ExtractFormat format, resolve::Planner& planner,
                                                     const resolve::ResolveOptions& options,
                                                     const ExtractShare& share = {});
  const GroupTable& table() const { return table_; }

  Result<std::vector<uint8_t>> next(const BatchBudget& budget) override;

 private:
  ExtractCursor(GroupTable table, ExtractFormat format);
  void writeHead(std::string& out) const;
  void writeRows(std::string& out);
  void writeCsv(std::string& out, size_t row) const;
  void writeJson(std::string& out, size_t row);
  void writeFoot(std::string& out) const;
  bool takeShare(const ExtractShare& share);
  void endPiece();
  std::vector<uint8_t> piece(uint32_t flags);

  GroupTable table_;
  ExtractFormat format_;
  TableReader reader_;
  BatchWriter writer_{{VectorKind::Bytes, VectorKind::F64, VectorKind::F64}};
  std::vector<std::string> keys_;  ///< of the JSON forms: `"name":`
  BlockSize blockSize_;
  double rows_ = 0;  ///< in the piece that is being written
  uint64_t stripe_ = 0;
  bool hasHead_ = true;
  bool isStarted_ = false, hasRow_ = false, isDone_ = false;
};

}  // namespace premap
