// What one pass over a table's rows gathers. Everything that a profile and the rules about rows tell is told from
// it, and nothing in it depends on where the groups stand in their text: it holds as long as they are planned alike.
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>

#include "premap/preview/profile.h"
#include "preview/profile_notes.h"
#include "preview/value_tally.h"

namespace premap {

inline constexpr size_t kMostIdExamples = 3;

/// How often each verdict was given to the cells of one column of one part.
using VerdictCounts = std::vector<uint64_t>;

struct PartTally {
  uint64_t rowCount = 0, notElements = 0;
  std::unordered_map<const Class*, uint64_t> classes;
  IdSet elements;
  std::vector<ColumnStory> stories;  ///< by column of the table, without the default ones
};

// One entry that names an aspect class, and where its count stands.
struct AspectProbe {
  size_t part, column, entry;
  std::string className;
  AspectHealth health;
  std::vector<std::string> examples;  ///< elements with several

  void add(int64_t count, int64_t element) {
    (count == 0 ? health.none : count == 1 ? health.one : health.several) += 1;
    if (count > 1 && examples.size() < kMostIdExamples) examples.push_back(idToHex(element));
  }
};

struct RowTally {
  uint64_t queryRows = 0;  ///< more than were read when it is a sample
  bool isSample = false;
  resolve::RowCounts rows;
  uint64_t duplicateIds = 0;
  std::vector<std::string> duplicates;  ///< the first of these ids
  std::vector<PartTally> parts;
  std::vector<ColumnHealth> values;  ///< as stories; of each what ValueTally::finish tells, with ProfileDetail::Values
  std::vector<AspectProbe> probes;
  /// Of the table, read so far.
  uint64_t rowCount() const;
};

/// About how many bytes it takes.
size_t bytesOf(const RowTally& tally);

/// Of a column of the table without the default ones; null when the part lacks it.
inline const GroupProperty* propertyOf(const GroupTable& table, size_t part, size_t column) {
  const int planned = table.parts()[part].planColumns[column + resolve::kDefaultColumnCount];
  return planned < 0 ? nullptr : table.parts()[part].plan.property(static_cast<size_t>(planned));
}

/// Reads the rows of a table, or a sample of them, in slices.
class RowTallier {
 public:
  RowTallier(const GroupTable& table, ProfileDetail detail);
  RowTallier(const RowTallier&) = delete;
  /// `sample`: ProfileRun::open.
  Status begin(uint64_t sample);
  /// TableReader::readTogether
  void readTogether(const resolve::Together& together) { together_ = &together; }
  /// True when all are read. A null deadline: none.
  /// `upTo`: where rows come by id, it stops at the first beyond it.
  Result<bool> advance(Deadline* deadline, int64_t upTo = std::numeric_limits<int64_t>::max());
  /// Of the row that comes next, where that is known.
  std::optional<int64_t> nextId() const { return nextId_; }
  bool isSample() const { return tally_.isSample; }
  uint64_t rowsRead() const { return tally_.rowCount(); }
  /// Once `advance` was true; to be asked for once.
  RowTally finish();

 private:
  struct Window {
    int64_t limit, offset;
  };
  /// Of the reader at work, one a part.
  struct PartCounts {
    std::vector<VerdictCounts> verdicts;
    const Class* lastClass = nullptr;
    uint64_t* lastCount = nullptr;
  };
  size_t columnCount() const { return table_.columns().size() - resolve::kDefaultColumnCount; }
  void addProbes(size_t part);
  Status spread(uint64_t sample);
  void addRows(const TableReader& reader);
  void addRow(const TableReader& reader, size_t row, PartTally& part);
  void addClass(size_t part, const Class* cls);
  void endWindow();
  void addDuplicate(int64_t id);

  const GroupTable& table_;
  const ProfileDetail detail_;
  RowTally tally_;
  std::vector<Window> windows_;
  const resolve::Together* together_ = nullptr;
  size_t window_ = 0;                    ///< the one at work
  std::unique_ptr<TableReader> reader_;  ///< of that window; null before its first row
  std::vector<PartCounts> counts_;
  size_t room_ = kDistinctRoom;
  std::vector<ValueTally> values_;  ///< with `room_` between them
  SeenIds ids_;                     ///< of all parts
  std::set<int64_t> duplicates_;    ///< the smallest of those that came again
  std::string text_;
  std::optional<int64_t> nextId_;
};

}  // namespace premap
