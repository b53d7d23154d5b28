// Ids are searched, not counted: the pages above a table's rows tell where it can be cut; else a few look-ups by the
// primary key tell the stretches in use, which are cut by length.
#include "premap/preview/id_ranges.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "premap/pages/tree_cuts.h"
#include "premap/resolve/sql_text.h"

namespace premap {

namespace {

using resolve::IdRange;
using resolve::sqlName;

constexpr int64_t kLocalIds = (int64_t{1} << 40) - 1;
constexpr size_t kMostStretches = 256;

// The first id beyond, or the last one not beyond, a bound.
class IdSeeker {
 public:
  static std::optional<IdSeeker> over(Database& database, const Table& table) {
    std::string id = sqlName(table.idColumn->name), from = " FROM " + sqlName(table.name) + " WHERE " + id;
    auto first = database.prepare("SELECT min(" + id + ")" + from + ">?1");
    auto last = database.prepare("SELECT max(" + id + ")" + from + "<=?1");
    if (!first || !last) return std::nullopt;
    return IdSeeker(std::move(*first), std::move(*last));
  }
  std::optional<int64_t> firstBeyond(int64_t bound) { return ask(first_, bound); }
  std::optional<int64_t> lastUpTo(int64_t bound) { return ask(last_, bound); }

 private:
  IdSeeker(Statement first, Statement last) : first_(std::move(first)), last_(std::move(last)) {}
  static std::optional<int64_t> ask(Statement& statement, int64_t bound) {
    statement.reset();
    statement.bind(1, bound);
    if (statement.step() != Step::Row || statement.isNull(0)) return std::nullopt;
    return statement.int64(0);
  }
  Statement first_, last_;
};

// The stretches of ids in use; empty when they cannot be told.
std::vector<IdRange> stretchesOf(IdSeeker& seek) {
  constexpr int64_t kLast = std::numeric_limits<int64_t>::max();
  std::vector<IdRange> out;
  auto first = seek.firstBeyond(std::numeric_limits<int64_t>::min());
  if (!first || *first <= 0) return {};
  while (first) {
    int64_t end = out.size() + 1 == kMostStretches ? kLast : *first | kLocalIds;
    auto last = seek.lastUpTo(end);
    if (!last || *last < *first) return {};
    out.push_back({*first - 1, *last});
    first = end == kLast ? std::nullopt : seek.firstBeyond(end);
  }
  return out;
}

// By the pages of the table; empty when it cannot be cut so.
std::vector<IdRange> rangesOfPages(IdSeeker& seek, resolve::PageTables& pages, const Table& table, size_t count) {
  const TableLayout* layout = pages.file() ? pages.table(table.name) : nullptr;
  const auto first = seek.firstBeyond(std::numeric_limits<int64_t>::min());
  const auto last = seek.lastUpTo(std::numeric_limits<int64_t>::max());
  if (!layout || !first || !last || *first <= 0) return {};
  std::vector<IdRange> ranges;
  int64_t after = *first - 1;
  for (const int64_t id : cutTree(*pages.file(), layout->rootPage, count)) {
    if (id <= after || id >= *last) continue;
    ranges.push_back({after, id});
    after = id;
  }
  if (!ranges.empty()) ranges.push_back({after, *last});
  return ranges;
}

// By the lengths of the stretches.
std::vector<IdRange> rangesOfStretches(const std::vector<IdRange>& stretches, size_t count) {
  std::vector<IdRange> ranges;
  uint64_t width = 0;
  for (const IdRange& each : stretches) width += static_cast<uint64_t>(each.upTo - each.after);
  const uint64_t step = std::max<uint64_t>(1, (width + count - 1) / count);
  for (const IdRange& each : stretches) {
    int64_t after = each.after;
    for (uint64_t left = static_cast<uint64_t>(each.upTo - each.after); left > 0;) {
      const uint64_t taken = std::min(step, left);
      ranges.push_back({after, after + static_cast<int64_t>(taken)});
      after += static_cast<int64_t>(taken);
      left -= taken;
    }
  }
  return ranges;
}

}  // namespace

std::vector<IdRange> idRanges(Database& database, resolve::PageTables& pages, const Table& table, size_t count) {
  auto seek = IdSeeker::over(database, table);
  if (!seek || count == 0) return {};
  std::vector<IdRange> ranges = rangesOfPages(*seek, pages, table, count);
  return ranges.size() * 2 >= count ? ranges : rangesOfStretches(stretchesOf(*seek), count);
}

}  // namespace premap
