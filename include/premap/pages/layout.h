// What the schema says of a table, as its pages need it: where its tree begins, and where in a row each column lies.
//
//   auto layout = describeTable(db, "bis_Element");
//   if (!layout->isReadable()) return readWithSqlite();      // a view, a virtual table
//   const std::optional<size_t> label = layout->find("UserLabel");
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "premap/sqlite/database.h"

namespace premap {

enum class Affinity : uint8_t { Blob, Text, Numeric, Integer, Real };

/// What a column has in rows that are older than it.
struct DefaultValue {
  ColumnType type = ColumnType::Null;
  int64_t integer = 0;
  double real = 0;
  std::string bytes;  ///< of a text or blob
};

struct ColumnLayout {
  std::string name;
  Affinity affinity = Affinity::Blob;
  /// Its place in the record; none: it is computed whenever it is read (a generated column), and SQLite does that.
  std::optional<uint32_t> place;
  bool isRowid = false;  ///< another name of the row's id; the record has NULL there
  DefaultValue whenAbsent;
};

struct TableLayout {
  std::string name;
  uint32_t rootPage = 0;        ///< 0: no table of the file's own pages
  bool isWithoutRowid = false;  ///< its rows are the entries of an index (index_cursor.h)
  std::vector<ColumnLayout> columns;

  bool isReadable() const { return rootPage != 0; }
  /// The number of a column. Names compare as SQL's do, without case.
  std::optional<size_t> find(std::string_view column) const;
};

/// A column of an index: a table's column by its number, or the id of the row.
struct IndexColumn {
  static constexpr int kRowid = -1, kExpression = -2;
  int column = kRowid;
  bool isDescending = false;
  std::string collation;  ///< BINARY, NOCASE or RTRIM, in upper case; others are not for the page reader
};

struct IndexLayout {
  std::string name;
  uint32_t rootPage = 0;
  bool isPartial = false;            ///< it lacks the rows that its WHERE leaves out
  std::vector<IndexColumn> columns;  ///< as its entries store them; the id of the row, or the primary key, comes last
};

/// Errors: `sqlite-error` when there is no such table. Cost: a few statements.
Result<TableLayout> describeTable(Database& db, const std::string& name);

/// The indexes of a table. That of a table without rowid is the table itself.
Result<std::vector<IndexLayout>> describeIndexes(Database& db, const TableLayout& table);

}  // namespace premap
