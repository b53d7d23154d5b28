// The two readers of a bound list of ids: a table-valued function to join with, a test to filter by.
#include "premap/sqlite/id_list.h"

#include "sqlite3.h"

namespace premap {

namespace {
constexpr char kPointerType[] = "premap-ids";
}

int registerIdList(sqlite3* db) {
  return registerIdTable(db, {"premap_ids", "value", [](sqlite3_value* argument) -> IdAnswer {
                                if (IdSet ids = idListOf(argument)) return {ids, {}};
                                if (sqlite3_value_type(argument) == SQLITE_NULL) return {};
                                return {nullptr, "premap_ids: the argument must be a parameter bound to ids"};
                              }});
}

int bindIdList(sqlite3_stmt* statement, int index, std::vector<int64_t> ids) {
  auto* owned = new IdSet(makeIdSet(std::move(ids)));
  return sqlite3_bind_pointer(statement, index, owned, kPointerType,
                              [](void* pointer) { delete static_cast<IdSet*>(pointer); });
}

IdSet idListOf(sqlite3_value* value) {
  auto* ids = static_cast<IdSet*>(sqlite3_value_pointer(value, kPointerType));
  return ids ? *ids : nullptr;
}

}  // namespace premap
