// How the files in this folder put their functions on a connection, and read and answer SQL values.
#pragma once

#include <string>
#include <string_view>

#include "premap/schema/catalog.h"
#include "sqlite3.h"

namespace premap {

using ScalarFunction = void (*)(sqlite3_context*, int, sqlite3_value**);

/// Collects the first refusal instead of asking for a check after every call.
class Registrar {
 public:
  Registrar(sqlite3* connection, const Catalog& catalog) : db_(connection), catalog_(&catalog) {}

  sqlite3* db() const { return db_; }
  const Catalog& catalog() const { return *catalog_; }
  int code() const { return code_; }

  /// Arity -1 takes any number of arguments. Its user data is the catalog, see catalogOf.
  void scalar(const char* name, int arity, ScalarFunction function) {
    note(sqlite3_create_function_v2(db_, name, arity, kFlags, const_cast<Catalog*>(catalog_), function, nullptr,
                                    nullptr, nullptr));
  }
  /// For functions that need data of their own (it must live for ever: a constant).
  void scalar(const std::string& name, int arity, ScalarFunction function, const void* constant) {
    note(sqlite3_create_function_v2(db_, name.c_str(), arity, kFlags, const_cast<void*>(constant), function, nullptr,
                                    nullptr, nullptr));
  }
  void aggregate(const std::string& name, int arity, ScalarFunction step, void (*finish)(sqlite3_context*),
                 const void* constant) {
    note(sqlite3_create_function_v2(db_, name.c_str(), arity, kFlags, const_cast<void*>(constant), nullptr, step,
                                    finish, nullptr));
  }
  void note(int code) {
    if (code_ == SQLITE_OK) code_ = code;
  }

 private:
  // The snapshot never changes, so every function always gives the same answer.
  static constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

  sqlite3* db_;
  const Catalog* catalog_;
  int code_ = SQLITE_OK;
};

inline const Catalog& catalogOf(sqlite3_context* context) {
  return *static_cast<const Catalog*>(sqlite3_user_data(context));
}

inline bool isNullValue(sqlite3_value* value) {
  return sqlite3_value_type(value) == SQLITE_NULL;
}
inline bool isTextValue(sqlite3_value* value) {
  return sqlite3_value_type(value) == SQLITE_TEXT;
}

/// Valid until the value is converted or the function returns.
inline std::string_view textOf(sqlite3_value* value) {
  auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return data ? std::string_view(data, static_cast<size_t>(sqlite3_value_bytes(value))) : std::string_view();
}

inline void answerText(sqlite3_context* context, std::string_view text) {
  sqlite3_result_text64(context, text.data() ? text.data() : "", text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

inline void answerError(sqlite3_context* context, const std::string& message) {
  sqlite3_result_error(context, message.c_str(), static_cast<int>(message.size()));
}

void registerClassFunctions(Registrar& registrar);
void registerIdFunctions(Registrar& registrar);
void registerRegexFunctions(Registrar& registrar);
void registerGeometryFunctions(Registrar& registrar);
void registerInstanceFunctions(Registrar& registrar);
void registerCustomAttributeFunction(Registrar& registrar);
void registerTableFunctions(Registrar& registrar);

}  // namespace premap
