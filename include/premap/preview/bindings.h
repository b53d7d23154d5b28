// Binding values to the parameters of a compiled ECSQL query, with the conversions of the native engine.
//
//   Statement statement = ...;                                     // of query.sql
//   bindParameters(statement, query, R"(["0x2d", {"type":"double","value":20}])");
//   bindParameters(statement, query, R"({"mark":"B1"})");
#pragma once

#include <string_view>

#include "premap/base/result.h"
#include "premap/ecsql/compile.h"
#include "premap/sqlite/database.h"

namespace premap {

/// `json`: an array (values of `?` in order) or an object (by name, or by position as "1"); empty text or null binds
/// nothing. A value is plain (null, boolean, number, text, {x,y[,z]}, array of ids) or {"type":t,"value":v} with t one
/// of boolean, int, long, double, id, idset, string, dateTime, guid, point2d, point3d, blob (base64), navigation,
/// struct, null. A plain value takes the type of the other operand: id text becomes an id, ISO text a Julian day, GUID
/// text 16 bytes. Nulls: a parameter without a value is NULL. Errors: `binding-unknown` (no such parameter),
/// `binding-invalid` (the value does not fit); every one is reported.
Status bindParameters(Statement& statement, const ecsql::CompiledQuery& query, std::string_view json);

}  // namespace premap
