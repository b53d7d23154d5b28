// What the rows of a group say of its columns: empty ones and why, entries without use, values that do not convert.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "premap/mapping/model.h"
#include "premap/resolve/verdict.h"

namespace premap {

struct EntryStory {
  uint64_t wins = 0;
  std::map<resolve::Reason, uint64_t> skipped;  ///< rows that came to the entry and went on, by why
  resolve::ConversionTally conversions;
};

/// One column over all rows of one group.
struct ColumnStory {
  uint64_t filled = 0, nulls = 0, lossy = 0;
  std::map<resolve::Reason, uint64_t> nullReasons;
  std::map<std::pair<resolve::Reason, int>, uint64_t> whyNull;  ///< the same with the entry that decided
  std::map<std::pair<int, resolve::Source>, uint64_t> wins;
  std::vector<EntryStory> entries;
};

/// Adds `column-all-null`, `column-mostly-null`, `entry-never-used`, `type-mismatch`, `lossy-conversion` and
/// `not-computable-offline`, as far as they hold. The column has rows.
void noteColumn(const GroupProperty& property, const ColumnStory& story, Diagnostics& diagnostics);

/// "1 row repeats", "7 rows repeat".
std::string countOf(uint64_t count, std::string_view one, std::string_view many);
/// "a, b and c", each between `quote`s.
std::string listOf(const std::vector<std::string>& items, std::string_view quote = {});
/// The same after "for example" when there are more than the ones given.
std::string examplesOf(const std::vector<std::string>& items, uint64_t total, std::string_view quote = {});

}  // namespace premap
