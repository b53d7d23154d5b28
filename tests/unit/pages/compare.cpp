// Reads a table and its indexes both ways, in random portions, and holds the page reader to what SQLite reads.
#include "compare.h"

#include <cstring>
#include <limits>

#include "premap/pages/column_gather.h"
#include "premap/pages/index_cursor.h"

namespace premap::pagestest {
namespace {

// A value in words, every bit of it.
std::string words(ColumnType type, int64_t integer, double real, std::string_view bytes) {
  switch (type) {
    case ColumnType::Integer:
      return "int " + std::to_string(integer);
    case ColumnType::Real:
      return "real " + std::to_string(std::bit_cast<uint64_t>(real)) + " " + std::to_string(real);
    case ColumnType::Text:
      return "text " + std::string(bytes);
    case ColumnType::Blob:
      return "blob " + std::string(bytes);
    default:
      return "null";
  }
}

std::string words(const Statement& row, int column) {
  const std::span<const std::byte> blob = row.blob(column);
  const std::string_view bytes(reinterpret_cast<const char*>(blob.data()), blob.size());
  return words(row.type(column), row.int64(column), row.real(column), bytes);
}

std::string words(const ColumnBlock& block, size_t column, size_t row) {
  const ColumnType type = block.type(column, row);
  const bool isText = type == ColumnType::Text || type == ColumnType::Blob;
  return words(type, block.integer(column, row), block.real(column, row),
               isText ? block.text(column, row) : std::string_view());
}

std::string words(const StoredField& field, bool isReal) {
  if (field.isInteger() && isReal) return words(ColumnType::Real, 0, static_cast<double>(field.integer()), {});
  if (field.isInteger()) return words(ColumnType::Integer, field.integer(), 0, {});
  if (field.kind == StoredKind::Real)
    return words(field.isNan() ? ColumnType::Null : ColumnType::Real, 0, field.real(), {});
  if (field.kind == StoredKind::Text) return words(ColumnType::Text, 0, 0, field.text());
  return field.kind == StoredKind::Blob ? words(ColumnType::Blob, 0, 0, field.text()) : "null";
}

using Row = std::vector<std::string>;
struct Rows {
  std::vector<int64_t> ids;
  std::vector<Row> values;
};

std::string quoted(const std::string& name) {
  return "\"" + name + "\"";
}

Statement prepare(Database& db, const std::string& sql) {
  auto statement = db.prepare(sql);
  INFO(sql << ": " << (statement ? "" : statement.diagnostics().front().message));
  REQUIRE(statement.ok());
  return std::move(*statement);
}

Row rowOf(const Statement& statement, int from) {
  Row row;
  for (int i = from; i < statement.columnCount(); ++i) row.push_back(words(statement, i));
  return row;
}

std::string listOf(const TableLayout& layout, const std::vector<size_t>& columns) {
  std::string list;
  for (size_t column : columns) list += "," + quoted(layout.columns[column].name);
  return list;
}

Rows rowsBySqlite(Database& db, const TableLayout& layout, const std::vector<size_t>& columns) {
  Statement statement =
      prepare(db, "SELECT rowid" + listOf(layout, columns) + " FROM " + quoted(layout.name) + " ORDER BY rowid");
  Rows rows;
  while (statement.step() == Step::Row) {
    rows.ids.push_back(statement.int64(0));
    rows.values.push_back(rowOf(statement, 1));
  }
  return rows;
}

Row rowOf(const ColumnBlock& block, size_t columns, size_t row) {
  Row values;
  for (size_t column = 0; column < columns; ++column) values.push_back(words(block, column, row));
  return values;
}

void compareScan(ColumnGather& gather, const Rows& wanted, size_t columns, Random& random) {
  ColumnBlock block;
  size_t done = 0;
  gather.scanFrom(std::numeric_limits<int64_t>::min());
  for (;;) {
    const auto count = gather.scan(1 + random.below(700), block, 1 + random.below(1 << 20));
    REQUIRE(count);
    if (*count == 0) break;
    REQUIRE(done + *count <= wanted.ids.size());
    for (size_t row = 0; row < *count; ++row, ++done) {
      if (block.id(row) != wanted.ids[done]) REQUIRE(block.id(row) == wanted.ids[done]);
      if (rowOf(block, columns, row) != wanted.values[done]) REQUIRE(rowOf(block, columns, row) == wanted.values[done]);
    }
  }
  REQUIRE(done == wanted.ids.size());
}

// The rows between two ids, and where the next one may be.
void compareBetween(PageFile& file, const TableLayout& layout, const std::vector<ColumnRequest>& requests,
                    const Rows& wanted, Random& random) {
  const size_t count = wanted.ids.size();
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min(), kMost = std::numeric_limits<int64_t>::max();
  // An id of a row, or one beside it; not beside the ends of all numbers.
  const auto someId = [&](int64_t otherwise) {
    if (count == 0 || random.oneIn(2)) return otherwise;
    const int64_t id = wanted.ids[random.below(count)];
    return id == kLeast || id == kMost ? id : id + static_cast<int64_t>(random.below(3)) - 1;
  };
  const int64_t first = someId(kLeast), last = someId(kMost);
  ColumnGather gather(file, layout, requests);
  gather.scanFrom(first, last);
  ColumnBlock block;
  size_t at = 0;
  while (at < count && wanted.ids[at] < first) ++at;
  while (!gather.isAtEnd()) {
    const auto rows = gather.scan(1 + random.below(300), block, 1 + random.below(1 << 16));
    REQUIRE(rows);
    for (size_t row = 0; row < *rows; ++row, ++at) {
      REQUIRE(at < count);
      if (block.id(row) != wanted.ids[at]) REQUIRE(block.id(row) == wanted.ids[at]);
      if (rowOf(block, requests.size(), row) != wanted.values[at])
        REQUIRE(rowOf(block, requests.size(), row) == wanted.values[at]);
    }
  }
  CHECK((at == count || wanted.ids[at] > last));
  if (at < count && wanted.ids[at] >= first) {
    REQUIRE(gather.behind());
    CHECK(*gather.behind() > last);
    CHECK(*gather.behind() <= wanted.ids[at]);
  }
}

// Ids that are there, thinned out, among them some twice and some that are not there.
std::vector<int64_t> someIds(const Rows& rows, Random& random) {
  std::vector<int64_t> ids = {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
  const uint64_t gap = 1 + random.below(40);
  for (int64_t id : rows.ids) {
    if (random.oneIn(gap)) ids.push_back(id);
    if (random.oneIn(gap * 3)) ids.push_back(id);
    if (random.oneIn(gap * 3) && id < std::numeric_limits<int64_t>::max()) ids.push_back(id + 1);
  }
  if (!rows.ids.empty()) ids.push_back(rows.ids[random.below(rows.ids.size())]);
  for (int i = 0; i < 10; ++i) ids.push_back(static_cast<int64_t>(random.bits()));
  std::sort(ids.begin(), ids.end());
  return ids;
}

void compareLookups(ColumnGather& gather, const Rows& rows, size_t columns, Random& random) {
  const std::vector<int64_t> ids = someIds(rows, random);
  ColumnBlock block;
  size_t found = 0;
  for (std::span<const int64_t> left = ids; !left.empty();) {
    const auto count = gather.take(left.first(1 + random.below(left.size())), block, 1 + random.below(1 << 20));
    REQUIRE(count);
    REQUIRE(*count > 0);
    for (size_t row = 0; row < *count; ++row) {
      const auto at = std::lower_bound(rows.ids.begin(), rows.ids.end(), left[row]);
      const bool isThere = at != rows.ids.end() && *at == left[row];
      if (block.isFound(row) != isThere) REQUIRE(block.isFound(row) == isThere);
      const Row wanted = isThere ? rows.values[at - rows.ids.begin()] : Row(columns, "null");
      if (rowOf(block, columns, row) != wanted) REQUIRE(rowOf(block, columns, row) == wanted);
      found += isThere;
    }
    left = left.subspan(*count);
  }
  CHECK((found > 0 || rows.ids.empty()));
}

void compareRowidTable(Database& db, PageFile& file, const TableLayout& layout, Random& random) {
  std::vector<size_t> columns;
  std::vector<ColumnRequest> requests;
  for (size_t i = 0; i < layout.columns.size(); ++i) {
    const ColumnRequest request{i, false};
    if (!random.oneIn(5) && ColumnGather::canRead(layout, std::span(&request, 1))) columns.push_back(i);
  }
  std::shuffle(columns.begin(), columns.end(), std::minstd_rand(static_cast<uint32_t>(random.bits())));
  for (size_t column : columns) requests.push_back({column, false});
  ColumnGather gather(file, layout, requests);
  const Rows rows = rowsBySqlite(db, layout, columns);
  compareScan(gather, rows, columns.size(), random);
  for (int round = 0; round < 4; ++round) compareLookups(gather, rows, columns.size(), random);
  for (int round = 0; round < 3; ++round) compareBetween(file, layout, requests, rows, random);
}

// Entries by the cursor, one by one, against rows by SQLite: `select` has their columns in the order of the entries.
void compareEntries(Database& db, PageFile& file, const IndexLayout& index, const std::string& select,
                    const std::vector<bool>& isReal) {
  std::vector<WantedField> wanted;
  for (uint32_t place = 0; place < isReal.size(); ++place) wanted.push_back({place, false});
  RecordReader reader(file, wanted);
  IndexCursor cursor(file, index);
  Statement statement = prepare(db, select);
  At at = cursor.first();
  for (; statement.step() == Step::Row; at = cursor.next()) {
    REQUIRE(at == At::Row);
    REQUIRE(reader.read(cursor.payload()));
    Row row;
    for (size_t i = 0; i < isReal.size(); ++i) row.push_back(words(reader.field(i), isReal[i]));
    const Row bySqlite = rowOf(statement, 0);
    if (row != bySqlite) REQUIRE(row == bySqlite);
  }
  REQUIRE(at == At::None);
}

std::string nameOf(const TableLayout& layout, const IndexColumn& column) {
  return column.column == IndexColumn::kRowid ? "rowid" : quoted(layout.columns[column.column].name);
}

bool isReal(const TableLayout& layout, const IndexColumn& column) {
  return column.column >= 0 && layout.columns[column.column].affinity == Affinity::Real;
}

std::string selectInOrder(const TableLayout& layout, const IndexLayout& index) {
  std::string list, order;
  for (const IndexColumn& column : index.columns) {
    const std::string name = nameOf(layout, column);
    list += (list.empty() ? "" : ",") + name;
    order += (order.empty() ? "" : ",") + name + (column.collation.empty() ? "" : " COLLATE " + column.collation) +
             (column.isDescending ? " DESC" : "");
  }
  return "SELECT " + list + " FROM " + quoted(layout.name) + " NOT INDEXED ORDER BY " + order;
}

KeyValue keyOf(const Statement& row, int column) {
  const std::span<const std::byte> blob = row.blob(column);
  const std::string_view bytes(reinterpret_cast<const char*>(blob.data()), blob.size());
  return {row.type(column), row.int64(column), row.real(column), bytes};
}

// Rows of a key by the index, as ids, against SQLite's.
void compareKeys(Database& db, PageFile& file, const TableLayout& layout, const IndexLayout& index, Random& random) {
  const std::string name = nameOf(layout, index.columns[0]);
  Statement keys = prepare(db, "SELECT " + name + " FROM " + quoted(layout.name) + " ORDER BY 1");
  // Without the column's affinity: the values are looked for as they are.
  Statement rows = prepare(db, "SELECT rowid FROM " + quoted(layout.name) + " NOT INDEXED WHERE +" + name +
                                   " COLLATE " + index.columns[0].collation + " IS ?1 ORDER BY rowid");
  RecordReader reader(file, {{static_cast<uint32_t>(index.columns.size() - 1), false}});
  IndexCursor cursor(file, index);
  for (int searched = 0; searched < 60 && keys.step() == Step::Row;) {
    if (!random.oneIn(8)) continue;
    ++searched;
    const KeyValue key = keyOf(keys, 0);
    sqlite3_bind_value(rows.handle(), 1, sqlite3_column_value(keys.handle(), 0));
    std::vector<int64_t> wanted, found;
    while (rows.step() == Step::Row) wanted.push_back(rows.int64(0));
    rows.reset();
    const std::span<const KeyValue> prefix(&key, 1);
    for (At at = cursor.seek(prefix); at == At::Row && cursor.compare(prefix) == 0; at = cursor.next()) {
      REQUIRE(reader.read(cursor.payload()));
      found.push_back(reader.field(0).integer());
    }
    std::sort(found.begin(), found.end());
    if (found != wanted) REQUIRE(found == wanted);
  }
}

void compareManyKeys(Database& db, PageFile& file, const TableLayout& layout, const IndexLayout& index,
                     Random& random) {
  const std::string name = nameOf(layout, index.columns[0]);
  std::vector<int64_t> keys;
  std::vector<std::pair<int64_t, int64_t>> wanted, found;
  Statement rows = prepare(db, "SELECT " + name + ",rowid FROM " + quoted(layout.name) + " WHERE typeof(" + name +
                                   ")='integer' ORDER BY 1,2");
  const uint64_t gap = 1 + random.below(30);
  bool isTaken = false;
  std::optional<int64_t> last;
  while (rows.step() == Step::Row) {
    const int64_t key = rows.int64(0);
    if (last != key) {
      isTaken = random.oneIn(gap);
      if (isTaken) keys.push_back(key);
    }
    last = key;
    if (isTaken) wanted.emplace_back(key, rows.int64(1));
  }
  IndexLookup lookup(file, index);
  std::vector<IndexLookup::Match> matches;
  REQUIRE(lookup.find(keys, matches));
  for (const IndexLookup::Match& match : matches) found.emplace_back(keys[match.key], match.rowid);
  REQUIRE(found.size() == wanted.size());
  std::sort(found.begin(), found.end());
  CHECK((found == wanted));
}

bool isComparable(const IndexLayout& index) {
  return !index.isPartial && IndexCursor::canSeek(index, index.columns.size());
}

}  // namespace

void compareTable(Database& db, PageFile& file, const std::string& table, Random& random) {
  auto layout = describeTable(db, table);
  REQUIRE(layout.ok());
  REQUIRE(layout->isReadable());
  if (!layout->isWithoutRowid) return compareRowidTable(db, file, *layout, random);
  auto indexes = describeIndexes(db, *layout);
  REQUIRE(indexes.ok());
  for (const IndexLayout& index : *indexes) {
    if (index.rootPage != layout->rootPage) continue;
    std::vector<bool> reals;
    for (const IndexColumn& column : index.columns) reals.push_back(isReal(*layout, column));
    compareEntries(db, file, index, selectInOrder(*layout, index), reals);
  }
}

void compareIndexes(Database& db, PageFile& file, const std::string& table, Random& random) {
  auto layout = describeTable(db, table);
  REQUIRE(layout.ok());
  auto indexes = describeIndexes(db, *layout);
  REQUIRE(indexes.ok());
  for (const IndexLayout& index : *indexes) {
    if (!isComparable(index)) continue;
    INFO(index.name);
    std::vector<bool> reals;
    for (const IndexColumn& column : index.columns) reals.push_back(isReal(*layout, column));
    compareEntries(db, file, index, selectInOrder(*layout, index), reals);
    if (layout->isWithoutRowid || index.columns.back().column != IndexColumn::kRowid) continue;
    compareKeys(db, file, *layout, index, random);
    if (IndexLookup::canRead(index)) compareManyKeys(db, file, *layout, index, random);
  }
}

}  // namespace premap::pagestest
