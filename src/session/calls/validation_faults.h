// What the calls `validate` and `fix` have in common: all faults of a mapping's text, with and without a snapshot.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "premap/mapping/read.h"
#include "premap/mapping/validate.h"
#include "session/params.h"
#include "session/snapshot/snapshot_faults.h"

namespace premap::calls {

/// The API whose rules hold; empty: told by the mapping.
std::optional<ApiGeneration> apiOf(const Params& params);

/// Whether the rows are to be read: unless `rows` is false.
RowChecks rowChecksOf(const Params& params);

/// By whose rules a text is judged: by those asked for, else told by the mapping; none when it is not readable.
std::optional<ApiGeneration> judgedBy(const ReadResult& read, std::optional<ApiGeneration> asked);

/// In order of place, none told twice.
Diagnostics faultsOf(std::string_view text, std::optional<ApiGeneration> api, FaultScope scope = FaultScope::Listed);
Diagnostics faultsOf(std::string_view text, std::optional<ApiGeneration> api, resolve::ClassCensus& census,
                     RowChecks rows, FaultScope scope = FaultScope::Listed);

/// The same on a snapshot, in slices.
class ValidationRun {
 public:
  ValidationRun(std::string text, std::optional<ApiGeneration> api, resolve::ClassCensus& census, RowChecks rows,
                FaultScope scope = FaultScope::Listed);
  ValidationRun(const ValidationRun&) = delete;

  /// Reads rows until the deadline (null: none); true when all are read.
  bool advance(Deadline* deadline);
  uint64_t rowsRead() const;
  /// Once `advance` was true.
  Diagnostics finish();
  const std::string& text() const { return text_; }
  /// By whose rules the first mapping is judged; none when there is none.
  std::optional<ApiGeneration> api() const { return api_; }

 private:
  const std::string text_;
  const ReadResult read_;
  const std::optional<ApiGeneration> api_;
  Diagnostics faults_;
  std::vector<SnapshotCheck> checks_;  ///< one a mapping
  size_t check_ = 0;                   ///< the one at work
};

}  // namespace premap::calls
