// How SQLite orders stored values: NULL, numbers, texts by their collation, blobs.
#pragma once

#include <string_view>

#include "premap/pages/index_cursor.h"

namespace premap {

bool isKnownCollation(std::string_view name);

/// Below 0, 0 or above 0, as the field lies before, at or behind the key; a descending column is the caller's affair.
int compareValues(const StoredField& field, const KeyValue& key, std::string_view collation);

}  // namespace premap
