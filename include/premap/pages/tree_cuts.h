// Where a table can be cut into parts of about as many pages each, told by the pages above its leaves alone.
//
//   for (const int64_t id : cutTree(file, layout.rootPage, 64)) …   // ascending: a part ends with it
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "premap/pages/page_file.h"

namespace premap {

/// At most `parts` - 1 ids; fewer in a small table, none in one that cannot be read. Cost: the upper pages of the tree,
/// about a hundredth of `parts`.
std::vector<int64_t> cutTree(PageFile& file, uint32_t rootPage, size_t parts);

}  // namespace premap
