// RowConditions: which rows of a block fulfil all conditions of a view. Rows are given in the order of the table, each
// once, as some conditions hang on those before.
#pragma once

#include <string>
#include <vector>

#include "premap/preview/group_table.h"
#include "premap/preview/id_set.h"
#include "premap/preview/row_condition.h"

namespace premap {

class RowConditions {
 public:
  /// `columns`: for each condition that is of a column its number among those read.
  RowConditions(std::vector<RowCondition> conditions, const std::vector<size_t>& columns);

  /// The next condition that has to know the elements of a group; null when all do.
  const RowCondition* nextGroup();
  /// Those of the next rows of that group.
  void addElements(const TableReader& reader);
  void endGroup() { ++group_; }

  /// Rows that fail are taken out of `stays`.
  void mark(const TableReader& reader, std::vector<bool>& stays);

 private:
  enum class Known : uint8_t { No, Fits, Fails };
  struct Test {
    RowCondition condition;
    size_t column = 0;
    std::vector<Known> verdicts;                         // by number in the reader's book
    std::vector<std::pair<const Class*, bool>> classes;  // those met lately
    IdSet elements;                                      // of its group
    std::optional<size_t> part;                          // whose entry is the next
    std::optional<std::pair<size_t, size_t>> probe;      // column and entry of the plan that name the aspect
  };
  bool fits(Test& test, const TableReader& reader, size_t row);
  bool fitsValue(const Test& test, const resolve::CellColumn& column, size_t row);
  bool fitsVerdict(Test& test, const TableReader& reader, size_t row);
  bool fitsClass(Test& test, const TableReader& reader, size_t row);
  bool ownsAspects(Test& test, const TableReader& reader, size_t row);
  bool isRepeated(const TableReader& reader, size_t row);

  std::vector<Test> tests_;
  size_t group_ = 0;  // which test's group is read
  SeenIds seen_;
  std::string key_, scratch_;
};

}  // namespace premap
