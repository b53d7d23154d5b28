// Names: OData SimpleIdentifiers, and those that pass but hurt later.
#include <functional>

#include "check/contract/checks.h"
#include "check/contract/simple_identifier.h"
#include "premap/base/default_columns.h"
#include "premap/base/text.h"
#include "premap/base/unicode.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

constexpr std::string_view kFormulaConstants[] = {"E",       "LN2",   "LN10", "LOG2E", "LOG10E", "PI",
                                                  "SQRT1_2", "SQRT2", "true", "false", "null"};

using ClientAnswers = std::initializer_list<RelatedInfo>;

void checkName(const TextField& name, const Place& place, std::string_view owner, const Contract& contract,
               ClientAnswers answers) {
  const std::string key(name.key);
  if (isMissing(name)) {
    Diagnostic fault = onField(error("field-missing", std::string(owner) + " has no `" + key + "`"), place, name)
                           .withHint("add it: a letter or `_`, then letters, digits and `_`");
    fault.related = answers;
    contract.sink.add(std::move(fault));
    return;
  }
  if (!name.isPresent()) return;
  const std::string repaired = repairName(name.value);
  auto report = [&](Diagnostic fault, std::string hint) {
    fault = onField(std::move(fault), place, name).withHint(std::move(hint));
    fault.related = answers;
    if (!repaired.empty()) fault.patch = replaceTextPatch(place.at(name), repaired);
    contract.sink.add(std::move(fault));
  };
  if (name.value.empty())
    report(error("name-invalid", "the `" + key + "` is empty"), "use a letter or `_`, then letters, digits and `_`");
  else if (std::string fault = nameCharacterFault(name.value); !fault.empty())
    report(error("name-invalid", quoteName(name.value) + " is no valid `" + key + "`: " + fault),
           repaired.empty() ? "use a letter or `_`, then letters, digits and `_`" : "write `" + repaired + "`");
  if (size_t length = utf16Length(name.value); length > kLongestName)
    report(error("name-too-long", "the `" + key + "` has " + std::to_string(length) +
                                      " characters (UTF-16 units), more than the allowed 128"),
           "shorten it");
}

void checkDoubleUnderscore(const TextField& name, const Place& place, const Contract& contract) {
  if (!name.isPresent() || name.value.find("__") == std::string::npos) return;
  contract.sink.add(
      onField(warning("name-double-underscore", quoteName(name.value) + " has two underscores in a row"), place, name)
          .withHint("the APIs take it, the authoring widget does not; use one underscore"));
}

bool isOneOf(std::span<const std::string_view> words, std::string_view name) {
  for (std::string_view word : words)
    if (equalsIgnoreCase(word, name)) return true;
  return false;
}

// The first character that formulas cannot read in a variable; empty when there is none.
std::string untokenisable(std::string_view name) {
  for (size_t at = 0; at < name.size();) {
    const char32_t c = nextCodePoint(name, at);
    const bool isPlain = c == '_' || (c >= '0' && c <= '9') || nameCharacterOf(c) == NameCharacter::Letter;
    if (isPlain) continue;
    return spellCharacter(c);
  }
  return {};
}

}  // namespace

void checkMappingName(const Mapping& mapping, const Contract& contract) {
  if (mapping.isImplicit) return;
  const bool isBare =
      isMissing(mapping.mappingName) && isMissing(mapping.description) && isMissing(mapping.extractionEnabled);
  RelatedInfo create = clientAnswer("create", "mappingName", "Required field mappingName was missing or invalid.");
  RelatedInfo update = isBare ? clientAnswer("update", "mapping", "All properties of mapping were missing.")
                              : clientAnswer("update", "mappingName", "Required field mappingName was invalid.");
  if (mapping.mappingName.isPresent() && contract.isV1())
    checkName(mapping.mappingName, mapping.place, "the mapping", contract,
              {create, update, clientAnswer("copy", "mappingName", "Field mappingName was invalid.")});
  else if (mapping.mappingName.isPresent() || isBare)
    checkName(mapping.mappingName, mapping.place, "the mapping", contract, {create, update});
  else checkName(mapping.mappingName, mapping.place, "the mapping", contract, {create});
  checkDoubleUnderscore(mapping.mappingName, mapping.place, contract);
}

void checkGroupName(const Group& group, const Contract& contract) {
  if (group.isImplicit && isMissing(group.groupName)) return;
  RelatedInfo create = clientAnswer("create", "groupName", "Field groupName was invalid.");
  const bool isBare = isMissing(group.groupName) && isMissing(group.description) && isMissing(group.query);
  if (isBare)
    checkName(group.groupName, group.place, "the group", contract,
              {create, clientAnswer("update", "group", "All properties of group were missing.")});
  else checkName(group.groupName, group.place, "the group", contract, {create});
  checkDoubleUnderscore(group.groupName, group.place, contract);
}

void checkPropertyName(const GroupProperty& property, const Contract& contract) {
  const TextField& name = property.propertyName;
  checkName(name, property.place, "the property", contract,
            {clientAnswer("create or update", "propertyName", "Field propertyName was invalid.")});
  checkDoubleUnderscore(name, property.place, contract);
  if (!name.isPresent()) return;
  if (isOneOf(kDefaultColumns, name.value))
    contract.sink.add(onField(warning("name-shadows-default-column",
                                      quoteName(name.value) + " is the name of a column that every table has"),
                              property.place, name)
                          .withHint("choose another name; which of the two columns survives is not documented"));
  if (isOneOf(kFormulaConstants, name.value))
    contract.sink.add(onField(warning("name-shadows-constant",
                                      quoteName(name.value) + " means a constant in formulas, not this column"),
                              property.place, name)
                          .withHint("choose another name if a formula is to use the column"));
  if (!nameCharacterFault(name.value).empty()) return;
  if (std::string character = untokenisable(name.value); !character.empty())
    contract.sink.add(
        onField(warning("name-not-usable-in-formula", "formulas cannot name the column " + quoteName(name.value) +
                                                          " because of its character " + character),
                property.place, name)
            .withHint("use letters, the digits 0 to 9 and `_` if a formula is to use the column"));
}

}  // namespace premap
