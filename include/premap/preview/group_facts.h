// readGroupFacts: what the groups of a mapping select, and how they stand to each other: rows, classes, repeated ids,
// elements in several groups, elements in none. Columns play no part.
//
//   auto facts = readGroupFacts(mapping, planner, options);
//   facts->groups[0].elementCount;           // 80
//   facts->overlaps[0];                      // {0, 2, 20, {0x2d, ...}}: 20 elements are in groups 0 and 2
//   facts->ungrouped[0];                     // {"BuildingTest.Brace", 15, 15, true}: no brace is in a group
//
// Groups of one name fill one table (R20) and count as one group here.
// Cost: one statement a group and one over the element table's class index; about a bit an element and group.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "premap/mapping/model.h"
#include "premap/resolve/options.h"
#include "premap/resolve/planner.h"
#include "premap/resolve/row_reader.h"

namespace premap {

struct GroupCounts {
  std::string group;
  std::vector<size_t> parts;  ///< indexes into Mapping::groups: more than one when groups share the name
  bool isRead = false;        ///< false: its query does not compile or run; `diagnostics` tells, the counts are 0
  uint64_t rowCount = 0;      ///< rows of the table
  uint64_t elementCount = 0;  ///< different elements among them
  uint64_t duplicateIds = 0;  ///< rows whose ECInstanceId an earlier row has (A19)
  resolve::RowCounts rows;
  std::vector<std::pair<std::string, uint64_t>> classes;  ///< rows by class, most frequent first
  Diagnostics diagnostics;                                ///< with paths into the mapping
};

/// Two groups that share elements. Only rows that are elements count: an aspect may have the id of an element.
struct GroupOverlap {
  size_t first = 0, second = 0;  ///< indexes into GroupFacts::groups, first < second
  uint64_t elementCount = 0;
  std::vector<int64_t> samples;  ///< the smallest ids, at most kOverlapSamples
};
inline constexpr size_t kOverlapSamples = 5;

/// A class some elements of which are in no group.
struct UngroupedClass {
  std::string className;
  uint64_t elementCount = 0, ungrouped = 0;
  bool isGeometric = false;  ///< derives from bis.GeometricElement: what a mapping is mostly about
};

struct GroupFacts {
  std::vector<GroupCounts> groups;     ///< in the order of the mapping
  std::vector<GroupOverlap> overlaps;  ///< by first, then second; pairs that share nothing are left out
  uint64_t elementCount = 0;           ///< of the whole file
  uint64_t inGroups = 0, inSeveralGroups = 0;
  std::vector<UngroupedClass> ungrouped;  ///< geometric classes first, then by count
};

/// A group that cannot be read is told in its diagnostics and left out of the rest. In a mapping without groups every
/// element is in none.
/// Errors: `cancelled`, and what stops the statement over all elements.
Result<GroupFacts> readGroupFacts(const Mapping& mapping, resolve::Planner& planner,
                                  const resolve::ResolveOptions& options);

}  // namespace premap
