// Ids are brought into ascending order, so that every table is walked forwards; places lead back to the rows.
#include "resolve/page_nodes.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace premap::resolve {

namespace {

// The distinct ids of the rows, ascending. True: one for each row, in the order of the rows.
bool orderIds(const SlotColumn& keys, size_t rows, std::vector<int64_t>& ids) {
  ids.clear();
  bool isAsRows = true;
  for (size_t row = 0; row < rows; ++row) {
    const std::optional<int64_t> id = idOf(keys, row);
    if (!id) {
      isAsRows = false;
      continue;
    }
    if (!ids.empty() && *id <= ids.back()) isAsRows = false;
    ids.push_back(*id);
  }
  if (isAsRows) return true;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return false;
}

void placeRows(const SlotColumn& keys, size_t rows, const std::vector<int64_t>& ids, std::vector<uint32_t>& places) {
  places.resize(rows);
  for (size_t row = 0; row < rows; ++row) {
    const std::optional<int64_t> id = idOf(keys, row);
    places[row] =
        id ? static_cast<uint32_t>(std::lower_bound(ids.begin(), ids.end(), *id) - ids.begin()) : SlotColumn::kNone;
  }
}

bool isSame(const WantedColumn& a, const WantedColumn& b) {
  return a.column == b.column && a.isPresenceOnly == b.isPresenceOnly;
}

}  // namespace

// ---------------------------------------------------------------- instances

InstanceNode::InstanceNode(PageTables& tables, std::vector<const Table*> first) : known_(tables) {
  for (const Table* table : first) {
    const TableLayout* layout = known_.table(table->name);
    if (layout) read_.emplace_back(*table, *layout);
    else isReadable_ = false;
  }
}

bool InstanceNode::want(const WantedColumn& column) {
  if (!isReadable_) return false;
  size_t t = 0;
  while (t < read_.size() && &read_[t].table() != column.column->table) ++t;
  if (t == read_.size()) {
    const TableLayout* layout = known_.table(column.column->table->name);
    if (!layout) return false;
    read_.emplace_back(*column.column->table, *layout);
  }
  const int at = read_[t].want(*column.column, column.isPresenceOnly);
  if (at < 0) return false;
  if (std::none_of(wanted_.begin(), wanted_.end(), [&](const auto& each) { return isSame(each.first, column); }))
    wanted_.push_back({column, {t, at}});
  return true;
}

void InstanceNode::begin(PageFile& file, const std::shared_ptr<TableWindows>&) {
  for (PageTable& table : read_) table.begin(file);
}

void RowNode::begin(PageFile& file, const std::shared_ptr<TableWindows>& windows) {
  InstanceNode::begin(file, windows);
  if (!windows) return;
  for (PageTable& table : read_) table.share(windows, windows->of(table.layout()));
}

InstanceNode::Place InstanceNode::placeOf(const WantedColumn& column) const {
  for (const auto& [wanted, place] : wanted_)
    if (isSame(wanted, column)) return place;
  return {};
}

size_t InstanceNode::textBytes() const {
  return std::accumulate(read_.begin(), read_.end(), size_t{0},
                         [](size_t sum, const PageTable& table) { return sum + table.textBytes(); });
}

int InstanceNode::rootOf(size_t t) const {
  const Table* root = &read_[t].table();
  while (root->parent) root = root->parent;
  for (size_t i = 0; i < read_.size(); ++i)
    if (i != t && &read_[i].table() == root) return static_cast<int>(i);
  return -1;
}

// ---------------------------------------------------------------- the rows' own

Taken RowNode::read(const SlotColumn& keys, size_t rows) {
  keys_ = keys;
  isScan_ = false;
  isAsRows_ = orderIds(keys, rows, ids_);
  if (!isAsRows_) placeRows(keys, rows, ids_, places_);
  if (const Taken taken = takeOthers(); taken != Taken::All) return taken;
  withoutRootless(rows);
  return Taken::All;
}

bool RowNode::beginScan(const Table& table, std::vector<int64_t> classes) {
  classes_ = std::move(classes);
  if (!want({table.classIdColumn, false})) return false;
  const Place at = placeOf({table.classIdColumn, false});
  scanned_ = at.table, classAt_ = at.column;
  return true;
}

