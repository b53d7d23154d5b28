// What an open snapshot holds between calls.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "premap/mapping/readings.h"
#include "premap/preview/cursor.h"
#include "premap/preview/snapshot_tables.h"
#include "premap/schema/catalog.h"
#include "premap/sqlite/database.h"

namespace premap {

struct OpenCursor {
  std::shared_ptr<const MappingText> mapping;  ///< null: it is of a query
  std::string query;
  std::unique_ptr<Cursor> cursor;  ///< refers to the mapping
  /// What the spans of its faults refer to.
  const std::string& text() const { return mapping ? mapping->text : query; }
};

struct SessionState {
  std::unique_ptr<Database> database;
  std::unique_ptr<Catalog> catalog;
  std::unique_ptr<SnapshotTables> tables;  ///< made by the first call that needs it
  std::shared_ptr<Readings> readings;
  std::map<int, OpenCursor> cursors;
  int nextCursor = 1;

  // Statements end before their database, whatever the order of the members.
  ~SessionState() {
    cursors.clear();
    tables.reset();
    catalog.reset();
  }

  int keep(OpenCursor cursor) {
    cursors.emplace(nextCursor, std::move(cursor));
    return nextCursor++;
  }
  Cursor* find(int id) {
    const auto it = cursors.find(id);
    return it == cursors.end() ? nullptr : it->second.cursor.get();
  }
};

}  // namespace premap
