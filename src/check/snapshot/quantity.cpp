// Units against the words a mapping has for quantities.
#include "premap/check/quantity.h"

namespace premap {

namespace {

struct UnitOfQuantity {
  std::string_view name;
  QuantityType quantity;
};
// What is before a unit of length; with a dot in schemas older than EC 3.2.
constexpr UnitOfQuantity kPowers[] = {{"SQ_", QuantityType::Area},
                                      {"SQ.", QuantityType::Area},
                                      {"CUB_", QuantityType::Volume},
                                      {"CUB.", QuantityType::Volume}};
// The standard units that mappings meet.
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

std::optional<QuantityType> find(std::string_view unit) {
  for (const UnitOfQuantity& known : kUnits)
    if (unit == known.name) return known.quantity;
  return std::nullopt;
}

// "LUMEN/SQ.FT": a dot that belongs to the unit, not to the schema before it.
bool isPowerBefore(std::string_view unit, size_t dot) {
  const std::string_view before = unit.substr(0, dot);
  return before.ends_with("SQ") || before.ends_with("CUB");
}

}  // namespace

// The unit's own name decides, all of it: SQ_M is an area, CUB_M_PER_SEC and FT/SEC are nothing that mappings have.
std::optional<QuantityType> quantityOfUnit(std::string_view persistenceUnit) {
  const std::string_view unit = unitName(persistenceUnit);
  for (const auto& [power, quantity] : kPowers)
    if (unit.starts_with(power))
      return find(unit.substr(power.size())) == QuantityType::Distance ? std::optional(quantity) : std::nullopt;
  return find(unit);
}

std::string_view unitName(std::string_view persistenceUnit) {
  std::string_view unit = persistenceUnit.substr(0, persistenceUnit.find_first_of("[;"));
  // The format is the last in brackets: "BTU/(LBM*RANKINE)(DefaultRealU)".
  if (const size_t at = unit.find_last_of('(');
      at != unit.npos && at > 0 && unit.ends_with(')') && unit[at - 1] != '/' && unit[at - 1] != '*')
    unit = unit.substr(0, at);
  if (const size_t colon = unit.find_last_of(':'); colon != unit.npos) unit.remove_prefix(colon + 1);
  if (const size_t dot = unit.find('.'); dot != unit.npos && !isPowerBefore(unit, dot)) unit.remove_prefix(dot + 1);
  return unit;
}

}  // namespace premap
