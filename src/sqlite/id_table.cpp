// A SQLite virtual table whose rows are a sorted set of ids; a search for one id is answered from the set.
#include "premap/sqlite/id_table.h"

#include <algorithm>

#include "sqlite3.h"

namespace premap {

namespace {

enum Column : int { kId = 0, kArgument = 1 };
enum Plan : int { kHasArgument = 1, kHasId = 2 };

struct Table : sqlite3_vtab {
  const IdTable* definition = nullptr;
};

struct Cursor : sqlite3_vtab_cursor {
  IdSet ids;
  size_t at = 0, end = 0;
};

int connect(sqlite3* db, void* definition, int, const char* const*, sqlite3_vtab** out, char**) {
  auto* table = new Table();
  table->definition = static_cast<const IdTable*>(definition);
  std::string declaration = std::string("CREATE TABLE x(") + table->definition->column + " INTEGER, argument HIDDEN)";
  int code = sqlite3_declare_vtab(db, declaration.c_str());
  if (code != SQLITE_OK) return delete table, code;
  sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  *out = table;
  return SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
  delete static_cast<Table*>(table);
  return SQLITE_OK;
}

// The argument must be known; an equality with the id itself is answered by a search. Arguments arrive in that order.
int bestIndex(sqlite3_vtab*, sqlite3_index_info* info) {
  int argument = -1, id = -1;
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    if (constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (constraint.iColumn == kArgument) {
      if (!constraint.usable) return SQLITE_CONSTRAINT;
      argument = i;
    } else if (constraint.iColumn == kId && constraint.usable) {
      id = i;
    }
  }
  info->estimatedCost = 1000;
  info->estimatedRows = 1000;
  if (argument < 0) return SQLITE_OK;
  info->aConstraintUsage[argument].argvIndex = 1;
  info->aConstraintUsage[argument].omit = 1;
  info->idxNum = kHasArgument;
  if (id >= 0) {
    info->aConstraintUsage[id].argvIndex = 2;
    info->idxNum |= kHasId;
    info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
    info->estimatedCost = 10;
    info->estimatedRows = 1;
  }
  info->orderByConsumed = info->nOrderBy == 1 && info->aOrderBy[0].iColumn == kId && !info->aOrderBy[0].desc;
  return SQLITE_OK;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** out) {
  *out = new Cursor();
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete static_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* base, int plan, const char*, int, sqlite3_value** values) {
  auto* cursor = static_cast<Cursor*>(base);
  cursor->at = cursor->end = 0;
  cursor->ids = nullptr;
  if (!(plan & kHasArgument)) return SQLITE_OK;
  IdAnswer answer = static_cast<Table*>(base->pVtab)->definition->read(values[0]);
  if (!answer.failure.empty()) {
    sqlite3_free(base->pVtab->zErrMsg);
    base->pVtab->zErrMsg = sqlite3_mprintf("%s", answer.failure.c_str());
    return SQLITE_ERROR;
  }
  if (!answer.ids) return SQLITE_OK;
  cursor->ids = std::move(answer.ids);
  cursor->end = cursor->ids->size();
  if (plan & kHasId) {
    // Anything but an integer compares unequal to every id; SQLite repeats the comparison, so a near miss does no harm.
    auto range = std::equal_range(cursor->ids->begin(), cursor->ids->end(), sqlite3_value_int64(values[1]));
    cursor->at = static_cast<size_t>(range.first - cursor->ids->begin());
    cursor->end = static_cast<size_t>(range.second - cursor->ids->begin());
  }
  return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
  ++static_cast<Cursor*>(cursor)->at;
  return SQLITE_OK;
}

int atEnd(sqlite3_vtab_cursor* base) {
  auto* cursor = static_cast<Cursor*>(base);
  return cursor->at >= cursor->end;
}

int column(sqlite3_vtab_cursor* base, sqlite3_context* context, int index) {
  auto* cursor = static_cast<Cursor*>(base);
  if (index == kId) sqlite3_result_int64(context, (*cursor->ids)[cursor->at]);
  return SQLITE_OK;
}

int rowId(sqlite3_vtab_cursor* base, sqlite3_int64* out) {
  *out = static_cast<sqlite3_int64>(static_cast<Cursor*>(base)->at);
  return SQLITE_OK;
}

// xCreate stays null: the table exists by itself and cannot be created under another name.
sqlite3_module makeModule() {
  sqlite3_module module{};
  module.xConnect = connect;
  module.xBestIndex = bestIndex;
  module.xDisconnect = disconnect;
  module.xOpen = open;
  module.xClose = close;
  module.xFilter = filter;
  module.xNext = next;
  module.xEof = atEnd;
  module.xColumn = column;
  module.xRowid = rowId;
  return module;
}

const sqlite3_module kModule = makeModule();

}  // namespace

IdSet makeIdSet(std::vector<int64_t> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return std::make_shared<const std::vector<int64_t>>(std::move(ids));
}

bool contains(const IdSet& set, int64_t id) {
  return set && std::binary_search(set->begin(), set->end(), id);
}

int registerIdTable(sqlite3* db, IdTable table) {
  auto* definition = new IdTable(std::move(table));
  return sqlite3_create_module_v2(db, definition->name, &kModule, definition,
                                  [](void* owned) { delete static_cast<IdTable*>(owned); });
}

}  // namespace premap
