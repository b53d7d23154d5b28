// Cells as text, the same bytes on every host: JSON for the page and the exports, CSV fields (RFC 4180).
#pragma once

#include <string>
#include <string_view>

#include "premap/resolve/cell_block.h"

namespace premap {

/// A cell as JSON: null, true, 12, 0.1, "text". Ids are hex text; integers keep all their digits.
void appendCellJson(std::string& out, const resolve::Value& value);

void appendCellJson(std::string& out, const resolve::CellColumn& column, size_t row);

/// Cells have the same value where this is the same text: their JSON, but 0 and -0 are one number.
void appendValueKey(std::string& out, const resolve::Value& value);

/// A CSV field: quoted only where it must be. Null is nothing at all, the empty text is `""`.
void appendCsvField(std::string& out, const resolve::CellColumn& column, size_t row);
void appendCsvText(std::string& out, std::string_view text);

}  // namespace premap
