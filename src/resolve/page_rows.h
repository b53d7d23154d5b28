// PageRows: rows whose ids the query tells, and whose values are read from the pages of their tables, a block of
// rows at a time and a table after the other: no statement steps through joins, no value is asked for by a call.
#pragma once

#include <limits>
#include <map>

#include "premap/resolve/row_reader.h"
#include "resolve/page_nodes.h"
#include "resolve/row_source.h"
#include "resolve/statement_columns.h"

namespace premap::resolve {

class PageRows final : public RowSource {
 public:
  /// Null: the file, or a table the plan reads, is for SQLite alone. Errors: what SQLite says of the group's query.
  static Result<std::unique_ptr<PageRows>> open(const GroupPlan& plan, PageTables& tables, const RowWindow& window);

  Step next(size_t mostRows, int64_t upTo) override;
  std::optional<int64_t> peekId(int64_t upTo) override;
  const RowBlock& block() const override { return block_; }
  Diagnostics failure() const override { return failure_; }
  RowWay way() const override { return scan_ ? RowWay::Scan : RowWay::Pages; }

 private:
  PageRows(const GroupPlan& plan, PageTables& tables);
  bool build();
  void beginNodes(const Together* together);
  bool addNode(size_t index);
  bool addAspects(size_t index);
  bool wantLink(const Node& node);
  bool wantSlot(const Slot& slot);
  bool wantClasses(size_t index);

  // Rows that are all of a table, or of some of its classes, are found by walking the table itself.
  struct Scan {
    RowNode* node = nullptr;
    int64_t next = std::numeric_limits<int64_t>::min();  // where it goes on
    int64_t last = kNoBound;                             // the last id of the window
    int64_t rowsLeft = -1;                               // negative: all
    uint64_t passed = 0, kept = 0;                       // lately
  };
  bool canScan(const RowWindow& window) const;
  bool beginScan(const RowWindow& window);
  Step nextScanned(size_t mostRows, int64_t upTo);
  void leaveScan();
  Status openStatement(const RowWindow& window);

  bool fetchIds(size_t mostRows, int64_t upTo);
  size_t rowsUpTo(int64_t upTo) const;
  bool hasIds() const { return idAt_ < queryColumns_.size(); }
  int64_t idAt(size_t row) const;
  Taken readNodes(size_t from, size_t rows);
  SlotColumn queryColumn(int column) const;
  SlotColumn keysOf(size_t index, size_t rows);
  SlotColumn linkIds(const Node& node, size_t index, size_t rows);
  SlotColumn classesOf(size_t index, size_t rows);
  SlotColumn relationshipOf(const Slot& slot, size_t at, size_t rows);
  SlotColumn slotOf(const Slot& slot, size_t at, size_t rows);
  void publish(size_t rows);

  // Values that are told by others, kept for the block.
  struct Own {
    std::vector<ColumnType> types;
    std::vector<uint64_t> bits;
    void resize(size_t rows) { types.resize(rows), bits.resize(rows); }
    SlotColumn slot() const { return {types.data(), bits.data(), nullptr, nullptr}; }
  };

  const GroupPlan& plan_;
  const PlanData& data_;
  PageTables& tables_;
  std::vector<int> queryColumns_;  // of the statement, by number in the query
  size_t idAt_ = 0;                // which of them is the id
  Statement statement_;
  StatementColumns ids_;
  std::optional<Scan> scan_;
  size_t idCount_ = 0, idsTaken_ = 0;  // rows of the statement that were fetched, and that came out as rows
  std::map<const Table*, std::unique_ptr<AspectPages>> aspectTables_;
  std::vector<std::unique_ptr<PageNode>> nodes_;  // null: a node that nothing is read of
  std::vector<SlotColumn> nodeClasses_;
  std::vector<Own> ownClasses_, ownKeys_;  // by node
  std::vector<Own> ownSlots_;              // by slot
  RowBlock block_;
  size_t mostRows_ = 64;  // grows while blocks are small
  Step pending_ = Step::Row;
  Diagnostics failure_;
};

}  // namespace premap::resolve
