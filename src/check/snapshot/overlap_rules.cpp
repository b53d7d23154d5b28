// Elements that several tables count: sums over the tables then count them twice.
#include "check/snapshot/checked_group.h"
#include "premap/base/text.h"

namespace premap {

namespace {

constexpr size_t kMostNames = 4;

Diagnostic overlap(const Group& group, std::string list, std::vector<RelatedInfo> related) {
  Diagnostic fault = warning("groups-overlap", "the group `" + group.groupName.value + "` shares elements: " + list)
                         .withPath(group.place.at(group.query))
                         .withSpan(group.query.span)
                         .withTarget("query")
                         .withHint("narrow one of the queries, unless the elements are meant to count in each");
  fault.related = std::move(related);
  return fault;
}

}  // namespace

void checkOverlaps(const std::vector<CheckedGroup>& groups, Diagnostics& faults) {
  IdSet seen;
  for (size_t g = 0; g < groups.size(); ++g) {
    const Group& group = groups[g].group;
    // Most groups share nothing: those before them are then not looked at one by one.
    const bool isApart = countShared(seen, groups[g].elements) == 0;
    seen.insertAll(groups[g].elements);
    if (isApart) continue;
    std::string list;
    std::vector<RelatedInfo> related;
    for (size_t other = 0; other < g; ++other) {
      const Group& earlier = groups[other].group;
      // Groups of one name are one table; what they have twice is told as duplicate rows.
      if (earlier.groupName.value == group.groupName.value) continue;
      const uint64_t count = countShared(groups[other].elements, groups[g].elements);
      if (!count) continue;
      if (related.size() == kMostNames) {
        list += ", …";
        break;
      }
      const int64_t example = firstShared(groups[other].elements, groups[g].elements, 1)[0];
      list += (list.empty() ? "" : ", ") + std::to_string(count) + " with `" + earlier.groupName.value + "` (" +
              (count > 1 ? "for example " : "") + idToHex(example) + ")";
      related.push_back(
          {"the group `" + earlier.groupName.value + "`", earlier.place.at(earlier.query), earlier.query.span});
    }
    if (!list.empty()) faults.push_back(overlap(group, std::move(list), std::move(related)));
  }
}

}  // namespace premap
