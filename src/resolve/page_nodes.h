// PageNode: the instances that one node of a plan has for the rows of a block. Three kinds: the rows' own elements,
// which come in the order of their ids; targets of links, of which there are few for many rows; aspects, found by an
// index on their elements' ids.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <unordered_map>

#include "premap/base/by_id.h"
#include "premap/pages/index_cursor.h"
#include "resolve/page_table.h"

namespace premap::resolve {

/// A stored column, and of a text or blob whether its presence is enough.
struct WantedColumn {
  const premap::StoredColumn* column = nullptr;
  bool isPresenceOnly = false;
};

class PageNode {
 public:
  virtual ~PageNode() = default;
  /// False: SQLite has to read this.
  virtual bool want(const WantedColumn& column) = 0;
  /// `windows`: null when it reads alone.
  virtual void begin(PageFile& file, const std::shared_ptr<TableWindows>& windows) = 0;
  /// `keys`: of each row the id of the instance, or of an aspect's element.
  virtual Taken read(const SlotColumn& keys, size_t rows) = 0;
  /// What the rows' instances hold in a wanted column.
  virtual SlotColumn slot(const WantedColumn& column) const = 0;
  /// The instance's id as the plan has it (Node::idSlot).
  virtual SlotColumn ids() const = 0;
  /// Of the texts read for this block.
  virtual size_t textBytes() const = 0;
};

/// Instances that are told by their id, in one or more tables that share it.
class InstanceNode : public PageNode {
 public:
  InstanceNode(PageTables& tables, std::vector<const Table*> first);
  bool want(const WantedColumn& column) override;
  void begin(PageFile& file, const std::shared_ptr<TableWindows>& windows) override;
  SlotColumn ids() const override { return keys_; }
  size_t textBytes() const override;

 protected:
  struct Place {
    size_t table = 0;
    int column = -1;
  };
  Place placeOf(const WantedColumn& column) const;
  /// The table whose row must be there for those of another to count: its root, where that is read too; -1: none.
  int rootOf(size_t table) const;

  PageTables& known_;
  bool isReadable_ = true;
  std::vector<PageTable> read_;
  std::vector<std::pair<WantedColumn, Place>> wanted_;
  SlotColumn keys_;
};

/// The elements of the rows.
class RowNode final : public InstanceNode {
 public:
  using InstanceNode::InstanceNode;
  void begin(PageFile& file, const std::shared_ptr<TableWindows>& windows) override;
  Taken read(const SlotColumn& keys, size_t rows) override;
  SlotColumn slot(const WantedColumn& column) const override;

  /// In place of keys: the rows of one of its tables, which then give the ids. `classes`: those that count, ascending.
  bool beginScan(const Table& table, std::vector<int64_t> classes);
  struct Scanned {
    Taken taken = Taken::All;
    size_t rows = 0, passed = 0;    ///< that count, and that were looked at
    bool isShared = false;          ///< it cost next to nothing
    bool isEnd = false;             ///< there are no more up to `upTo`
    std::optional<int64_t> behind;  ///< at the end: no later row comes before it; none: there is none
  };
  /// At most so many rows from the id on, up to another.
  Scanned scan(int64_t from, int64_t upTo, size_t mostRows);
  /// What the scanned rows themselves hold, whether their root is there or not.
  SlotColumn scannedClasses() const { return read_[scanned_].slot(classAt_, placesIn(scanned_)); }
  /// Of the last row looked at.
  int64_t lastScanned() const { return lastScanned_; }

 private:
  void keepOfClasses(const PageTable::Scan& scan);
  Taken takeOthers();
  void withoutRootless(size_t rows);
  const uint32_t* placesIn(size_t table) const;
  std::vector<int64_t> ids_;      // ascending
  std::vector<uint32_t> places_;  // of each row among them, when they are not as the rows
  bool isAsRows_ = false;
  // Of a scan: its table, whose rows are not all kept, and the others, which are read by the ids kept.
  size_t scanned_ = 0;
  bool isScan_ = false, keepsAll_ = true;
  int classAt_ = -1;
  std::vector<int64_t> classes_;
  std::vector<uint32_t> kept_;
  std::vector<ColumnType> idTypes_;
  int64_t lastScanned_ = 0;
  std::vector<std::vector<uint32_t>> rootless_;  // by table: places without those whose root is missing
};

/// Targets of links: read once, and kept for later blocks while they are few.
class LinkNode final : public InstanceNode {
 public:
  using InstanceNode::InstanceNode;
  void begin(PageFile& file, const std::shared_ptr<TableWindows>& windows) override;
  Taken read(const SlotColumn& keys, size_t rows) override;
  SlotColumn slot(const WantedColumn& column) const override;
  size_t textBytes() const override { return freshBytes_; }

