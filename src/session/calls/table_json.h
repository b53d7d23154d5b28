// What previews and views tell of their table before its first row.
#pragma once

#include "premap/preview/group_table.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

/// The members `group`, `tableName`, `columns` and `diagnostics`.
void writeTable(JsonWriter& json, const MappingParams& params, const GroupTable& table);

}  // namespace premap::calls
