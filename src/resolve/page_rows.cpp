// First which columns of which tables the plan needs (build), then block by block: ids, node after node, slots.
#include "resolve/page_rows.h"

#include <algorithm>
#include <limits>

#include "premap/base/text.h"
#include "premap/resolve/census.h"
#include "premap/resolve/together.h"

namespace premap::resolve {

namespace {

constexpr size_t kMostBytes = 2 * PageTable::kMostBytes;

}  // namespace

// ---------------------------------------------------------------- what is needed

Result<std::unique_ptr<PageRows>> PageRows::open(const GroupPlan& plan, PageTables& tables, const RowWindow& window) {
  std::unique_ptr<PageRows> none;
  if (!tables.file()) return none;
  std::unique_ptr<PageRows> rows(new PageRows(plan, tables));
  if (!rows->build()) return none;
  if (rows->canScan(window) && rows->beginScan(window)) return rows->beginNodes(window.together), std::move(rows);
  rows->beginNodes(window.together);
  if (Status opened = rows->openStatement(window); !opened.ok()) return std::move(opened.diagnostics());
  return rows;
}

Status PageRows::openStatement(const RowWindow& window) {
  auto prepared = data_.catalog->database().prepare(renderIdsSql(data_, window.ids.has_value()));
  if (!prepared) return plan_.explainSqlite(std::move(prepared.diagnostics()));
  if (window.ids) plan_.bindRange(*prepared, *window.ids);
  else plan_.bind(*prepared, window.limit, window.offset);
  statement_ = std::move(*prepared);
  return {};
}

// The query tells nothing but the id and the class of each of its rows.
bool PageRows::canScan(const RowWindow& window) const {
  if (window.isSkipped || !data_.idTable || !nodes_[0] || window.offset > 0 || data_.query.rowsById != data_.idTable)
    return false;
  return std::all_of(queryColumns_.begin(), queryColumns_.end(), [&](int column) {
    return std::any_of(data_.query.columns.begin(), data_.query.columns.end(), [&](const ecsql::ResultColumn& each) {
      const bool isPlain = !each.generated && !each.property && each.rangeClass;
      return each.firstColumn == column && isPlain &&
             (equalsIgnoreCase(each.accessString, "ECInstanceId") || equalsIgnoreCase(each.accessString, "ECClassId"));
    });
  });
}

bool PageRows::beginScan(const RowWindow& window) {
  auto& node = static_cast<RowNode&>(*nodes_[0]);
  if (!node.beginScan(*data_.idTable, data_.query.rowsByIdClasses)) return false;
  scan_.emplace();
  scan_->node = &node, scan_->rowsLeft = window.limit;
  if (window.ids && window.ids->after == kNoBound) scan_->rowsLeft = 0;
  else if (window.ids) scan_->next = window.ids->after + 1, scan_->last = window.ids->upTo;
  return true;
}

PageRows::PageRows(const GroupPlan& plan, PageTables& tables)
    : plan_(plan),
      data_(plan.data()),
      tables_(tables),
      queryColumns_(usedQueryColumns(data_)),
      ids_(queryColumns_.size()),
      block_(data_) {
  const auto at =
      std::find(queryColumns_.begin(), queryColumns_.end(),
                data_.idColumn < 0 ? -1 : data_.query.columns[static_cast<size_t>(data_.idColumn)].firstColumn);
  idAt_ = static_cast<size_t>(at - queryColumns_.begin());
  nodes_.resize(data_.nodes.size());
  nodeClasses_.resize(nodes_.size());
  ownClasses_.resize(nodes_.size()), ownKeys_.resize(nodes_.size());
  ownSlots_.resize(block_.slotCount());
}

bool PageRows::build() {
  for (size_t n = 0; n < nodes_.size(); ++n)
    if (!addNode(n)) return false;
  for (const Node& node : data_.nodes)
    if (!wantLink(node)) return false;
  for (const Slot& slot : data_.slots)
    if (!wantSlot(slot)) return false;
  for (const StreamedAspect& stream : data_.streams)
    for (const Slot& slot : stream.slots)
      if (!wantSlot(slot)) return false;
  for (size_t n = 0; n < nodes_.size(); ++n)
    if (data_.nodes[n].classSlot >= 0 && !wantClasses(n)) return false;
  return true;
}

void PageRows::beginNodes(const Together* together) {
  const std::shared_ptr<TableWindows> windows = together ? together->windows() : nullptr;
  if (windows) ++windows->readers;
  for (auto& [table, aspects] : aspectTables_) aspects->begin(*tables_.file(), windows);
  for (auto& node : nodes_)
    if (node) node->begin(*tables_.file(), windows);
}

bool PageRows::addNode(size_t index) {
  const Node& node = data_.nodes[index];
  // A key is read before what it leads to.
  if (node.parent >= static_cast<int>(index)) return false;
  if (node.kind == Node::Kind::Aspect) return addAspects(index);
  if (index == 0 && !data_.readsElements) return true;
  if (index == 0) nodes_[index] = std::make_unique<RowNode>(tables_, node.primaries);
  else nodes_[index] = std::make_unique<LinkNode>(tables_, node.primaries);
  return true;
}

// Aspects of several tables are counted over all of them: SQLite does that.
bool PageRows::addAspects(size_t index) {
  const Node& node = data_.nodes[index];
  if (node.primaries.size() != 1) return false;
  const Table& table = *node.primaries[0];
  const TableLayout* layout = tables_.table(table.name);
  if (!layout) return false;
  const premap::StoredColumn* owner = nullptr;
  std::vector<int64_t> classes;
  for (const Class* cls : node.candidates) {
    if (primaryTableOf(*cls) != &table) continue;
    classes.push_back(cls->id);
    if (const premap::StoredColumn* column = data_.catalog->findColumn(*cls, "Element.Id")) owner = column;
  }
  if (!owner || owner->isVirtual || owner->table != &table) return false;
  const IndexLayout* ix = tables_.indexOn(*layout, owner->name);
  if (!ix) return false;
  std::sort(classes.begin(), classes.end());
  std::unique_ptr<AspectPages>& shared = aspectTables_[&table];
  if (!shared) shared = std::make_unique<AspectPages>(PageTable(table, *layout), *ix);
  nodes_[index] = std::make_unique<AspectNode>(*shared, std::move(classes),
                                               table.hasPhysicalClassId() ? table.classIdColumn : nullptr);
  return true;
}

bool PageRows::wantLink(const Node& node) {
  if (node.kind != Node::Kind::Navigation || node.queryColumn >= 0) return true;
  const std::unique_ptr<PageNode>& parent = nodes_[static_cast<size_t>(node.parent)];
  return parent &&
         std::all_of(node.idColumns.begin(), node.idColumns.end(),
                     [&](const auto& each) {
                       return parent->want({each.second, false});
                     }) &&
         (node.idColumns.size() == 1 || wantClasses(static_cast<size_t>(node.parent)));
}

bool PageRows::wantSlot(const Slot& slot) {
  switch (slot.kind) {
    case Slot::Kind::Stored:
    case Slot::Kind::Presence:
    case Slot::Kind::RelationshipClass: {
      const std::unique_ptr<PageNode>& node = nodes_[static_cast<size_t>(slot.node)];
      return node && node->want({slot.column, slot.kind == Slot::Kind::Presence});
    }
    default:
      return true;
  }
}

// Of a primary table without a class of its own the id tells whether there is a row.
bool PageRows::wantClasses(size_t index) {
  const Node& node = data_.nodes[index];
  return nodes_[index] && std::all_of(node.primaries.begin(), node.primaries.end(), [&](const Table* table) {
           return nodes_[index]->want({table->hasPhysicalClassId() ? table->classIdColumn : table->idColumn, false});
         });
}

// ---------------------------------------------------------------- blocks

Step PageRows::next(size_t mostRows, int64_t upTo) {
  if (data_.catalog->database().shouldStop()) return pending_ = Step::Interrupted;
  if (scan_) return nextScanned(mostRows, upTo);
  if (!hasIds()) upTo = kNoBound;
  if (idsTaken_ == idCount_ && !fetchIds(mostRows, upTo)) return pending_;
  for (size_t rows = std::min({rowsUpTo(upTo), mostRows, mostRows_});;) {
    const Taken taken = readNodes(0, rows);
    if (taken == Taken::Failed) {
      failure_ = {tables_.file()->failure()};
      return pending_ = Step::Failed;
    }
    if (taken == Taken::Part && rows > 1) {
      mostRows_ = rows = rows / 2;
      continue;
    }
    publish(rows);
    idsTaken_ += rows;
    if (rows == mostRows_) mostRows_ *= 2;
    return Step::Row;
  }
}

Step PageRows::nextScanned(size_t mostRows, int64_t upTo) {
  constexpr uint64_t kLately = 16384, kSparse = 16;
  while (pending_ == Step::Row) {
    if (scan_->passed >= kLately && scan_->kept * kSparse < scan_->passed) return leaveScan(), next(mostRows, upTo);
    if (scan_->passed >= kLately) scan_->passed = scan_->kept = 0;
    size_t most = std::min(mostRows, mostRows_);
    if (scan_->rowsLeft >= 0) most = std::min(most, static_cast<size_t>(scan_->rowsLeft));
    // A bound below where it goes on would give nothing: then it is the next row alone.
    if (upTo < scan_->next) most = std::min<size_t>(most, 1);
    const int64_t bound = std::min(upTo < scan_->next ? kNoBound : upTo, scan_->last);
    if (most == 0 || scan_->next > bound) return pending_ = Step::Done;
    const RowNode::Scanned scanned = scan_->node->scan(scan_->next, bound, most);
    Taken taken = scanned.taken;
    if (taken == Taken::All && scanned.rows > 0) taken = readNodes(1, scanned.rows);
    if (taken == Taken::Part && most > 1) {
      mostRows_ = std::max<size_t>(std::min(most, scanned.passed) / 2, 1);
      continue;
    }
    if (taken == Taken::Failed) return failure_ = {tables_.file()->failure()}, pending_ = Step::Failed;
    if (!scanned.isShared) scan_->passed += scanned.passed, scan_->kept += scanned.rows;
    if (!scanned.isEnd) scan_->next = scan_->node->lastScanned() + 1;
    else if (scanned.behind && *scanned.behind <= scan_->last) scan_->next = *scanned.behind;
    else pending_ = Step::Done;
    if (scanned.passed == mostRows_) mostRows_ *= 2;
    if (scanned.rows > 0) {
      if (scan_->rowsLeft >= 0) scan_->rowsLeft -= static_cast<int64_t>(scanned.rows);
      publish(scanned.rows);
      return Step::Row;
    }
    if (data_.catalog->database().shouldStop()) pending_ = Step::Interrupted;
  }
  return pending_;
}

// Few rows of the table are of the classes: from here on their index finds them.
void PageRows::leaveScan() {
  RowWindow rest;
  rest.ids = IdRange{scan_->next - 1, scan_->last};
  const int64_t rowsLeft = scan_->rowsLeft;
  scan_.reset();
  if (Status opened = openStatement(rest); !opened.ok()) {
    failure_ = std::move(opened.diagnostics()), pending_ = Step::Failed;
    return;
  }
  if (rowsLeft >= 0) statement_.bind(1, rowsLeft);
}

size_t PageRows::skip(size_t mostRows) {
  size_t rows = 0;
  while (rows < mostRows && (idsTaken_ < idCount_ || fetchIds(mostRows - rows, kNoBound))) {
    const size_t taken = std::min(mostRows - rows, idCount_ - idsTaken_);
    idsTaken_ += taken, rows += taken;
  }
  return rows;
}

std::optional<int64_t> PageRows::peekId(int64_t upTo) {
  constexpr size_t kAhead = 512;
  if (scan_) return pending_ == Step::Row ? std::optional(scan_->next) : std::nullopt;
  if (!hasIds()) return std::nullopt;
  if (idsTaken_ == idCount_ && !fetchIds(kAhead, upTo)) return std::nullopt;
  return idAt(idsTaken_);
}

int64_t PageRows::idAt(size_t row) const {
  return idOf(ids_.slot(idAt_), row).value_or(std::numeric_limits<int64_t>::min());
}

// False: there are no more, or `pending_` says what happened. Ends with the first beyond `upTo`.
bool PageRows::fetchIds(size_t mostRows, int64_t upTo) {
  ids_.clear();
  idCount_ = idsTaken_ = 0;
  while (pending_ == Step::Row && idCount_ < mostRows && ids_.textBytes() < PageTable::kMostBytes) {
    const Step step = statement_.step();
    if (step == Step::Failed) failure_ = plan_.explainSqlite({statement_.failure()});
    if (step != Step::Row) {
      pending_ = step;
      break;
    }
    ids_.copy(statement_, 0, queryColumns_.size(), 0, idCount_++);
    if (upTo != kNoBound && idAt(idCount_ - 1) > upTo) break;
  }
  return idCount_ > 0 && pending_ != Step::Interrupted;
}

// How many of the ids at hand come before one that lies beyond; at least one.
size_t PageRows::rowsUpTo(int64_t upTo) const {
  if (upTo == kNoBound) return idCount_ - idsTaken_;
  size_t end = idsTaken_ + 1;
  while (end < idCount_ && idAt(end) <= upTo) ++end;
  return end - idsTaken_;
}

// From a node on: those before it were read. No table holds much of a block; all of them together should not either.
Taken PageRows::readNodes(size_t from, size_t rows) {
  if (!aspectTables_.empty()) {
    const SlotColumn elements = queryColumn(data_.query.columns[static_cast<size_t>(data_.idColumn)].firstColumn);
    for (auto& [table, aspects] : aspectTables_)
      if (const Taken taken = aspects->read(elements, rows); taken != Taken::All) return taken;
  }
  size_t textBytes = 0;
  for (const auto& [table, aspects] : aspectTables_) textBytes += aspects->table().textBytes();
  for (size_t n = 0; n < nodes_.size(); ++n) {
    if (!nodes_[n]) continue;
    if (n >= from)
      if (const Taken taken = nodes_[n]->read(keysOf(n, rows), rows); taken != Taken::All) return taken;
    textBytes += nodes_[n]->textBytes();
    if (rows > 1 && textBytes > kMostBytes) return Taken::Part;
    if (data_.nodes[n].classSlot >= 0 || data_.nodes[n].idColumns.size() > 1 || n == 0)
      nodeClasses_[n] = classesOf(n, rows);
  }
  return Taken::All;
}

SlotColumn PageRows::queryColumn(int column) const {
  if (scan_) {
    const auto of = std::find_if(data_.query.columns.begin(), data_.query.columns.end(),
                                 [&](const ecsql::ResultColumn& each) { return each.firstColumn == column; });
    const bool isId = of != data_.query.columns.end() && equalsIgnoreCase(of->accessString, "ECInstanceId");
    return isId ? scan_->node->ids() : scan_->node->scannedClasses();
  }
  const auto at = std::find(queryColumns_.begin(), queryColumns_.end(), column);
  return at == queryColumns_.end() ? SlotColumn()
                                   : ids_.slot(static_cast<size_t>(at - queryColumns_.begin()), idsTaken_);
}

SlotColumn PageRows::keysOf(size_t index, size_t rows) {
  const Node& node = data_.nodes[index];
  if (node.kind == Node::Kind::Aspect) return {};
  return node.queryColumn >= 0 ? queryColumn(node.queryColumn) : linkIds(node, index, rows);
}

// One navigation property may be kept in different columns for different classes.
SlotColumn PageRows::linkIds(const Node& node, size_t index, size_t rows) {
  const PageNode& parent = *nodes_[static_cast<size_t>(node.parent)];
  if (node.idColumns.size() == 1) return parent.slot({node.idColumns.begin()->second, false});
  struct Way {
    const std::vector<int64_t>* classes;
    SlotColumn column;
  };
  std::vector<Way> ways;
  for (const auto& [id, column] : node.idColumns)
    ways.push_back({&node.idColumnClasses.find(id)->second, parent.slot({column, false})});
  const SlotColumn& classes = nodeClasses_[static_cast<size_t>(node.parent)];
  Own& own = ownKeys_[index];
  own.resize(rows);
  for (size_t row = 0; row < rows; ++row) {
    own.types[row] = ColumnType::Null;
    const std::optional<int64_t> cls = idOf(classes, row);
    const auto way = std::find_if(ways.begin(), ways.end(), [&](const Way& each) {
      return cls && std::find(each.classes->begin(), each.classes->end(), *cls) != each.classes->end();
    });
    if (way == ways.end()) continue;
    if (const std::optional<int64_t> id = idOf(way->column, row))
      own.types[row] = ColumnType::Integer, own.bits[row] = static_cast<uint64_t>(*id);
  }
  return own.slot();
}

SlotColumn PageRows::classesOf(size_t index, size_t rows) {
  const Node& node = data_.nodes[index];
  if (node.primaries.size() == 1 && node.primaries[0]->hasPhysicalClassId())
    return nodes_[index]->slot({node.primaries[0]->classIdColumn, false});
  Own& own = ownClasses_[index];
  own.resize(rows);
  std::fill(own.types.begin(), own.types.end(), ColumnType::Null);
  for (const Table* table : node.primaries) {
    const bool isTold = table->hasPhysicalClassId();
    int64_t constant = 0;
    for (const Class* cls : node.candidates)
      if (primaryTableOf(*cls) == table) constant = cls->id;
    const SlotColumn column = nodes_[index]->slot({isTold ? table->classIdColumn : table->idColumn, false});
    for (size_t row = 0; row < rows; ++row) {
      const uint32_t place = column.place(row);
      if (own.types[row] != ColumnType::Null || column.typeAt(place) != ColumnType::Integer) continue;
      own.types[row] = ColumnType::Integer;
      own.bits[row] = isTold ? column.bits[place] : static_cast<uint64_t>(constant);
    }
  }
  return own.slot();
}

SlotColumn PageRows::relationshipOf(const Slot& slot, size_t at, size_t rows) {
  const SlotColumn column = nodes_[static_cast<size_t>(slot.node)]->slot({slot.column, false});
  Own& own = ownSlots_[at];
  own.resize(rows);
  for (size_t row = 0; row < rows; ++row) {
    own.types[row] = column.typeAt(column.place(row)) == ColumnType::Null ? ColumnType::Null : ColumnType::Integer;
    own.bits[row] = static_cast<uint64_t>(slot.constant);
  }
  return own.slot();
}

SlotColumn PageRows::slotOf(const Slot& slot, size_t at, size_t rows) {
  switch (slot.kind) {
    case Slot::Kind::QueryColumn:
      return queryColumn(slot.queryColumn);
    case Slot::Kind::NodeId:
      return nodes_[static_cast<size_t>(slot.node)]->ids();
    case Slot::Kind::NodeClass:
      return nodeClasses_[static_cast<size_t>(slot.node)];
    case Slot::Kind::Stored:
    case Slot::Kind::Presence:
      return nodes_[static_cast<size_t>(slot.node)]->slot({slot.column, slot.kind == Slot::Kind::Presence});
    case Slot::Kind::RelationshipClass:
      return relationshipOf(slot, at, rows);
    case Slot::Kind::Null:
      return {};
  }
  return {};
}

void PageRows::publish(size_t rows) {
  block_.begin(rows);
  size_t at = 0;
  for (const Slot& slot : data_.slots) block_.slot(at) = slotOf(slot, at, rows), ++at;
  for (const StreamedAspect& stream : data_.streams)
    for (const Slot& slot : stream.slots) block_.slot(at) = slotOf(slot, at, rows), ++at;
}

}  // namespace premap::resolve
