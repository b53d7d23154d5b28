// Cutting a table's ids into ranges of about the same number of rows, to be read by several workers.
//
//   auto ranges = idRanges(database, planner.pages(), *table.idTable(), 64);
//   ranges[0];      // {0x20000000000, 0x20000003e80}: ids beyond the first, up to the second
//
// The ranges hold every id of the table, in order, none twice. The table is cut where its pages are: ids that lie close
// together in one place and far apart in another make no difference. Where only SQLite can read the file, ids are cut
// by length: they carry the number of the briefcase that made them in their upper 24 bits and count from there, so only
// the stretch each briefcase used is cut.
#pragma once

#include <vector>

#include "premap/resolve/page_tables.h"
#include "premap/resolve/plan.h"

namespace premap {

/// About `count` ranges, more when there are many briefcases. Empty when the table is, or when it cannot be cut.
/// Cost: two look-ups of an id, and the upper pages of the table; or two for each briefcase.
std::vector<resolve::IdRange> idRanges(Database& database, resolve::PageTables& pages, const Table& table,
                                       size_t count);

}  // namespace premap
