// SQLite itself is asked for what the schema says, defaults of added columns included: nothing parses SQL here.
#include "premap/pages/layout.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "premap/base/text.h"
#include "sqlite3.h"

namespace premap {
namespace {

// https://sqlite.org/datatype3.html, 3.1. The first rule that holds decides.
Affinity affinityOf(std::string_view declared) {
  std::string type;
  for (char c : declared) type += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const auto has = [&](std::string_view part) { return type.find(part) != std::string::npos; };
  if (has("INT")) return Affinity::Integer;
  if (has("CHAR") || has("CLOB") || has("TEXT")) return Affinity::Text;
  if (has("BLOB") || type.empty()) return Affinity::Blob;
  if (has("REAL") || has("FLOA") || has("DOUB")) return Affinity::Real;
  return Affinity::Numeric;
}

const char* typeOf(Affinity affinity) {
  switch (affinity) {
    case Affinity::Blob:
      return "BLOB";
    case Affinity::Text:
      return "TEXT";
    case Affinity::Numeric:
      return "NUMERIC";
    case Affinity::Integer:
      return "INTEGER";
    default:
      return "REAL";
  }
}

DefaultValue valueOf(const Statement& row) {
  DefaultValue value;
  value.type = row.type(0);
  if (value.type == ColumnType::Integer) value.integer = row.int64(0);
  if (value.type == ColumnType::Real) value.real = row.real(0);
  if (value.type == ColumnType::Text) value.bytes = row.text(0);
  if (value.type == ColumnType::Blob)
    value.bytes.assign(reinterpret_cast<const char*>(row.blob(0).data()), row.blob(0).size());
  return value;
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

// What SQLite reads from a row that was written before its table had the column; none when the schema cannot be read
// so. An empty database of its own is asked, whose schema changes under the row: what SQLite needs for ALTER is not
// always there.
std::optional<DefaultValue> readDefault(Affinity affinity, const std::string& expression) {
  sqlite3* db = nullptr;
  const int opened = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> closing(db, sqlite3_close_v2);
  if (opened != SQLITE_OK) return std::nullopt;
  const std::string after = std::string("CREATE TABLE t(a, c ") + typeOf(affinity) + " DEFAULT " + expression + ")";
  const std::string sql =
      "CREATE TABLE t(a); INSERT INTO t VALUES (1); PRAGMA writable_schema=ON;"
      "UPDATE sqlite_schema SET sql=" +
      quoted(after) + "; PRAGMA writable_schema=RESET";
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return std::nullopt;
  sqlite3_stmt* handle = nullptr;
  if (sqlite3_prepare_v2(db, "SELECT c FROM t", -1, &handle, nullptr) != SQLITE_OK) return std::nullopt;
  Statement row(handle);
  return row.step() == Step::Row ? valueOf(row) : DefaultValue();
}

// A default that is no literal is NULL in such a row.
DefaultValue defaultOf(Affinity affinity, const std::string& expression) {
  auto value = readDefault(affinity, expression);
  // The schema keeps an expression without the parentheses that it may need.
  if (!value) value = readDefault(affinity, "(" + expression + "\n)");
  return value.value_or(DefaultValue());
}

Result<Statement> prepareFor(Database& db, const char* sql, std::string_view name) {
  auto statement = db.prepare(sql);
  if (statement) statement->bind(1, name);
  return statement;
}

struct Root {
  std::string name;
  uint32_t page = 0;
};

// Of a table or an index; none when there is none of that name.
Result<std::optional<Root>> rootOf(Database& db, const char* type, std::string_view name) {
  auto statement = db.prepare("SELECT name, rootpage FROM sqlite_schema WHERE name=?1 COLLATE NOCASE AND type=?2");
  if (!statement) return statement.diagnostics();
  statement->bind(1, name);
  statement->bind(2, std::string_view(type));
  const Step step = statement->step();
  if (step == Step::Failed) return statement->failure();
  if (step != Step::Row) return std::optional<Root>();
  const int64_t page = statement->int64(1);
  return std::optional<Root>(
      {std::string(statement->text(0)), page > 0 && page <= 0xfffffffe ? static_cast<uint32_t>(page) : 0});
}

struct ColumnFacts {
  std::vector<ColumnLayout> columns;
  std::vector<size_t> primaryKey;
};

constexpr int64_t kVirtualTableOnly = 1, kComputed = 2;  // table_xinfo's `hidden`

Result<ColumnFacts> readColumns(Database& db, const std::string& table) {
  auto statement = prepareFor(db, "SELECT name, type, dflt_value, pk, hidden FROM pragma_table_xinfo(?1)", table);
  if (!statement) return statement.diagnostics();
  ColumnFacts facts;
  uint32_t place = 0;
  Step step = Step::Done;
  while ((step = statement->step()) == Step::Row) {
    ColumnLayout column;
    column.name = statement->text(0);
    column.affinity = affinityOf(statement->text(1));
    const int64_t hidden = statement->int64(4);
    if (hidden != kComputed && hidden != kVirtualTableOnly) column.place = place++;
    if (!statement->isNull(2)) column.whenAbsent = defaultOf(column.affinity, std::string(statement->text(2)));
    if (statement->int64(3) > 0) facts.primaryKey.push_back(facts.columns.size());
    facts.columns.push_back(std::move(column));
  }
  if (step == Step::Failed) return statement->failure();
  return facts;
}

Result<bool> isWithoutRowid(Database& db, const std::string& table) {
  auto statement = prepareFor(db, "SELECT wr FROM pragma_table_list(?1) WHERE schema='main'", table);
  if (!statement) return statement.diagnostics();
  const Step step = statement->step();
  if (step == Step::Failed) return statement->failure();
  return step == Step::Row && statement->int64(0) != 0;
}

// The index that stands for the primary key; empty when there is none, as where the key is the id of the row.
Result<std::string> primaryKeyIndex(Database& db, const std::string& table) {
  auto statement = prepareFor(db, "SELECT name FROM pragma_index_list(?1) WHERE origin='pk'", table);
  if (!statement) return statement.diagnostics();
  const Step step = statement->step();
  if (step == Step::Failed) return statement->failure();
  return step == Step::Row ? std::string(statement->text(0)) : std::string();
}

Result<std::vector<IndexColumn>> readIndexColumns(Database& db, const std::string& index) {
  auto statement = prepareFor(db, "SELECT cid, desc, upper(coll) FROM pragma_index_xinfo(?1)", index);
  if (!statement) return statement.diagnostics();
  std::vector<IndexColumn> columns;
  Step step = Step::Done;
  while ((step = statement->step()) == Step::Row)
    columns.push_back(
        {static_cast<int>(statement->int64(0)), statement->int64(1) != 0, std::string(statement->text(2))});
  if (step == Step::Failed) return statement->failure();
  return columns;
}

// A row of a table without rowid is an entry of its primary key's index: the key first, then the other columns.
Status placeAsIndex(Database& db, const std::string& index, TableLayout& table) {
  auto stored = readIndexColumns(db, index);
  if (!stored) return stored.diagnostics();
  for (ColumnLayout& column : table.columns) column.place.reset();
  for (uint32_t place = 0; place < stored->size(); ++place) {
    const int column = (*stored)[place].column;
    if (column < 0 || static_cast<size_t>(column) >= table.columns.size()) continue;
    if (!table.columns[column].place) table.columns[column].place = place;
  }
  return {};
}

}  // namespace

std::optional<size_t> TableLayout::find(std::string_view column) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const ColumnLayout& candidate) {
    return equalsIgnoreCase(candidate.name, column);
  });
  if (found == columns.end()) return std::nullopt;
  return static_cast<size_t>(found - columns.begin());
}

