// What the resolver's tests share: a snapshot opened once, mappings from a few words, cells as JSON text.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "premap/mapping/read.h"
#include "premap/preview/snapshot_tables.h"

namespace premap::test {

struct Snapshot {
  std::unique_ptr<Database> database;
  std::unique_ptr<Catalog> catalog;
  std::unique_ptr<SnapshotTables> tables;
};

/// A file of build/fixtures, opened the first time it is asked for. Null when it is not there.
Snapshot* openSnapshot(const std::string& file);
/// A file in memory; it must be a sound one.
std::unique_ptr<Snapshot> openBytes(std::vector<std::byte> bytes);
/// building.bim with these SQL statements run on a copy of it in memory.
std::unique_ptr<Snapshot> changedBuilding(const std::string& sql);
/// building.bim; fails the test when `node scripts/fixtures.mjs` has not been run.
Snapshot& building();

/// "Schema.Class.Path" or "Schema.Class.Path:Type" for each entry.
std::string propertyJson(const std::string& name, const std::string& dataType, const std::vector<std::string>& entries);
std::string mappingJson(const std::string& query, const std::vector<std::string>& properties);

struct Row {
  std::string id;                          ///< "" when the query has none
  std::vector<std::string> cells;          ///< the group's columns, as JSON
  std::vector<std::string> defaults;       ///< the five default columns, as JSON
  std::vector<resolve::Verdict> verdicts;  ///< of the group's columns
};

struct ReadTable {
  std::vector<Row> rows;
  Diagnostics diagnostics;
  resolve::RowCounts counts;
  std::string sql;
  bool isOpen = false;
  /// The column's cells, one a row.
  std::vector<std::string> column(size_t index = 0) const;
  const Row* find(const std::string& id) const;
};

std::string cellJson(const resolve::Value& value);
ReadTable read(Snapshot& snapshot, const std::string& mapping, const resolve::ResolveOptions& options = {},
               const std::string& group = "", int64_t limit = -1, int64_t offset = 0);
/// One column on building.bim.
ReadTable resolveColumn(const std::string& query, const std::vector<std::string>& entries,
                        const std::string& dataType = "String", const resolve::ResolveOptions& options = {});

/// The rows of an SQL statement, every value as JSON.
std::vector<std::vector<std::string>> sqlRows(Snapshot& snapshot, const std::string& sql);

}  // namespace premap::test
