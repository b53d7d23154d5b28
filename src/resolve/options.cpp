#include "premap/resolve/options.h"

#include <nlohmann/json.hpp>

#include "premap/base/names.h"
#include "premap/base/text.h"

namespace premap::resolve {

namespace {

using Json = nlohmann::json;

constexpr SwitchInfo kSwitches[] = {
    {"entryOrder", "A1", "entry-first|source-first", "try every source of an entry before the next entry"},
    {"decodeRowClass", "A2", "true|false", "an ECClassId given as hex text or class name tells the row's class"},
    {"gateQueriedColumns", "A3", "true|false", "an entry's class must match the row for queried columns too"},
    {"matchWholeColumnName", "A4", "true|false", "compare the whole path with column names before its first segment"},
    {"firstDuplicateColumn", "A5", "true|false", "of two queried columns with one name the first counts"},
    {"polymorphicAspects", "A6", "true|false", "an aspect class counts instances of its subclasses too"},
    {"keepRepeatedRows", "A7", "true|false", "an element the query returns twice gives two rows (A19)"},
    {"typeMismatch", "A8", "conversion-fails|declared-type-filter",
     "a value that does not fit ecPropertyType is skipped, or the property's declared type decides"},
    {"convertTwice", "A9", "true|false", "convert to ecPropertyType first, then to dataType"},
    {"fractionToInteger", "A10", "truncate|refuse|round", "what an Integer column does with 2.5"},
    {"undefinedTypeIsString", "A11", "true|false", "dataType Undefined is read as String"},
    {"mergeSameNameGroups", "A15", "true|false", "groups of one name fill one table"},
    {"dropDanglingRows", "A21", "true|false", "leave out rows whose element does not exist"},
    {"jsonIntegers", "A22", "true|false", "JSON numbers written without fraction or exponent are integers"},
    {"reparseJsonStrings", "A22", "true|false", "a JSON string is parsed again while path segments are left"},
    {"classIdOutput", "A23", "hex|name", "class ids as 0x text or as Schema.Class"},
    {"wildcardsMatchNonElements", "A28", "true|false", "wildcards match rows that are no elements"},
    {"navigationMembersFirst", "A31", "true|false", "id and relClassName win over a target's property of that name"},
    {"foldUnicode", "A35", "true|false", "JSON members and aliases ignore case beyond ASCII"},
    {"trimNames", "A36", "false|true", "ignore spaces around names in an entry"},
    {"pathIntoPoints", "", "false|true", "Origin.X reads a coordinate (the contract is silent)"},
};

bool* flag(ResolveOptions& o, std::string_view name) {
  struct Named {
    std::string_view name;
    bool ResolveOptions::*member;
  };
  static constexpr Named kFlags[] = {
      {"decodeRowClass", &ResolveOptions::decodeRowClass},
      {"gateQueriedColumns", &ResolveOptions::gateQueriedColumns},
      {"matchWholeColumnName", &ResolveOptions::matchWholeColumnName},
      {"firstDuplicateColumn", &ResolveOptions::firstDuplicateColumn},
      {"polymorphicAspects", &ResolveOptions::polymorphicAspects},
      {"keepRepeatedRows", &ResolveOptions::keepRepeatedRows},
      {"convertTwice", &ResolveOptions::convertTwice},
      {"undefinedTypeIsString", &ResolveOptions::undefinedTypeIsString},
      {"mergeSameNameGroups", &ResolveOptions::mergeSameNameGroups},
      {"dropDanglingRows", &ResolveOptions::dropDanglingRows},
      {"jsonIntegers", &ResolveOptions::jsonIntegers},
      {"reparseJsonStrings", &ResolveOptions::reparseJsonStrings},
      {"wildcardsMatchNonElements", &ResolveOptions::wildcardsMatchNonElements},
      {"navigationMembersFirst", &ResolveOptions::navigationMembersFirst},
      {"foldUnicode", &ResolveOptions::foldUnicode},
      {"trimNames", &ResolveOptions::trimNames},
      {"pathIntoPoints", &ResolveOptions::pathIntoPoints},
  };
  for (const Named& named : kFlags)
    if (named.name == name) return &(o.*named.member);
  return nullptr;
}

bool setWord(ResolveOptions& o, std::string_view name, std::string_view word) {
  if (name == "entryOrder" && word == "entry-first") return o.entryOrder = EntryOrder::EntryFirst, true;
  if (name == "entryOrder" && word == "source-first") return o.entryOrder = EntryOrder::SourceFirst, true;
  if (name == "typeMismatch" && word == "conversion-fails") return o.typeMismatch = TypeMismatch::ConversionFails, true;
  if (name == "typeMismatch" && word == "declared-type-filter")
    return o.typeMismatch = TypeMismatch::DeclaredTypeFilter, true;
  if (name == "fractionToInteger" && word == "truncate") return o.fractionToInteger = FractionToInteger::Truncate, true;
  if (name == "fractionToInteger" && word == "refuse") return o.fractionToInteger = FractionToInteger::Refuse, true;
  if (name == "fractionToInteger" && word == "round") return o.fractionToInteger = FractionToInteger::Round, true;
  if (name == "classIdOutput" && word == "hex") return o.classIdOutput = ClassIdOutput::Hex, true;
  if (name == "classIdOutput" && word == "name") return o.classIdOutput = ClassIdOutput::Name, true;
  return false;
}

Diagnostic unknownOption(const std::string& name) {
  std::vector<std::string> names{"ecInstanceIds"};
  for (const SwitchInfo& info : kSwitches) names.emplace_back(info.name);
  Diagnostic fault = error("option-unknown", "there is no option `" + name + "`");
  fault.hint = knownNames(name, names);
  return fault;
}

bool readIds(ResolveOptions& options, const Json& list) {
  if (!list.is_array()) return false;
  for (const Json& item : list) {
    if (!item.is_string()) return false;
    auto id = hexToId(*item.get_ptr<const std::string*>());
    if (!id) return false;
    options.ecInstanceIds.push_back(*id);
  }
  return true;
}

}  // namespace

std::span<const SwitchInfo> switches() {
  return kSwitches;
}

Result<ResolveOptions> optionsFromJson(std::string_view json) {
  ResolveOptions options;
  if (json.empty()) return options;
  Json parsed = Json::parse(json, nullptr, false);
  if (parsed.is_null()) return options;
  if (!parsed.is_object()) return error("option-value", "`options` must be an object of switches");
  Diagnostics faults;
  for (const auto& [name, value] : parsed.items()) {
    if (name == "ecInstanceIds") {
      if (!readIds(options, value))
        faults.push_back(error("option-value", "`ecInstanceIds` must be an array of ids such as \"0x2d\""));
      continue;
    }
    const SwitchInfo* info = nullptr;
    for (const SwitchInfo& candidate : kSwitches)
      if (candidate.name == name) info = &candidate;
    if (!info) {
      faults.push_back(unknownOption(name));
      continue;
    }
    bool* target = flag(options, name);
    if (target && value.is_boolean()) *target = value.get<bool>();
    else if (target || !value.is_string() || !setWord(options, name, *value.get_ptr<const std::string*>()))
      faults.push_back(error("option-value", "`" + name + "` must be one of " + std::string(info->values)));
  }
  if (!faults.empty()) return faults;
  return options;
}

}  // namespace premap::resolve
