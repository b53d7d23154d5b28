// TableFileCursor: a group's whole table as a SQLite file, piece by piece.
//
//   auto cursor = TableFileCursor::open(mapping, "Beams", planner, options);
//   auto batch = (*cursor)->next({});     // rows of: bytes, how many rows of the table they hold, where they go
//
// The values are those of every other extract (extract_cursor.h): ids as their text, points as JSON. The piece that
// comes last is the file's first page; whether ECInstanceId names each row stands in
// it (kIsKeyed, SQLite's user_version).
#pragma once

#include "premap/preview/batch.h"
#include "premap/preview/block_size.h"
#include "premap/preview/cursor.h"
#include "premap/preview/group_table.h"
#include "premap/preview/id_set.h"
#include "premap/preview/table_file.h"

namespace premap {

class TableFileCursor final : public Cursor {
 public:
  static constexpr uint32_t kIsKeyed = 1;

  /// The mapping must outlive the cursor. Errors: those of GroupTable::open; `call-invalid` when the table has more
  /// columns than SQLite reads.
  static Result<std::unique_ptr<TableFileCursor>> open(const Mapping& mapping, std::string_view group,
                                                       resolve::Planner& planner,
                                                       const resolve::ResolveOptions& options);
  const GroupTable& table() const { return table_; }

  Result<std::vector<uint8_t>> next(const BatchBudget& budget) override;

 private:
  explicit TableFileCursor(GroupTable table);
  void addRows();
  void addCell(const resolve::CellColumn& column, size_t row);
  void noteKeys();
  void endPiece(double offset);
  std::vector<uint8_t> piece(uint32_t flags);

  GroupTable table_;
  TableReader reader_;
  TableFile file_;
  BatchWriter writer_{{VectorKind::Bytes, VectorKind::F64, VectorKind::F64}};
  BlockSize blockSize_;
  IdSet keys_;
  bool isKeyed_ = true, isDone_ = false;
  double rows_ = 0;  ///< in the piece that is being written
  double end_ = TableFile::kPageSize;
  std::string text_;
};

}  // namespace premap
