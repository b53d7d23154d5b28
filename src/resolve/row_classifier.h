// RowClassifier: which rows of a block are in the table, and of which kind each is.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "premap/resolve/row_reader.h"
#include "resolve/row_block.h"
#include "resolve/row_kind.h"

namespace premap::resolve {

class RowClassifier {
 public:
  explicit RowClassifier(const PlanData& plan) : plan_(plan) {}

  /// Fills the block's rows; its cells are not touched.
  void classify(const RowBlock& block, CellBlock& cells);

  /// Rows of one kind, as numbers of the cell block's rows, ascending.
  struct Run {
    RowKind* kind = nullptr;
    std::span<const uint32_t> rows;
  };
  const std::vector<Run>& runs() const { return runs_; }
  const RowCounts& counts() const { return counts_; }

 private:
  // What is known of rows whose ECClassId tells one class.
  struct ToldClass {
    bool isElement = false;
    std::vector<RowKind*> kinds;  // one an actual class, mostly one
  };
  RowKind* kindOfRow(const RowBlock& block, size_t row, int64_t id);
  RowKind* kindByIds(const RowBlock& block, size_t row);
  const Class* toldClass(const RowBlock& block, size_t row);
  const Class* actualClass(const RowBlock& block, size_t row) const;
  ToldClass& factsOf(const Class& told);
  RowKind& kindOf(ToldClass& facts, const Class* rowClass, const Class* instanceClass);
  void sortByKind(const CellBlock& cells);

  const PlanData& plan_;
  ById<ToldClass> toldClasses_;
  ToldClass untold_;  // rows that tell no class
  std::vector<std::unique_ptr<RowKind>> kinds_;
  std::unordered_map<std::string, const Class*> classTexts_;
  std::unordered_set<int64_t> seen_;
  RowCounts counts_;
  // The kinds of rows that tell their class and are elements, by both ids.
  struct Known {
    int64_t told = 0, actual = 0;
    RowKind* kind = nullptr;
  };
  std::vector<Known> known_{kKnown};
  static constexpr size_t kKnown = 256;
  std::vector<uint32_t> order_, ends_;
  std::vector<Run> runs_;
};

}  // namespace premap::resolve
