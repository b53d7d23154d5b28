// What premap/sqljs needs beyond SQLite's own functions, which the module exports as they are (exports.txt). Opening,
// and the functions that call back into JavaScript: they carry a number, under which the host keeps the function.
#include <emscripten.h>

#include <cstdint>

#include "sqlite3.h"
#include "sqljs/file_vfs.h"

// Module.callbacks, set by the host before it registers anything (wasm/ts/sqljs/callbacks.ts).
// clang-format off
EM_JS(void, premapCallFunction, (int id, sqlite3_context* context, int count, sqlite3_value** values), {
  Module["callbacks"].call(id, context, count, values);
})
EM_JS(void, premapStepAggregate, (int id, sqlite3_context* context, int state, int count, sqlite3_value** values), {
  Module["callbacks"].step(id, context, state, count, values);
})
EM_JS(void, premapFinishAggregate, (int id, sqlite3_context* context, int state), {
  Module["callbacks"].finish(id, context, state);
})
EM_JS(void, premapForget, (int id), {
  Module["callbacks"].forget(id);
})
EM_JS(void, premapUpdated, (int id, int operation, const char* database, const char* table, sqlite3_int64 row), {
  Module["callbacks"].updated(id, operation, UTF8ToString(database), UTF8ToString(table), row);
})
// clang-format on

namespace {

void* asPointer(int id) {
  return reinterpret_cast<void*>(static_cast<intptr_t>(id));
}
int asId(void* pointer) {
  return static_cast<int>(reinterpret_cast<intptr_t>(pointer));
}
int idOf(sqlite3_context* context) {
  return asId(sqlite3_user_data(context));
}

/// Tells the runs of one aggregate in one statement apart: the address of a byte SQLite keeps for each.
int stateOf(sqlite3_context* context) {
  return static_cast<int>(reinterpret_cast<intptr_t>(sqlite3_aggregate_context(context, 1)));
}

void callFunction(sqlite3_context* context, int count, sqlite3_value** values) {
  premapCallFunction(idOf(context), context, count, values);
}
void stepAggregate(sqlite3_context* context, int count, sqlite3_value** values) {
  premapStepAggregate(idOf(context), context, stateOf(context), count, values);
}
void finishAggregate(sqlite3_context* context) {
  premapFinishAggregate(idOf(context), context, stateOf(context));
}
void forget(void* id) {
  premapForget(asId(id));
}
void updated(void* id, int operation, const char* database, const char* table, sqlite3_int64 row) {
  premapUpdated(asId(id), operation, database, table, row);
}

}  // namespace

extern "C" {

/// Opens a file of Module.files, made when it is not there. The handle is written even when this
/// fails, for its message.
EMSCRIPTEN_KEEPALIVE int premap_open(const char* name, sqlite3** handle) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(name, handle, flags, premap::wasm::hostFileVfs());
  // sql.js has SQLite's own default here: "text" in double quotes that names no column is text.
  sqlite3_db_config(*handle, SQLITE_DBCONFIG_DQS_DML, 1, nullptr);
  sqlite3_db_config(*handle, SQLITE_DBCONFIG_DQS_DDL, 1, nullptr);
  return code;
}

/// The host hears of the end of each function by Module.callbacks.forget(id): redefined, closed, or refused right away.
EMSCRIPTEN_KEEPALIVE int premap_create_function(sqlite3* db, const char* name, int argumentCount, int id) {
  return sqlite3_create_function_v2(db, name, argumentCount, SQLITE_UTF8, asPointer(id), callFunction, nullptr, nullptr,
                                    forget);
}

EMSCRIPTEN_KEEPALIVE int premap_create_aggregate(sqlite3* db, const char* name, int argumentCount, int id) {
  return sqlite3_create_function_v2(db, name, argumentCount, SQLITE_UTF8, asPointer(id), nullptr, stepAggregate,
                                    finishAggregate, forget);
}

/// 0 takes the hook away.
EMSCRIPTEN_KEEPALIVE void premap_update_hook(sqlite3* db, int id) {
  sqlite3_update_hook(db, id == 0 ? nullptr : updated, asPointer(id));
}

/// Text and bytes the caller has put on the heap (malloc); SQLite frees them.
EMSCRIPTEN_KEEPALIVE int premap_bind_text(sqlite3_stmt* statement, int index, char* text, int length) {
  return sqlite3_bind_text(statement, index, text, length, free);
}
EMSCRIPTEN_KEEPALIVE int premap_bind_blob(sqlite3_stmt* statement, int index, void* bytes, int length) {
  return sqlite3_bind_blob(statement, index, bytes, length, free);
}
EMSCRIPTEN_KEEPALIVE void premap_result_text(sqlite3_context* context, char* text, int length) {
  sqlite3_result_text(context, text, length, free);
}
EMSCRIPTEN_KEEPALIVE void premap_result_blob(sqlite3_context* context, void* bytes, int length) {
  sqlite3_result_blob(context, bytes, length, free);
}

}  // extern "C"
