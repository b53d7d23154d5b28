// One column: its data type, quantity type and which sources it has, by the rules of the API it goes to.
#include <vector>

#include "check/contract/checks.h"
#include "check/contract/enum_check.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

class PropertyCheck {
 public:
  PropertyCheck(const GroupProperty& property, const Contract& contract)
      : property_(property), contract_(contract), kind_(kindFor(property, contract)) {}

  void run() {
    checkDataType();
    checkQuantityType();
    checkSources();
    checkCalculatedType();
    checkFormula();
  }

 private:
  // A column with one source other than ecProperties is a resource of its own in v1, however the file lists it.
  static GroupPropertyKind kindFor(const GroupProperty& property, const Contract& contract) {
    const bool hasEntries = !isMissing(property.ecPropertiesList);
    if (!contract.isV1() || property.kind != GroupPropertyKind::Property || hasEntries) return property.kind;
    const bool hasCalculated = !isMissing(property.calculatedPropertyType), hasFormula = !isMissing(property.formula);
    if (hasCalculated && !hasFormula) return GroupPropertyKind::CalculatedProperty;
    if (hasFormula && !hasCalculated) return GroupPropertyKind::CustomCalculation;
    return property.kind;
  }

  template <class T>
  void report(Diagnostic fault, const Field<T>& field, std::string hint, std::vector<RelatedInfo> related = {},
              std::string patch = {}, bool isPatchSafe = false) {
    fault = onField(std::move(fault), property_.place, field).withHint(std::move(hint));
    fault.related = std::move(related);
    fault.patch = std::move(patch);
    fault.isPatchSafe = isPatchSafe;
    contract_.sink.add(std::move(fault));
  }

  void checkDataType() {
    const TextField& type = property_.dataType;
    const bool isNeeded = kind_ == GroupPropertyKind::Property;
    const RelatedInfo answer =
        clientAnswer("create or update", "dataType", "Required field dataType was null or undefined.");
    if (isMissing(type) && isNeeded)
      report(error("field-missing", "the property has no `dataType`"), type,
             "add one of `Boolean`, `Integer`, `Double`, `String`", {answer});
    if (!type.isPresent()) return;
    checkWord(dataTypes(), type, property_.place, contract_);
    if (!contract_.isV1()) return;
    std::optional<DataType> value = dataTypeFrom(type.value);
    if (value == DataType::Undefined && isNeeded)
      report(error("type-undefined", "the data type `Undefined` is read as `String`, but cannot be sent"), type,
             "choose the type of the values", {answer});
    if (value == DataType::Number)
      report(info("deprecated-number", "the data type `Number` is deprecated; it means `Double`"), type,
             "write `Double`", {}, replaceTextPatch(property_.place.at(type), "Double"), true);
  }

  void checkQuantityType() {
    const TextField& quantity = property_.quantityType;
    if (!quantity.isPresent()) return;
    if (!checkWord(quantityTypes(), quantity, property_.place, contract_)) return;
    std::optional<DataType> type = dataTypeFrom(property_.dataType.value);
    const bool isNumeric = type != DataType::String && type != DataType::Boolean;
    if (property_.dataType.isPresent() && !isNumeric && quantityTypeFrom(quantity.value) != QuantityType::Undefined)
      report(warning("quantity-not-numeric",
                     "a column of type `" + property_.dataType.value + "` has the quantity `" + quantity.value + "`"),
             quantity, "make the data type `Double`, or remove `quantityType`", {},
             removePatch(property_.place.at(quantity)));
  }

