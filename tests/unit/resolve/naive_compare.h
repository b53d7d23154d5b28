// A table that was read, held against what the naive resolver makes of the same groups.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "resolve/random_mapping.h"
#include "resolve/support.h"

namespace premap::test {

struct Tally {
  size_t mappings = 0, cells = 0, filled = 0;
  std::map<std::string, size_t> reasons;
};

/// Which rows of the groups were read.
struct ReadWindow {
  int64_t limit = -1, offset = 0;
  std::optional<resolve::IdRange> ids = std::nullopt;
};

std::string mappingOf(const std::vector<RandomGroup>& groups);

/// Rows, default columns, cells, verdicts; fails the test where they are not the naive resolver's.
void compareWithNaive(NaiveFile& file, const std::vector<RandomGroup>& groups, const resolve::ResolveOptions& options,
                      ReadWindow window, const ReadTable& table, Tally& tally);

}  // namespace premap::test
