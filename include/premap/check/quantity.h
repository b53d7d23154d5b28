// Which quantity type of a mapping goes with the unit a property is stored in: for the rule that compares the two, and
// for whoever makes a column of a property.
//
//   quantityOfUnit("u:SQ_M");  // QuantityType::Area
#pragma once

#include <optional>
#include <string_view>

#include "premap/mapping/vocabulary.h"

namespace premap {

/// Of a persistence unit as kinds of quantity have it; none for units that mappings have no word for.
std::optional<QuantityType> quantityOfUnit(std::string_view persistenceUnit);

/// `SQ_M` of "u:SQ_M", "Units.SQ_M" or "SQ_M(DefaultReal)"; `SQ.FT` of "SQ.FT(DefaultRealU)", as old schemas have it.
std::string_view unitName(std::string_view persistenceUnit);

}  // namespace premap
