// Table-valued functions of one argument that answer a column of ids: `SELECT … WHERE x IN premap_ids(?1)`.
//
//   registerIdTable(db, {"even_ids", "id", [](sqlite3_value* limit) { return makeIdSet({2, 4, 6}); }});
//
// The ids come sorted and once each; a search for one of them (a join on the column) is a binary search.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_value;

namespace premap {

/// Ids in ascending order without repetition.
using IdSet = std::shared_ptr<const std::vector<int64_t>>;
IdSet makeIdSet(std::vector<int64_t> ids);
bool contains(const IdSet& set, int64_t id);

/// What the function answers for an argument; `failure` is SQLite's error message when it is not empty.
struct IdAnswer {
  IdSet ids;
  std::string failure;
};

struct IdTable {
  const char* name;
  const char* column;
  std::function<IdAnswer(sqlite3_value* argument)> read;
};

/// Registers it on the connection, which owns it from then on; returns a SQLite result code.
int registerIdTable(sqlite3* db, IdTable table);

}  // namespace premap
