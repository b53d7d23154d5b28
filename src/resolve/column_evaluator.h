// ColumnEvaluator: one column of a block, for the rows of one kind at a time. Attempts are made in order, each for all
// rows that have no answer yet; what an attempt came to leads through the kind's outcome tree to verdicts.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "premap/resolve/cell_block.h"
#include "resolve/element_measures.h"
#include "resolve/json_slot.h"
#include "resolve/leaf_reader.h"
#include "resolve/row_block.h"
#include "resolve/row_kind.h"

namespace premap::resolve {

class ColumnEvaluator {
 public:
  /// `measurer`: null in a plan that measures nothing, or where nobody can.
  ColumnEvaluator(const GroupPlan& plan, VerdictBook& book, ElementMeasurer* measurer);

  /// Another block from now on.
  void begin(const RowBlock& block, CellBlock& cells);
  /// A column behind the default ones. `rows`: numbers of the cell block's rows.
  void evaluate(size_t column, RowKind& kind, std::span<const uint32_t> rows);
  /// A default column that the element gives.
  void evaluateDefault(size_t column, const Access& access, std::span<const uint32_t> rows, uint16_t filled,
                       uint16_t empty);

 private:
  // Rows that came to one node of the outcome tree, and are still without an answer.
  struct Group {
    int32_t node = 0;
    std::vector<uint32_t> rows;
  };
  // Rows whose value is read in the same way.
  struct Batch {
    const Access* leaf = nullptr;
    Outcome outcome;  ///< of those that have a value
    int base = 0;     ///< added to the leaf's slots
    std::vector<uint32_t> rows;
  };

  void attempt(const Attempt& attempt, int32_t node, std::span<const uint32_t> rows);
  void attemptAspect(const Attempt& attempt, const PlannedEntry& entry, int32_t node, std::span<const uint32_t> rows);
  void attemptHops(const Attempt& attempt, int32_t node, std::span<const uint32_t> rows);
  void calculate(int32_t node, std::span<const uint32_t> rows);
  Outcome calculated(uint32_t row);
  Measured measuredOf(CalculatedPropertyType type, uint32_t row, const Class& cls);
  bool readCorner(const PathTable* table, const Class& cls, const StoredRow& row, std::array<double, 3>& corner) const;

  const Access* follow(const Access* access, size_t source, Reason& reason);
  const Access* leafOfAspect(const Attempt& attempt, const PlannedEntry& entry, int64_t classId, size_t source,
                             Outcome& outcome);
  size_t batchOf(const Access* leaf, const Outcome& outcome, int base);
  void readBatches(int32_t node, const PlannedEntry& entry);
  void readBatch(int32_t node, const PlannedEntry& entry, const Access& leaf, const Outcome& outcome, int base,
                 std::span<const uint32_t> rows);
  void readLeaf(const PlannedEntry* entry, const Access& leaf, int base, std::span<const uint32_t> rows);
  bool readDirectly(const Access& leaf, Target target, int base, std::span<const uint32_t> rows);
  template <class Read>
  void readEach(const SlotColumn& slot, std::span<const uint32_t> rows, Read read);
  void readPoints(const Access& leaf, int base, std::span<const uint32_t> rows);
  void readIds(const SlotColumn& slot, Target target, std::span<const uint32_t> rows);
  void readMembers(int32_t node, const PlannedEntry& entry, const Access& leaf, const Outcome& outcome, int base,
                   std::span<const uint32_t> rows);
  bool setMember(const PlannedEntry& entry, const JsonValue& found, uint32_t row);
  JsonSlot& jsonOf(size_t slot);
  void readOdd(const PlannedEntry& entry, const Access& leaf, const Outcome& outcome, int base, int32_t node);

  bool isPlain(const PlannedEntry& entry) const;
  Reason coerce(Value& value, const PlannedEntry& entry, Decisions& decisions);
  Reason convertBoth(Value& value, const PlannedEntry& entry, Decisions& decisions, Decisions& lost);

  void settle(int32_t node, const Outcome& outcome, uint32_t row);
  void settle(int32_t node, const Outcome& outcome, std::span<const uint32_t> rows);
  int32_t childOf(int32_t node, const Outcome& outcome);
  uint16_t verdictAt(int32_t node);
  Verdict verdictOf(int32_t node) const;
  static void decideByColumn(Verdict& verdict, Reason calculated, const PlanColumn& column);
  Group& waitingAt(int32_t node);

  size_t sourceOf(uint32_t row) const { return cells_->sources_[row]; }

  const GroupPlan& of_;
  const PlanData& plan_;
  VerdictBook& book_;
  ElementMeasurer* measurer_;
  LeafReader reader_;
  const RowBlock* block_ = nullptr;
  CellBlock* cells_ = nullptr;

  // The column and kind at work.
  size_t c_ = 0;
  const PlanColumn* column_ = nullptr;
  const PlannedColumn* planned_ = nullptr;
  RowKind* kind_ = nullptr;
  ColumnProgram* program_ = nullptr;
  CellColumn* out_ = nullptr;

  std::vector<Group> groups_, waiting_;
  size_t groupCount_ = 0, waitingCount_ = 0;
  std::vector<Batch> batches_;
  size_t batchCount_ = 0;
  std::vector<std::unique_ptr<JsonSlot>> json_;  // by slot
  std::vector<uint32_t> alike_;                  // rows that came to the same
  std::vector<uint32_t> empty_, odd_;  // of the rows read last: those without a value, and those to read one by one
  struct {
    int64_t classId = 0;
    const PathTable* table = nullptr;
    const Access* access = nullptr;
  } lastHop_;
  std::string scratch_;
};

}  // namespace premap::resolve
