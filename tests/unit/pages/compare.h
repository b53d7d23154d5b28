// What the page reader reads of a table, against what SQLite reads of it.
#pragma once

#include "sample_database.h"

namespace premap::pagestest {

/// Scans of blocks of many sizes, and lookups of ids there and not there; or, without rowids, the rows in their order.
void compareTable(Database& db, PageFile& file, const std::string& table, Random& random);

/// Every index that has no expression and is not partial: its entries in order, and lookups of keys.
void compareIndexes(Database& db, PageFile& file, const std::string& table, Random& random);

}  // namespace premap::pagestest