  void checkSources() {
    if (kind_ != GroupPropertyKind::Property) return checkOwnResource();
    const Field<size_t>& list = property_.ecPropertiesList;
    if (list.state == FieldState::Faulty) return;
    const bool isEmpty = isMissing(list) || list.value == 0;
    if (contract_.isV1()) {
      if (isEmpty)
        report(error("ecproperties-empty", "the property has no entry in `ecProperties`"), list,
               "add at least one: {\"ecSchemaName\": …, \"ecClassName\": …, \"ecPropertyName\": …}",
               {clientAnswer("create or update", "ecProperties", "Required field ecProperties was null or empty.")});
      reportSecondSource(property_.calculatedPropertyType);
      reportSecondSource(property_.formula);
      return;
    }
    if (list.isPresent() && list.value == 0)
      report(warning("ecproperties-empty", "an empty `ecProperties` must not be sent"), list, "leave the field out", {},
             removePatch(property_.place.at(list)), true);
    if (isEmpty && isMissing(property_.calculatedPropertyType) && isMissing(property_.formula))
      contract_.sink.add(info("property-no-source", "the column has no source; every cell will be null")
                             .withPath(property_.place.path)
                             .withSpan(property_.place.span)
                             .withHint("add `ecProperties`, `calculatedPropertyType` or `formula`; without, it is a "
                                       "placeholder"));
  }

  // Fields that belong to another kind of v1 resource.
  void checkOwnResource() {
    if (property_.kind != GroupPropertyKind::Property && !contract_.isV1())
      contract_.sink.add(info("v1-only-field", property_.kind == GroupPropertyKind::CalculatedProperty
                                                   ? "calculated properties of their own exist only in Reporting v1"
                                                   : "custom calculations of their own exist only in Reporting v1")
                             .withPath(property_.place.path)
                             .withSpan(property_.place.span)
                             .withHint("Grouping and Mapping has `calculatedPropertyType` and `formula` in a property, "
                                       "beside its `dataType`"));
    if (property_.kind == GroupPropertyKind::CalculatedProperty) reportSecondSource(property_.formula);
    if (property_.kind == GroupPropertyKind::CustomCalculation) reportSecondSource(property_.calculatedPropertyType);
    if (property_.kind != GroupPropertyKind::Property) reportSecondSource(property_.ecPropertiesList);
  }

  template <class T>
  void reportSecondSource(const Field<T>& field) {
    if (!field.isPresent()) return;
    report(
        warning("gm-only-field", "`" + std::string(field.key) +
                                     "` beside another source exists only in Grouping and Mapping; it has no effect"),
        field, "give the source a column of its own, or remove it");
  }

  void checkCalculatedType() {
    const TextField& type = property_.calculatedPropertyType;
    const RelatedInfo answer = clientAnswer("create", "type", "Required field type was null or undefined.");
    if (kind_ == GroupPropertyKind::CalculatedProperty && isMissing(type))
      report(error("field-missing", "the calculated property has no `type`"), type,
             "add one, say `Volume` or `BoundingBoxDiagonalLength`", {answer});
    if (!type.isPresent()) return;
    if (!checkWord(calculatedPropertyTypes(), type, property_.place, contract_)) return;
    if (calculatedPropertyTypeFrom(type.value) == CalculatedPropertyType::Undefined)
      report(error("type-undefined", "a calculated property of type `Undefined` calculates nothing"), type,
             "choose a type, say `Volume`", {answer});
    const TextField& dataType = property_.dataType;
    std::optional<DataType> result = dataTypeFrom(dataType.value);
    if (!contract_.isV1() && result && result != DataType::Double && result != DataType::Number)
      report(warning("calculated-not-double",
                     "a calculated measure is a `Double`; the column is declared `" + dataType.value + "`"),
             dataType, "make the data type `Double`", {}, replaceTextPatch(property_.place.at(dataType), "Double"));
  }

  void checkFormula() {
    const TextField& formula = property_.formula;
    const bool isNeeded = kind_ == GroupPropertyKind::CustomCalculation;
    const bool isBlank = formula.isPresent() && trim(formula.value).empty();
    if (!isBlank && !(isNeeded && isMissing(formula))) return;
    report(error("formula-empty", isBlank ? "the formula is blank" : "the custom calculation has no `formula`"),
           formula, isNeeded ? "add one" : "add one, or leave the field out",
           {clientAnswer("create or update", "formula", "Required field formula was null or undefined.")});
  }

  const GroupProperty& property_;
  const Contract& contract_;
  const GroupPropertyKind kind_;
};

}  // namespace

void checkProperty(const GroupProperty& property, const Contract& contract) {
  PropertyCheck(property, contract).run();
}

}  // namespace premap
