// SQLite's file format (premap/sqlite/file_format.h) as far as one table that is filled in order needs it:
// leaves, overflow chains, and the tree above them.
#include "premap/preview/table_file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <set>

#include "premap/base/text.h"
#include "premap/sqlite/file_format.h"

namespace premap {

namespace {

constexpr uint32_t kPage = TableFile::kPageSize;
constexpr char kLeafPage = static_cast<char>(TreeKind::TableLeaf);
constexpr char kInteriorPage = static_cast<char>(TreeKind::TableInterior);
constexpr uint32_t kLockPage = lockPage(kPage), kPerOverflowPage = perOverflowPage(kPage);
constexpr size_t kVarint = 9;

size_t putVarint(char* out, uint64_t value) {
  size_t size = 1;
  for (uint64_t rest = value >> 7; rest; rest >>= 7) ++size;
  for (size_t i = size; i-- > 0; value >>= 7) out[i] = static_cast<char>((value & 0x7f) | (i + 1 < size ? 0x80 : 0));
  return size;
}

void appendVarint(std::string& out, uint64_t value) {
  char bytes[kVarint];
  out.append(bytes, putVarint(bytes, value));
}

void put(char* at, uint64_t value, size_t bytes) {
  for (size_t i = bytes; i-- > 0; value >>= 8) at[i] = static_cast<char>(value);
}

void put(std::string& page, uint32_t at, uint64_t value, size_t bytes) {
  put(page.data() + at, value, bytes);
}

// How much of a record stays in its leaf.
size_t localSize(size_t size) {
  constexpr uint32_t kMost = mostInLeaf(kPage);
  return size <= kMost ? size : localSizeOf(static_cast<uint32_t>(size), kMost, leastInPage(kPage), kPerOverflowPage);
}

// A part of head and body, as if they were one text.
void copyPart(char* out, std::string_view head, std::string_view body, size_t from, size_t count) {
  if (from < head.size()) {
    const size_t part = std::min(count, head.size() - from);
    std::memcpy(out, head.data() + from, part);
    out += part, from += part, count -= part;
  }
  if (count) std::memcpy(out, body.data() + (from - head.size()), count);
}

const char* sqlType(TableFile::Type type) {
  switch (type) {
    case TableFile::Type::Boolean:
      return "BOOLEAN";
    case TableFile::Type::Integer:
      return "INTEGER";
    case TableFile::Type::Double:
      return "REAL";
    case TableFile::Type::String:
      break;
  }
  return "TEXT";
}

// SQLite takes two columns for one that differ in case only, a column by these names for the number of the row, and a
// zero for the end of the statement.
std::string freeName(std::string name, std::set<std::string>& taken) {
  std::replace(name.begin(), name.end(), '\0', '_');
  std::string found = name;
  for (int n = 2; !taken.insert(toLower(found)).second; ++n) found = name + '_' + std::to_string(n);
  return found;
}

std::string createTable(const std::vector<TableFile::Column>& columns) {
  std::set<std::string> taken = {"rowid", "oid", "_rowid_"};
  std::string sql = "CREATE TABLE rows(";
  for (const TableFile::Column& column : columns) {
    if (sql.back() != '(') sql += ", ";
    sql += '"';
    for (char c : freeName(column.name, taken)) sql.append(c == '"' ? 2 : 1, c);
    sql += "\" ";
    sql += sqlType(column.type);
  }
  return sql += ')';
}

}  // namespace

TableFile::TableFile(const std::vector<Column>& columns) : sql_(createTable(columns)) {}

void TableFile::addInteger(int64_t value) {
  if (value == 0 || value == 1) {
    types_ += static_cast<char>(8 + value);
    return;
  }
  static constexpr struct {
    char type;
    int bits;
  } kSizes[] = {{1, 8}, {2, 16}, {3, 24}, {4, 32}, {5, 48}, {6, 64}};
  const auto* fitting = kSizes;
  while (fitting->bits < 64 && (value >> (fitting->bits - 1)) != (value < 0 ? -1 : 0)) ++fitting;
  char bytes[8];
  put(bytes, static_cast<uint64_t>(value), static_cast<size_t>(fitting->bits) / 8);
  types_ += fitting->type;
  body_.append(bytes, static_cast<size_t>(fitting->bits) / 8);
}

// As SQLite does: a whole number in a column of reals is kept as such, and read as a real.
void TableFile::addReal(double value) {
  if (!std::isfinite(value)) return addNull();
  if (std::abs(value) < 140737488355328.0 && value == std::trunc(value)) return addInteger(static_cast<int64_t>(value));
  char bytes[8];
  put(bytes, std::bit_cast<uint64_t>(value), 8);
  types_ += '\7';
  body_.append(bytes, 8);
}

void TableFile::addText(std::string_view value) {
  const uint64_t type = value.size() * 2 + 13;
  if (type < 0x80) types_ += static_cast<char>(type);
  else appendVarint(types_, type);
  body_ += value;
}

void TableFile::endRow() {
  head_.clear();
  const size_t own = types_.size() < 0x7f ? 1 : types_.size() < 0x3ffe ? 2 : 3;
  appendVarint(head_, types_.size() + own);
  head_ += types_;
  ++rowCount_;
  if (!place(leaf_, rowCount_, head_, body_)) {
    flushLeaf();
    place(leaf_, rowCount_, head_, body_);
  }
  types_.clear(), body_.clear();
}

// False: the page is full. What does not fit on any page goes to pages of its own.
bool TableFile::place(Leaf& leaf, uint64_t row, std::string_view head, std::string_view body) {
  const size_t size = head.size() + body.size(), local = localSize(size);
  char start[2 * kVarint];
  size_t startSize = putVarint(start, size);
  startSize += putVarint(start + startSize, row);
  const size_t cell = startSize + local + (local < size ? 4 : 0);
  const uint32_t pointers = leaf.base + kLeafHeader + 2 * leaf.count;
  if (pointers + 2 + cell > leaf.start) return false;
  leaf.start -= static_cast<uint32_t>(cell);
  char* at = leaf.bytes.data() + leaf.start;
  std::memcpy(at, start, startSize);
  copyPart(at + startSize, head, body, 0, local);
  if (local < size) put(at + startSize + local, overflow(head, body, local), 4);
  put(leaf.bytes, pointers, leaf.start, 2);
  ++leaf.count;
  return true;
}

// The chain's first page. Each says which comes next: the one that will be written next.
uint32_t TableFile::overflow(std::string_view head, std::string_view body, size_t from) {
  const size_t size = head.size() + body.size();
  uint32_t first = 0;
  while (from < size) {
    const size_t part = std::min<size_t>(size - from, kPerOverflowPage);
    const uint32_t own = nextPage();
    if (!first) first = own;
    std::string page(kPage, '\0');
    if (from + part < size) put(page, 0, own + 1 == kLockPage ? own + 2 : own + 1, 4);
    copyPart(page.data() + 4, head, body, from, part);
    writePage(page);
    from += part;
  }
  return first;
}

uint32_t TableFile::nextPage() {
  if (pageCount_ + 1 == kLockPage) pages_.append(kPage, '\0'), ++pageCount_;
  return pageCount_ + 1;
}

uint32_t TableFile::writePage(const std::string& page) {
  const uint32_t own = nextPage();
  pages_ += page;
  return pageCount_ = own;
}

uint32_t TableFile::writeLeaf(Leaf& leaf) {
  leaf.bytes[0] = kLeafPage;
  put(leaf.bytes, 3, leaf.count, 2);
  put(leaf.bytes, 5, leaf.start, 2);
  return writePage(leaf.bytes);
}

void TableFile::flushLeaf() {
  // The row that did not fit is not in it.
  const uint64_t lastRow = children_.empty() ? leaf_.count : children_.back().lastRow + leaf_.count;
  children_.push_back({writeLeaf(leaf_), lastRow});
  leaf_ = Leaf();
}

void TableFile::takePages(std::string& out) {
  out += pages_;
  pages_.clear();
}

void TableFile::finish(uint32_t userVersion) {
  if (leaf_.count > 0 || children_.empty()) flushLeaf();
  writeFirstPage(writeTree(), userVersion);
}

// Level by level; the answer is the root.
uint32_t TableFile::writeTree() {
  constexpr size_t kMostChildren = (kPage - kInteriorHeader) / (2 + 4 + kVarint) + 1;
  std::vector<Child> level = std::move(children_);
  while (level.size() > 1) {
    std::vector<Child> above;
    const size_t pages = (level.size() + kMostChildren - 1) / kMostChildren;
    for (size_t i = 0; i < pages; ++i) {  // evenly, so that none has a single child
      const size_t from = level.size() * i / pages, to = level.size() * (i + 1) / pages;
      above.push_back({writeInterior(&level[from], to - from), level[to - 1].lastRow});
    }
    level = std::move(above);
  }
  return level[0].page;
}

uint32_t TableFile::writeInterior(const Child* children, size_t count) {
  std::string page(kPage, '\0');
  auto start = kPage;
  for (size_t i = 0; i + 1 < count; ++i) {
    char cell[4 + kVarint];
    put(cell, children[i].page, 4);
    const size_t size = 4 + putVarint(cell + 4, children[i].lastRow);
    start -= static_cast<uint32_t>(size);
    std::memcpy(page.data() + start, cell, size);
    put(page, kInteriorHeader + 2 * static_cast<uint32_t>(i), start, 2);
  }
  page[0] = kInteriorPage;
  put(page, 3, count - 1, 2);
  put(page, 5, start, 2);
  put(page, 8, children[count - 1].page, 4);
  return writePage(page);
}

uint32_t TableFile::writeSchemaPage() {
  Leaf leaf;
  place(leaf, 1, head_, body_);
  return writeLeaf(leaf);
}

void TableFile::writeFirstPage(uint32_t root, uint32_t userVersion) {
  Leaf leaf;
  leaf.base = kFileHeader;
  types_.clear(), body_.clear();
  addText("table"), addText("rows"), addText("rows"), addInteger(root), addText(sql_);
  head_.clear();
  appendVarint(head_, types_.size() + 1);
  head_ += types_;
  const bool isLeaf = place(leaf, 1, head_, body_);
  // Behind the file's header there may be no room for what any other page holds.
  const uint32_t schemaPage = isLeaf ? 0 : writeSchemaPage();
  std::string& page = leaf.bytes;
  std::memcpy(page.data(), "SQLite format 3", 16);
  put(page, 16, kPage, 2);
  put(page, 18, 0x0101'0040'2020, 6);  // rollback mode, nothing reserved, the fractions that are always so
  put(page, 24, 1, 4);                 // changed once
  put(page, 28, pageCount_, 4);
  put(page, 40, 1, 4);  // the schema's version
  put(page, 44, 4, 4);  // its format
  put(page, 56, 1, 4);  // UTF-8
  put(page, 60, userVersion, 4);
  put(page, 92, 1, 4);  // the change for which the size holds
  put(page, 96, 3040000, 4);
  page[kFileHeader] = isLeaf ? kLeafPage : kInteriorPage;
  put(page, kFileHeader + 3, leaf.count, 2);
  put(page, kFileHeader + 5, leaf.start, 2);
  if (!isLeaf) put(page, kFileHeader + 8, schemaPage, 4);
  first_ = std::move(page);
}

}  // namespace premap