RowNode::Scanned RowNode::scan(int64_t from, int64_t upTo, size_t mostRows) {
  Scanned answer;
  PageTable& table = read_[scanned_];
  isScan_ = isAsRows_ = true;
  const std::optional<PageTable::Scan> scan = table.scan(from, upTo, mostRows);
  if (!scan) return answer.taken = Taken::Failed, answer;
  answer.passed = scan->end - scan->begin;
  answer.isShared = scan->isShared, answer.isEnd = scan->isEnd, answer.behind = scan->behind;
  if (answer.passed == 0) return answer;
  lastScanned_ = table.ids()[scan->end - 1];
  keepOfClasses(*scan);
  table.addAsked(ids_.size());
  answer.rows = ids_.size();
  if (answer.rows == 0) return answer;
  idTypes_.assign(answer.rows, ColumnType::Integer);
  keys_ = {idTypes_.data(), reinterpret_cast<const uint64_t*>(ids_.data()), nullptr, nullptr};
  answer.taken = takeOthers();
  if (answer.taken == Taken::All) withoutRootless(answer.rows);
  return answer;
}

void RowNode::keepOfClasses(const PageTable::Scan& scan) {
  const std::span<const int64_t> ids = read_[scanned_].ids();
  const SlotColumn cls = read_[scanned_].slot(classAt_, nullptr);
  kept_.clear(), ids_.clear();
  int64_t lastClass = 0;
  bool isOfClasses = false;
  for (size_t i = scan.begin; i < scan.end; ++i) {
    if (cls.types[i] != ColumnType::Integer) continue;
    const auto id = static_cast<int64_t>(cls.bits[i]);
    if (id != lastClass) isOfClasses = std::binary_search(classes_.begin(), classes_.end(), id), lastClass = id;
    if (isOfClasses) kept_.push_back(static_cast<uint32_t>(i)), ids_.push_back(ids[i]);
  }
  keepsAll_ = scan.begin == 0 && kept_.size() == scan.end;
}

Taken RowNode::takeOthers() {
  for (size_t t = 0; t < read_.size(); ++t) {
    if (isScan_ && t == scanned_) continue;
    const bool isAsIds = isScan_ || isAsRows_;
    if (const Taken taken = isAsIds ? read_[t].takeShared(ids_) : read_[t].take(ids_); taken != Taken::All)
      return taken;
  }
  return Taken::All;
}

const uint32_t* RowNode::placesIn(size_t table) const {
  if (isScan_ && table == scanned_) return keepsAll_ ? nullptr : kept_.data();
  return isAsRows_ ? read_[table].places() : places_.data();
}

void RowNode::withoutRootless(size_t rows) {
  rootless_.resize(read_.size());
  for (size_t t = 0; t < read_.size(); ++t) {
    rootless_[t].clear();
    const int root = rootOf(t);
    if (root < 0) continue;
    const PageTable& of = read_[static_cast<size_t>(root)];
    const uint32_t *rootPlaces = placesIn(static_cast<size_t>(root)), *places = placesIn(t);
    const auto isRooted = [&](size_t row) {
      const uint32_t place = rootPlaces ? rootPlaces[row] : static_cast<uint32_t>(row);
      return place != SlotColumn::kNone && of.isFound(place);
    };
    size_t row = 0;
    while (row < rows && isRooted(row)) ++row;
    if (row == rows) continue;
    rootless_[t].resize(rows);
    for (row = 0; row < rows; ++row)
      rootless_[t][row] = !isRooted(row) ? SlotColumn::kNone : places ? places[row] : static_cast<uint32_t>(row);
  }
}

SlotColumn RowNode::slot(const WantedColumn& column) const {
  const Place at = placeOf(column);
  const std::vector<uint32_t>& rootless = rootless_[at.table];
  return read_[at.table].slot(at.column, rootless.empty() ? placesIn(at.table) : rootless.data());
}

// ---------------------------------------------------------------- targets of links

void LinkNode::begin(PageFile& file, const std::shared_ptr<TableWindows>& windows) {
  InstanceNode::begin(file, windows);
  windows_ = windows;
  columns_.resize(read_.size());
  for (size_t t = 0; t < read_.size(); ++t) columns_[t].resize(read_[t].columnCount());
}

bool LinkNode::isFull() const {
  const size_t share = windows_ ? std::min(windows_->readers, kLeastShare) : 1;
  return places_.size() > kMostKept / share || bytes_.size() > kMostBytes / share;
}

