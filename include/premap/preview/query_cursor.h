// QueryCursor: runs a compiled ECSQL query and writes its rows as batches.
//
//   auto cursor = QueryCursor::open(catalog, "SELECT ECInstanceId, Origin FROM bis.GeometricElement3d", options);
//   (*cursor)->columns();                 // metadata, as the native row reader gives it
//   auto batch = (*cursor)->next({});     // Id, Json
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "premap/ecsql/compile.h"
#include "premap/preview/batch.h"
#include "premap/preview/cursor.h"

namespace premap {

struct QueryOptions {
  std::string bindings;  ///< JSON, see bindParameters; empty for none
  NameStyle names = NameStyle::ECSql;
  bool classIdsAsNames = false;   ///< implied by NameStyle::JavaScript for class ids that are not aliased
  bool abbreviateBlobs = false;   ///< binary as the text {"bytes":N}
  std::optional<uint64_t> limit;  ///< all rows when unset
  uint64_t offset = 0;
};

/// How one result column crosses the boundary.
struct QueryField {
  VectorKind vector = VectorKind::Text;
  ValueFormat format;
};

class QueryCursor final : public Cursor {
 public:
  /// Errors: `query-invalid` (span in `ecsql`), `binding-unknown`, `binding-invalid`, `sqlite-error`.
  static Result<std::unique_ptr<QueryCursor>> open(const Catalog& catalog, std::string_view ecsql,
                                                   const QueryOptions& options);

  /// Shape: one for each column of a row. With abbreviateBlobs binary columns are described as the text they become.
  const std::vector<ecsql::ResultColumn>& columns() const { return query_.columns; }

  Result<std::vector<uint8_t>> next(const BatchBudget& budget) override;

 private:
  QueryCursor(const Catalog& catalog, ecsql::CompiledQuery query, const QueryOptions& options);
  void writeRow();
  void writeCell(int index);
  void writeClassName(int index, int64_t classId);
  void writeNoGuid(int index, std::span<const std::byte> bytes);
  // `$->ECClassId` comes as JSON text with the id in hex.
  void writeExtractedClass(int index, int first);

  const Catalog& catalog_;
  ecsql::CompiledQuery query_;
  std::vector<QueryField> fields_;
  BatchWriter writer_;
  Statement statement_;
  bool done_ = false;
};

}  // namespace premap
