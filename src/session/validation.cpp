#include "session/validation.h"

#include <algorithm>

#include "premap/formula/formula.h"
#include "premap/mapping/read.h"

namespace premap {

namespace {

std::optional<FormulaType> typeOf(const GroupProperty& property) {
  if (property.kind == GroupPropertyKind::CalculatedProperty) return FormulaType::Double;
  switch (dataTypeFrom(property.dataType.value).value_or(DataType::Undefined)) {
    case DataType::Boolean:
      return FormulaType::Boolean;
    case DataType::Integer:
      return FormulaType::Integer;
    case DataType::Double:
    case DataType::Number:
      return FormulaType::Double;
    case DataType::String:
      return FormulaType::String;
    case DataType::Undefined:
      return std::nullopt;
  }
  return std::nullopt;
}

bool isBlank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

FormulaColumn columnOf(const GroupProperty& property) {
  FormulaColumn column{property.propertyName.value, typeOf(property), {}};
  if (property.formula.isPresent() && !isBlank(property.formula.value)) column.formula = property.formula.value;
  return column;
}

}  // namespace

Diagnostics formulaFaults(const Mapping& mapping, std::string_view text) {
  Diagnostics faults;
  for (const Group& group : mapping.groups) {
    std::vector<FormulaColumn> columns;
    for (const GroupProperty& property : group.properties) columns.push_back(columnOf(property));
    for (auto& [index, fault] : compileFormulas(columns).diagnostics) {
      const GroupProperty& property = group.properties[index];
      fault.path = property.place.at(property.formula);
      fault.target = "formula";
      fault.span = spanInside(text, property.formula, fault.span.value_or(Span{}));
      faults.push_back(std::move(fault));
    }
  }
  return faults;
}

void sortByPlace(Diagnostics& diagnostics) {
  // What has no place is about the list itself.
  auto beginOf = [](const Diagnostic& diagnostic) { return diagnostic.span ? diagnostic.span->begin : UINT32_MAX; };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return beginOf(a) < beginOf(b); });
}

Diagnostics faultsWithoutSnapshot(const ReadResult& read, std::string_view text, std::optional<ApiGeneration> api) {
  Diagnostics faults = validateContract(read, api);
  auto add = [&](const Mapping& mapping) {
    for (Diagnostic& fault : formulaFaults(mapping, text)) faults.push_back(std::move(fault));
  };
  if (read.isReadable) add(read.mapping);
  for (const Mapping& other : read.others) add(other);
  sortByPlace(faults);
  return faults;
}

}  // namespace premap