void LinkNode::forget() {
  places_.clear(), recent_.fill({}), bytes_.clear();
  for (auto& table : columns_)
    for (Column& column : table) column.types.clear(), column.bits.clear();
}

Taken LinkNode::read(const SlotColumn& keys, size_t rows) {
  keys_ = keys;
  if (isFull()) forget();
  fresh_.clear();
  freshBytes_ = 0;
  rows_.resize(rows);
  for (size_t row = 0; row < rows; ++row) {
    const std::optional<int64_t> id = idOf(keys, row);
    rows_[row] = id ? placeOfId(*id) : SlotColumn::kNone;
  }
  return fresh_.empty() ? Taken::All : takeFresh(rows > 1);
}

uint32_t LinkNode::placeOfId(int64_t id) {
  Recent& recent = recent_[static_cast<size_t>(id) % kRecent];
  if (recent.id == id && recent.place != SlotColumn::kNone) return recent.place;
  const auto [found, isNew] = places_.try_emplace(id, static_cast<uint32_t>(places_.size()));
  if (isNew) fresh_.emplace_back(id, found->second);
  recent = {id, found->second};
  return found->second;
}

Taken LinkNode::takeFresh(bool mayCut) {
  const size_t before = bytes_.size();
  std::sort(fresh_.begin(), fresh_.end());
  freshIds_.clear();
  for (const auto& [id, place] : fresh_) freshIds_.push_back(id);
  for (auto& table : columns_)
    for (Column& column : table) column.types.resize(places_.size()), column.bits.resize(places_.size());
  for (size_t begin = 0; begin < freshIds_.size();) {
    size_t count = freshIds_.size() - begin;
    for (PageTable& table : read_) {
      const std::span<const int64_t> ids = std::span(freshIds_).subspan(begin, count);
      if (table.take(ids, kPieceBytes) == Taken::Failed) return forget(), Taken::Failed;
      count = std::min(count, table.takenCount());
    }
    keepTaken(std::span(fresh_).subspan(begin, count));
    begin += count;
    freshBytes_ = bytes_.size() - before;
    const bool isMuch = freshBytes_ > kMostBytes;
    if (mayCut && isMuch && begin < freshIds_.size()) return forget(), Taken::Part;
  }
  return Taken::All;
}

void LinkNode::keepTaken(std::span<const std::pair<int64_t, uint32_t>> fresh) {
  for (size_t t = 0; t < read_.size(); ++t) {
    const int root = rootOf(t);
    for (size_t c = 0; c < columns_[t].size(); ++c) {
      const SlotColumn taken = read_[t].slot(static_cast<int>(c), nullptr);
      for (size_t i = 0; i < fresh.size(); ++i) {
        const bool isThere = root < 0 || read_[static_cast<size_t>(root)].isFound(i);
        const ColumnType type = isThere ? taken.types[i] : ColumnType::Null;
        columns_[t][c].types[fresh[i].second] = type;
        uint64_t bits = taken.bits[i];
        if (type == ColumnType::Text || type == ColumnType::Blob) {
          // Of what is only asked for its presence no byte was read.
          const std::string_view text =
              read_[t].isPresenceOnly(c) ? std::string_view() : taken.textAt(static_cast<uint32_t>(i));
          bits = uint64_t{bytes_.size()} << 32 | text.size();
          bytes_ += text;
        }
        columns_[t][c].bits[fresh[i].second] = bits;
      }
    }
  }
}

SlotColumn LinkNode::slot(const WantedColumn& column) const {
  const Place at = placeOf(column);
  const Column& of = columns_[at.table][static_cast<size_t>(at.column)];
  return {of.types.data(), of.bits.data(), reinterpret_cast<const std::byte*>(bytes_.data()), rows_.data()};
}

// ---------------------------------------------------------------- aspects

void AspectPages::begin(PageFile& file, const std::shared_ptr<TableWindows>& windows) {
  table_.begin(file), lookup_.emplace(file, index_);
  if (!windows) return;
  window_ = windows->of(table_.layout(), index_);
  table_.share(windows, window_);
}

// Of all elements' aspects those of the keys.
void AspectPages::takeOwned() {
  aspects_.clear();
  auto at = window_->owned().begin();
  const auto end = window_->owned().end();
  for (size_t key = 0; key < keys_.size(); ++key) {
    while (at != end && at->element < keys_[key]) ++at;
    for (; at != end && at->element == keys_[key]; ++at) aspects_.push_back({static_cast<uint32_t>(key), at->place});
  }
}

