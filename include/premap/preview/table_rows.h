// TableRows: rows of a table file (table_file.h), or of what SQL makes of them, as the text of a page: JSON objects, or
// lines of CSV. The values are written here, so that none of them crosses into the host one by one.
//
//   auto rows = TableRows::open(std::move(source));
//   RowsQuery query{.sql = "SELECT rowid, Name FROM rows WHERE rowid > ?1", .bindings = {int64_t{0}}};
//   query.fields = {{"Name", FieldType::String}};
//   auto page = (*rows)->page(query);      // {"Name":"B-1"},\n{"Name":"B-2"}
//
// A query's first column is the number of its row, which is told of the last one and not shown. Besides SQLite's own
// functions there are those of odata_functions.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "premap/sqlite/database.h"

namespace premap {

enum class FieldType : uint8_t { Boolean, Integer, Double, String };
enum class RowsFormat : uint8_t { Json, Csv };
using SqlValue = std::variant<std::monostate, int64_t, double, std::string>;

struct RowsField {
  std::string name;
  FieldType type = FieldType::String;
};

struct RowsQuery {
  std::string sql;
  std::vector<SqlValue> bindings;
  std::vector<RowsField> fields;  ///< of the columns behind the first
  RowsFormat format = RowsFormat::Json;
  bool omitNulls = false;       ///< JSON: a null is left out
  bool integersAsText = false;  ///< JSON: every digit, whatever reads it
  uint32_t mostRows = 10'000;
  uint32_t mostBytes = 16 << 20;  ///< a page ends behind the row that reaches it
  /// When not empty: the statement is run once for each of these, bound to ?1, and answers one row or none.
  std::vector<uint32_t> numbers;
};

struct RowsPage {
  std::string text;
  uint32_t count = 0;
  int64_t last = 0;      ///< the last row's number
  bool hasMore = false;  ///< of a statement that is run once: there are further rows
};

class TableRows {
 public:
  /// Errors: those of Database::open.
  static Result<std::unique_ptr<TableRows>> open(std::unique_ptr<ByteSource> source);

  /// Errors: `sqlite-error`, `file-changed` …, and `cancelled`.
  Result<RowsPage> page(const RowsQuery& query);
  /// The first column of every row: row numbers, 32 bits each.
  Result<std::vector<uint32_t>> numbers(const std::string& sql, const std::vector<SqlValue>& bindings);
  /// Asked every few thousand steps; true ends the statement.
  void setStop(std::function<bool()> shouldStop) { database_->setProgress(std::move(shouldStop)); }

 private:
  explicit TableRows(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  Result<Statement> prepare(const std::string& sql, const std::vector<SqlValue>& bindings);
  std::unique_ptr<Database> database_;
};

/// Registers what odata_functions.cpp has; returns a SQLite result code.
int registerODataFunctions(sqlite3* db);

}  // namespace premap
