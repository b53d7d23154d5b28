// profileGroup: the health of every column of a group's table over all its rows, and facts about the rows themselves.
//
//   auto profile = profileGroup(mapping, "Beams", census, options);
//   profile->columns[0].nullReasons;      // {"aspect-multiple": 20, "value-null": 9}
//   profile->columns[0].unusedEntries;    // {2}: never supplied a value in this snapshot
//
// Cost: one pass over the rows; 8 bytes a row, and at most `kMostDistinct` texts a column.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "premap/mapping/model.h"
#include "premap/resolve/census.h"
#include "premap/resolve/evaluator.h"

namespace premap {

inline constexpr size_t kMostDistinct = 1000;

struct EntryWins {
  int entry = -1;  ///< -1: not from an entry (calculated, formula)
  resolve::Source source = resolve::Source::None;
  uint64_t count = 0;
};

struct ColumnHealth {
  std::string name, dataType;
  uint64_t filled = 0, nulls = 0;
  uint64_t lossy = 0;  ///< filled, but the conversion lost something (A10)
  std::map<std::string, uint64_t> nullReasons;
  std::vector<EntryWins> wins;  ///< by entry, then source
  std::vector<int> unusedEntries;
  uint64_t distinct = 0;
  bool isDistinctCapped = false;                      ///< there are more than kMostDistinct different values
  std::vector<std::pair<std::string, uint64_t>> top;  ///< most frequent values as JSON, at most ten; empty when capped
  std::optional<double> minimum, maximum;             ///< of numbers
};

/// How many element rows own none, one or several instances of an aspect class.
struct AspectHealth {
  std::string className;
  uint64_t none = 0, one = 0, several = 0;
};

struct Profile {
  std::string group, tableName;
  uint64_t rowCount = 0;      ///< rows of the table
  uint64_t duplicateIds = 0;  ///< rows whose ECInstanceId an earlier row has (A19)
  resolve::RowCounts rows;
  std::vector<std::pair<std::string, uint64_t>> classes;  ///< rows by class, most frequent first
  std::vector<ColumnHealth> columns;                      ///< the group's, without the default columns
  std::vector<AspectHealth> aspects;                      ///< by class name
  Diagnostics diagnostics;
};

/// Errors: those of GroupTable::open, and what stops the statement.
Result<Profile> profileGroup(const Mapping& mapping, std::string_view group, resolve::ClassCensus& census,
                             const resolve::ResolveOptions& options);

}  // namespace premap