Result<TableLayout> describeTable(Database& db, const std::string& name) {
  TableLayout table;
  auto root = rootOf(db, "table", name);
  if (!root) return root.diagnostics();
  auto facts = readColumns(db, name);
  if (!facts) return facts.diagnostics();
  if (!*root && facts->columns.empty()) return error("sqlite-error", "no such table: " + name);
  table.name = *root ? (*root)->name : name;
  table.rootPage = *root ? (*root)->page : 0;
  table.columns = std::move(facts->columns);
  auto isWithout = isWithoutRowid(db, name);
  if (!isWithout) return isWithout.diagnostics();
  auto key = primaryKeyIndex(db, name);
  if (!key) return key.diagnostics();
  table.isWithoutRowid = *isWithout;
  if (table.isWithoutRowid)
    if (Status placed = placeAsIndex(db, *key, table); !placed) return placed.diagnostics();
  // A key of one column without an index of its own is the id of the row.
  if (!table.isWithoutRowid && facts->primaryKey.size() == 1 && key->empty())
    table.columns[facts->primaryKey.front()].isRowid = true;
  return table;
}

Result<std::vector<IndexLayout>> describeIndexes(Database& db, const TableLayout& table) {
  auto statement = prepareFor(db, "SELECT name, partial, origin FROM pragma_index_list(?1)", table.name);
  if (!statement) return statement.diagnostics();
  std::vector<IndexLayout> indexes;
  Step step = Step::Done;
  while ((step = statement->step()) == Step::Row) {
    IndexLayout index;
    index.name = statement->text(0);
    index.isPartial = statement->int64(1) != 0;
    const bool isTable = table.isWithoutRowid && statement->text(2) == "pk";
    auto root = rootOf(db, "index", index.name);
    if (!root) return root.diagnostics();
    index.rootPage = isTable ? table.rootPage : *root ? (*root)->page : 0;
    auto columns = readIndexColumns(db, index.name);
    if (!columns) return columns.diagnostics();
    index.columns = std::move(*columns);
    indexes.push_back(std::move(index));
  }
  if (step == Step::Failed) return statement->failure();
  return indexes;
}

}  // namespace premap
