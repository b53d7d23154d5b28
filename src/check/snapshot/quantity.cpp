// Units against the words a mapping has for quantities.
#include "premap/check/quantity.h"

namespace premap {

namespace {

struct UnitOfQuantity {
  std::string_view beginning;  ///< of the unit's name
  QuantityType quantity;
};
// The standard units that mappings meet, by how their names begin; "" ends a list of whole names.
constexpr UnitOfQuantity kUnitPrefixes[] = {{"SQ_", QuantityType::Area}, {"CUB_", QuantityType::Volume}};
constexpr UnitOfQuantity kUnits[] = {
    {"M", QuantityType::Distance},
    {"MM", QuantityType::Distance},
    {"CM", QuantityType::Distance},
    {"DM", QuantityType::Distance},
    {"KM", QuantityType::Distance},
    {"UM", QuantityType::Distance},
    {"IN", QuantityType::Distance},
    {"FT", QuantityType::Distance},
    {"YRD", QuantityType::Distance},
    {"MILE", QuantityType::Distance},
    {"US_SURVEY_FT", QuantityType::Distance},
    {"HECTARE", QuantityType::Area},
    {"ACRE", QuantityType::Area},
    {"LITRE", QuantityType::Volume},
    {"GALLON", QuantityType::Volume},
    {"KG", QuantityType::Mass},
    {"G", QuantityType::Mass},
    {"TONNE", QuantityType::Mass},
    {"LBM", QuantityType::Mass},
    {"N", QuantityType::Force},
    {"KN", QuantityType::Force},
    {"LBF", QuantityType::Force},
    {"KPF", QuantityType::Force},
    {"S", QuantityType::Time},
    {"MIN", QuantityType::Time},
    {"HR", QuantityType::Time},
    {"DAY", QuantityType::Time},
    {"YEAR", QuantityType::Time},
    {"MONETARY_UNIT", QuantityType::Monetary},
    {"US$", QuantityType::Monetary},
};

}  // namespace

// The unit's own name decides.
std::optional<QuantityType> quantityOfUnit(std::string_view persistenceUnit) {
  const std::string_view unit = unitName(persistenceUnit);
  for (const UnitOfQuantity& known : kUnitPrefixes)
    if (unit.starts_with(known.beginning)) return known.quantity;
  for (const UnitOfQuantity& known : kUnits)
    if (unit == known.beginning) return known.quantity;
  return std::nullopt;
}

std::string_view unitName(std::string_view persistenceUnit) {
  std::string_view unit = persistenceUnit.substr(0, persistenceUnit.find_first_of("([;"));
  if (const size_t at = unit.find_last_of(":."); at != unit.npos) unit.remove_prefix(at + 1);
  return unit;
}

}  // namespace premap
