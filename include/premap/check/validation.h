// All that can be said of a mapping's text: reading, the contract, the formulas, and with a snapshot
// its schemas and rows.
//
//   Diagnostics faults = faultsOf(readMapping(text), std::nullopt);                 // without a snapshot
//   Diagnostics all = faultsOf(text, std::nullopt, tables, RowChecks::All);
//   ValidationRun run(readings.read(text), std::nullopt, tables, RowChecks::All);   // in slices
//   while (!run.advance(&deadline)) tell(run.rowsRead());
//   use(run.finish());
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "premap/check/contract.h"
#include "premap/mapping/readings.h"
#include "premap/preview/cursor.h"
#include "premap/preview/snapshot_tables.h"

namespace premap {

enum class RowChecks : uint8_t {
  All,  ///< every group's table is read once
  None  ///< only what the schemas tell
};

/// By whose rules a text is judged: by those asked for, else told by the mapping; none when it is not readable.
std::optional<ApiGeneration> judgedBy(const ReadResult& read, std::optional<ApiGeneration> asked);

/// In order of place, none told twice. `api` as for validateContract. Blank formulas are the contract's matter.
Diagnostics faultsOf(const ReadResult& read, std::optional<ApiGeneration> api, FaultScope scope = FaultScope::Listed);
Diagnostics faultsOf(std::string_view text, std::optional<ApiGeneration> api, SnapshotTables& tables, RowChecks rows,
                     FaultScope scope = FaultScope::Listed);

class SnapshotCheck;

class ValidationRun {
 public:
  ValidationRun(std::shared_ptr<const MappingText> source, std::optional<ApiGeneration> api, SnapshotTables& tables,
                RowChecks rows, FaultScope scope = FaultScope::Listed);
  ValidationRun(const ValidationRun&) = delete;
  ~ValidationRun();

  /// Reads rows until the deadline (null: none); true when all are read.
  bool advance(Deadline* deadline);
  uint64_t rowsRead() const;
  /// Once `advance` was true.
  Diagnostics finish();
  const std::string& text() const { return source_->text; }
  /// By whose rules the first mapping is judged; none when there is none.
  std::optional<ApiGeneration> api() const { return api_; }

 private:
  const std::shared_ptr<const MappingText> source_;
  const std::optional<ApiGeneration> api_;
  Diagnostics faults_;
  std::vector<std::unique_ptr<SnapshotCheck>> checks_;  ///< one a mapping
  size_t check_ = 0;                                    ///< the one at work
};

}  // namespace premap
