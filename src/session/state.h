// What an open snapshot holds between calls.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "premap/preview/cursor.h"
#include "premap/resolve/census.h"
#include "premap/schema/catalog.h"
#include "premap/sqlite/database.h"

namespace premap {

struct OpenCursor {
  std::unique_ptr<Cursor> cursor;
  std::string text;  ///< what the spans of its faults refer to
};

struct SessionState {
  std::unique_ptr<Database> database;
  std::unique_ptr<Catalog> catalog;
  std::unique_ptr<resolve::ClassCensus> census;  ///< made by the first call that needs it
  std::map<int, OpenCursor> cursors;
  int nextCursor = 1;

  // Statements end before their database, whatever the order of the members.
  ~SessionState() {
    cursors.clear();
    census.reset();
    catalog.reset();
  }

  int keep(std::unique_ptr<Cursor> cursor, std::string text) {
    const int id = nextCursor++;
    cursors.emplace(id, OpenCursor{std::move(cursor), std::move(text)});
    return id;
  }
  Cursor* find(int id) {
    const auto it = cursors.find(id);
    return it == cursors.end() ? nullptr : it->second.cursor.get();
  }
};

}  // namespace premap