Taken AspectPages::read(const SlotColumn& keys, size_t rows) {
  isAsRows_ = orderIds(keys, rows, keys_);
  if (!isAsRows_) placeRows(keys, rows, keys_, keyOfRow_);
  if (!keys_.empty() && table_.isCovered(keys_.front(), keys_.back(), keys_.size())) return takeOwned(), Taken::All;
  matches_.clear();
  if (!lookup_->find(keys_, matches_)) return Taken::Failed;
  aspects_.resize(matches_.size()), rowids_.resize(matches_.size());
  bool isAscending = true;
  for (size_t i = 0; i < matches_.size(); ++i) {
    isAscending = isAscending && (i == 0 || matches_[i].rowid > matches_[i - 1].rowid);
    aspects_[i] = {matches_[i].key, static_cast<uint32_t>(i)};
    rowids_[i] = matches_[i].rowid;
  }
  if (!isAscending) {
    order_.resize(matches_.size());
    std::iota(order_.begin(), order_.end(), 0);
    std::sort(order_.begin(), order_.end(),
              [&](uint32_t a, uint32_t b) { return matches_[a].rowid < matches_[b].rowid; });
    for (size_t i = 0; i < order_.size(); ++i) {
      rowids_[i] = matches_[order_[i]].rowid;
      aspects_[order_[i]].place = static_cast<uint32_t>(i);
    }
  }
  // Those of a single element are not asked for in parts.
  return table_.take(rowids_, keys_.size() > 1 ? PageTable::kMostBytes : std::numeric_limits<size_t>::max());
}

AspectNode::AspectNode(AspectPages& table, std::vector<int64_t> classes, const premap::StoredColumn* classColumn)
    : table_(table), classes_(std::move(classes)), classColumn_(classColumn) {
  if (classColumn_) classAt_ = table_.table().want(*classColumn_);
  idAt_ = table_.table().want(*table_.table().table().idColumn);
}

bool AspectNode::want(const WantedColumn& column) {
  if (idAt_ < 0 || (classColumn_ && classAt_ < 0) || column.column->table != &table_.table().table()) return false;
  const int at = table_.table().want(*column.column, column.isPresenceOnly);
  if (at >= 0) wanted_.push_back({column, at});
  return at >= 0;
}

bool AspectNode::counts(uint32_t place) const {
  if (classAt_ < 0) return true;
  const SlotColumn cls = table_.table().slot(classAt_, nullptr);
  return cls.types[place] == ColumnType::Integer &&
         std::binary_search(classes_.begin(), classes_.end(), static_cast<int64_t>(cls.bits[place]));
}

// The aspects of the block were read by their table.
Taken AspectNode::read(const SlotColumn& /*keys*/, size_t rows) {
  const size_t keyCount = table_.keyCount();
  placeOfKey_.assign(keyCount, SlotColumn::kNone), countOfKey_.assign(keyCount, 0);
  for (const AspectPages::Aspect& aspect : table_.aspects())
    if (table_.table().isFound(aspect.place) && counts(aspect.place) && countOfKey_[aspect.key]++ == 0)
      placeOfKey_[aspect.key] = aspect.place;
  places_.resize(rows), types_.resize(rows), bits_.resize(rows);
  const SlotColumn idColumn = table_.table().slot(idAt_, nullptr);
  for (size_t row = 0; row < rows; ++row) {
    const uint32_t key = table_.keyOfRow() ? table_.keyOfRow()[row] : static_cast<uint32_t>(row);
    const uint32_t count = key == SlotColumn::kNone ? 0 : countOfKey_[key];
    places_[row] = count == 1 ? placeOfKey_[key] : SlotColumn::kNone;
    types_[row] = count == 0 ? ColumnType::Null : ColumnType::Integer;
    bits_[row] = count == 1 ? idColumn.bits[places_[row]] : static_cast<uint64_t>(-int64_t{count});
  }
  return Taken::All;
}

SlotColumn AspectNode::slot(const WantedColumn& column) const {
  for (const auto& [wanted, at] : wanted_)
    if (isSame(wanted, column)) return table_.table().slot(at, places_.data());
  return {};
}

SlotColumn AspectNode::ids() const {
  return {types_.data(), bits_.data(), nullptr, nullptr};
}

}  // namespace premap::resolve
