// Ids bound to one parameter of a statement: Statement::bindIds puts them there, the table-valued function
// `premap_ids(?N)` and the function InVirtualSet(?N, id) read them. They travel as a SQLite pointer, not as text.
#pragma once

#include <cstdint>
#include <vector>

#include "premap/sqlite/id_table.h"

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_value;

namespace premap {

/// Registers `premap_ids`; returns a SQLite result code.
int registerIdList(sqlite3* db);

/// Binds the ids (repetitions count once); returns a SQLite result code. Cost: sorts them.
int bindIdList(sqlite3_stmt* statement, int index, std::vector<int64_t> ids);

/// The ids bound to a value; null when it carries none.
IdSet idListOf(sqlite3_value* value);

}  // namespace premap
