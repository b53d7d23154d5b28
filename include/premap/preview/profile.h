// profileGroup: the health of every column of a group's table over all its rows or a sample, and facts
// about the rows themselves.
//
//   auto profile = profileGroup(mapping, "Beams", tables, options);
//   profile->columns[0].nullReasons;      // {"aspect-multiple": 20, "value-null": 9}
//   profile->columns[0].unusedEntries;    // {2}: never supplied a value in this snapshot
//   profile->columns[1].asInteger;        // 51: so many of its values are whole numbers, whatever the column's type
//
// Cost: one pass over the rows, unless all were read before (snapshot_tables.h); 8 bytes a row, 2 MB a column of
// many different texts, and of all of these together up to `kDistinctRoom` to tell how many they are.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "premap/mapping/model.h"
#include "premap/preview/cursor.h"
#include "premap/preview/id_set.h"
#include "premap/preview/snapshot_tables.h"

namespace premap {

/// More different numbers are not counted one by one: their bars tell more.
inline constexpr size_t kMostNumbers = 1000;
/// Bytes for hashes of different texts, of all columns of a table: some seven million.
inline constexpr size_t kDistinctRoom = size_t{64} << 20;

struct EntryWins {
  int entry = -1;  ///< -1: not from an entry (calculated, formula)
  resolve::Source source = resolve::Source::None;
  uint64_t count = 0;
};

/// Rows without a value, by what decided it.
struct EntryGaps {
  resolve::Reason reason = resolve::Reason::None;
  int entry = -1;  ///< the one the reason is of; -1: it is the column's own
  uint64_t count = 0;
};

/// How many values are not less than one and less than another; both as JSON, of the kind the values have.
struct HistogramBar {
  std::string from, below;
  uint64_t count = 0;
};

struct FrequentValue {
  std::string value;  ///< as JSON
  uint64_t count = 0;
  bool isAtLeast = false;  ///< it may come more often
};

struct ColumnHealth {
  std::string name, dataType;
  uint64_t filled = 0, nulls = 0;
  uint64_t lossy = 0;  ///< filled, but the conversion lost something (A10)
  std::map<std::string, uint64_t> nullReasons;
  std::vector<EntryGaps> whyNull;  ///< the same with who decided, most frequent first
  std::vector<EntryWins> wins;     ///< by entry, then source
  std::vector<int> unusedEntries;
  uint64_t distinct = 0;
  bool isDistinctCapped = false;   ///< there are more different values
  std::vector<FrequentValue> top;  ///< no other value comes more often: at most ten; none of more than kMostNumbers
  std::optional<double> minimum, maximum;            ///< of numbers
  std::optional<int64_t> leastWhole, greatestWhole;  ///< the same of whole numbers, with every digit
  std::optional<double> sum;                         ///< of numbers
  std::optional<int64_t> wholeSum;                   ///< the same of whole numbers, with every digit
  /// Of numbers, or dates (ISO 8601), where there are no other values: in ascending order, together all values.
  std::vector<HistogramBar> bars;
  /// Filled values that a stricter column type would hold without loss; 0 where the type is not stricter than the
  /// column's (String, Double, Integer, Boolean from loose to strict). Boolean: true, false, 1 and 0 only.
  uint64_t asDouble = 0, asInteger = 0, asBoolean = 0;
};

/// How many element rows own none, one or several instances of an aspect class.
struct AspectHealth {
  std::string className;
  uint64_t none = 0, one = 0, several = 0;
};

/// One group's share of the table.
struct PartFacts {
  const Group* group = nullptr;
  uint64_t rowCount = 0;
  std::vector<const Class*> classes;  ///< of its rows, by id
  IdSet elements;                     ///< of its rows that are elements
};

struct Profile {
  std::string group, tableName;
  std::vector<PartFacts> parts;
  uint64_t rowCount = 0;      ///< rows of the table that were read
  uint64_t queryRows = 0;     ///< rows of the query; more than were read when it is a sample
  bool isSample = false;      ///< true: all figures are those of `rowCount` rows out of `queryRows`
  uint64_t duplicateIds = 0;  ///< rows whose ECInstanceId an earlier row has (A19)
  resolve::RowCounts rows;
  std::vector<std::pair<std::string, uint64_t>> classes;  ///< rows by class, most frequent first
  std::vector<ColumnHealth> columns;                      ///< the group's, without the default columns
  std::vector<AspectHealth> aspects;                      ///< by class name
  Diagnostics diagnostics;  ///< the table's, and unless it is a sample what the rows say of the mapping
};

/// A profile that is taken in slices, so that a host can answer other calls between them, or give up.
class ProfileRun {
 public:
  /// `sample`: about how many rows to read, in ten pieces spread evenly over the query's rows; 0 reads all.
  /// Errors: those of GroupTable::open; with a sample also what stops the statement that counts the rows.
  static Result<std::unique_ptr<ProfileRun>> open(const Mapping& mapping, std::string_view group,
                                                  SnapshotTables& tables, const resolve::ResolveOptions& options,
                                                  uint64_t sample = 0, ProfileDetail detail = ProfileDetail::Values);
  /// All rows of the table of these groups, which have one name.
  static Result<std::unique_ptr<ProfileRun>> ofGroups(const Mapping& mapping, std::span<const Group* const> groups,
                                                      SnapshotTables& tables, const resolve::ResolveOptions& options,
                                                      ProfileDetail detail);
  ~ProfileRun();

  /// How many rows it will read, known where counting them costs little: GroupTable::countRows; none for a sample.
  std::optional<uint64_t> rowCount() const;
  /// Reads beside others (premap/resolve/together.h). Before the first `advance`; `together` outlives it.
  void readTogether(const resolve::Together& together);
  /// Reads rows until the deadline (null: none); true when all are read. Errors: what stops the statement.
  /// `upTo`: where rows come by id, it stops at the first beyond it: so that several runs read a file side by side.
  Result<bool> advance(Deadline* deadline, int64_t upTo = std::numeric_limits<int64_t>::max());
  /// Of the row that comes next, where that is known.
  std::optional<int64_t> nextId() const;
  uint64_t rowsRead() const;
  /// The profile, once `advance` was true; to be asked for once.
  Profile finish();

 private:
  struct Impl;
  static Result<std::unique_ptr<ProfileRun>> begin(Result<GroupTable> table, SnapshotTables& tables, uint64_t sample,
                                                   ProfileDetail detail);
  explicit ProfileRun(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The same in one go.
Result<Profile> profileGroup(const Mapping& mapping, std::string_view group, SnapshotTables& tables,
                             const resolve::ResolveOptions& options, uint64_t sample = 0,
                             ProfileDetail detail = ProfileDetail::Values);

}  // namespace premap
