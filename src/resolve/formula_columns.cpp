// Which type a column has for the formulas that read it, known before any snapshot is.
#include "premap/resolve/formula_columns.h"

#include "premap/mapping/words.h"

namespace premap::resolve {

std::optional<Target> targetOf(DataType type, const ResolveOptions& options) {
  switch (type) {
    case DataType::Boolean:
      return Target::Boolean;
    case DataType::Integer:
      return Target::Integer;
    case DataType::Double:
    case DataType::Number:  // A12, R16
      return Target::Double;
    case DataType::String:
      return Target::String;
    case DataType::Undefined:  // A11
      if (options.undefinedTypeIsString) return Target::String;
      return std::nullopt;
  }
  return std::nullopt;
}

bool hasOwnType(const GroupProperty& property) {
  return property.kind != GroupPropertyKind::CustomCalculation ||
         (property.dataType.isPresent() && property.dataType.value != "Undefined");
}

std::optional<Target> columnType(const GroupProperty& property, const ResolveOptions& options) {
  if (property.dataType.isPresent()) {
    const auto type = dataTypeFrom(property.dataType.value);
    // A custom calculation of an undefined type is a number, the most formulas' type.
    if (type == DataType::Undefined && property.kind == GroupPropertyKind::CustomCalculation) return Target::Double;
    return type ? targetOf(*type, options) : std::nullopt;
  }
  if (property.kind != GroupPropertyKind::Property) return Target::Double;
  return std::nullopt;
}

std::vector<FormulaColumn> formulaColumns(const Group& group, const ResolveOptions& options) {
  std::vector<FormulaColumn> columns;
  for (const GroupProperty& property : group.properties) {
    FormulaColumn column{property.propertyName.value, std::nullopt, {}};
    const std::optional<Target> type = columnType(property, options);
    if (hasOwnType(property)) column.type = type;
    if (property.formula.isPresent()) column.formula = property.formula.value;
    columns.push_back(std::move(column));
  }
  return columns;
}

namespace {

// A column of another type than its formula's is repaired by that type.
std::string typePatch(const Diagnostic& fault, const GroupProperty& property, const std::optional<Formula>& formula) {
  if (fault.code != "formula-type-mismatch" || !formula || !property.dataType.isPresent()) return {};
  return replaceTextPatch(property.place.at(property.dataType), toString(formula->type()));
}

}  // namespace

Diagnostics placeFormulaFaults(const FormulaTable& table, const Group& group) {
  Diagnostics faults;
  for (const auto& [index, fault] : table.diagnostics) {
    const GroupProperty& property = group.properties[index];
    Diagnostic& placed = faults.emplace_back(fault);
    placed.patch = typePatch(fault, property, table.formulas[index]);
    placeInside(placed, property.place, property.formula);
    placed.target = "formula";
  }
  return faults;
}

}  // namespace premap::resolve