 private:
  struct Column {
    std::vector<ColumnType> types;
    std::vector<uint64_t> bits;
  };
  void forget();
  uint32_t placeOfId(int64_t id);
  Taken takeFresh(bool mayCut);
  void keepTaken(std::span<const std::pair<int64_t, uint32_t>> fresh);
  // What is kept is a copy: the table holds a piece of it at a time.
  static constexpr size_t kMostKept = 16384, kMostBytes = size_t{2} << 20, kPieceBytes = kMostBytes / 4;
  /// What is kept is shared with those that are read beside it, each of which keeps targets of its own.
  static constexpr size_t kLeastShare = 8;
  bool isFull() const;
  static constexpr size_t kRecent = 256;

  std::shared_ptr<const TableWindows> windows_;
  ById<uint32_t> places_;  // of the ids that are kept
  struct Recent {
    int64_t id = 0;
    uint32_t place = SlotColumn::kNone;
  };
  std::array<Recent, kRecent> recent_;
  std::vector<std::pair<int64_t, uint32_t>> fresh_;  // ids that were not met before, and their places
  std::vector<int64_t> freshIds_;
  std::vector<std::vector<Column>> columns_;  // by table and column
  std::string bytes_;
  size_t freshBytes_ = 0;       // of these, what came with the block
  std::vector<uint32_t> rows_;  // the place of each row's target
};

/// The aspects of one table, for all nodes that ask for some of their classes.
class AspectPages {
 public:
  AspectPages(PageTable table, const IndexLayout& index) : table_(std::move(table)), index_(index) {}
  PageTable& table() { return table_; }
  const PageTable& table() const { return table_; }
  void begin(PageFile& file, const std::shared_ptr<TableWindows>& windows);
  /// Finds the aspects of each row's element, once a block.
  Taken read(const SlotColumn& keys, size_t rows);

  struct Aspect {
    uint32_t key, place;  ///< which of the keys, and where its row stands in the table's block
  };
  const std::vector<Aspect>& aspects() const { return aspects_; }
  size_t keyCount() const { return keys_.size(); }
  /// Of each row its element among the keys, kNone without one; null: as rows.
  const uint32_t* keyOfRow() const { return isAsRows_ ? nullptr : keyOfRow_.data(); }

 private:
  void takeOwned();
  PageTable table_;
  const IndexLayout& index_;
  std::optional<IndexLookup> lookup_;
  std::shared_ptr<AspectWindow> window_;
  std::vector<int64_t> keys_;
  std::vector<uint32_t> keyOfRow_;
  bool isAsRows_ = false;
  std::vector<IndexLookup::Match> matches_;
  std::vector<int64_t> rowids_;
  std::vector<uint32_t> order_;
  std::vector<Aspect> aspects_;
};

class AspectNode final : public PageNode {
 public:
  /// `classes`: ids of the classes that count, sorted; `classColumn`: where a row tells it, null: all rows count.
  AspectNode(AspectPages& table, std::vector<int64_t> classes, const premap::StoredColumn* classColumn);
  bool want(const WantedColumn& column) override;
  void begin(PageFile&, const std::shared_ptr<TableWindows>&) override {}
  Taken read(const SlotColumn& keys, size_t rows) override;
  SlotColumn slot(const WantedColumn& column) const override;
  SlotColumn ids() const override;
  size_t textBytes() const override { return 0; }  // they are their table's

 private:
  bool counts(uint32_t place) const;
  AspectPages& table_;
  std::vector<int64_t> classes_;
  const premap::StoredColumn* classColumn_;
  int classAt_ = -1, idAt_ = -1;
  std::vector<std::pair<WantedColumn, int>> wanted_;
  std::vector<uint32_t> placeOfKey_, countOfKey_;
  std::vector<uint32_t> places_;  // of each row's single aspect
  std::vector<ColumnType> types_;
  std::vector<uint64_t> bits_;
};

}  // namespace premap::resolve
