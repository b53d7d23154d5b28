// ExtractCursor: a group's whole table as a file, piece by piece.
//
//   auto cursor = ExtractCursor::open(*mapping, "Beams", ExtractFormat::Csv, census, options);
//   auto batch = (*cursor)->next({});     // one bytes column, one row: the next piece
//
// CSV follows RFC 4180 (a header line, CRLF); NDJSON is one object a line; JSON is an array with one object a line.
// Rows and columns are the table's; the bytes do not depend on the host or on how the pieces fall.
#pragma once

#include <optional>

#include "premap/preview/batch.h"
#include "premap/preview/cursor.h"
#include "premap/preview/group_table.h"

namespace premap {

enum class ExtractFormat : uint8_t { Csv, Ndjson, Json };
/// Of "csv", "ndjson" or "json".
std::optional<ExtractFormat> extractFormatFrom(std::string_view word);

class ExtractCursor final : public Cursor {
 public:
  /// The mapping must outlive the cursor (or be kept by it). Errors: those of GroupTable::open.
  static Result<std::unique_ptr<ExtractCursor>> open(const Mapping& mapping, std::string_view group,
                                                     ExtractFormat format, resolve::ClassCensus& census,
                                                     const resolve::ResolveOptions& options);
  /// Takes the mapping over.
  void keep(std::unique_ptr<Mapping> mapping) { mapping_ = std::move(mapping); }
  const GroupTable& table() const { return table_; }

  Result<std::vector<uint8_t>> next(const BatchBudget& budget) override;

 private:
  ExtractCursor(GroupTable table, ExtractFormat format);
  void writeHead(std::string& out) const;
  void writeRow(std::string& out);
  void writeFoot(std::string& out) const;
  std::vector<uint8_t> piece(uint32_t flags);

  std::unique_ptr<Mapping> mapping_;
  GroupTable table_;
  ExtractFormat format_;
  TableReader reader_;
  BatchWriter writer_{{VectorKind::Bytes}};
  std::vector<std::string> keys_;  ///< of the JSON forms: `"name":`
  bool isStarted_ = false, hasRow_ = false, isDone_ = false;
};

}  // namespace premap
