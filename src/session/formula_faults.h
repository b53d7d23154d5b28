// The formulas of a mapping, checked group by group and placed in the mapping's text.
#pragma once

#include <string_view>

#include "premap/base/diagnostic.h"
#include "premap/mapping/model.h"

namespace premap {

/// `text` is what the mapping was read from. Blank formulas are the contract's matter and left out.
Diagnostics formulaFaults(const Mapping& mapping, std::string_view text);

}  // namespace premap
