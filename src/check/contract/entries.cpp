// The entries of `ecProperties`: names, wildcards, paths, and entries that can never supply a value.
#include <algorithm>
#include <map>

#include "check/contract/checks.h"
#include "check/contract/enum_check.h"
#include "premap/base/text.h"
#include "premap/base/unicode.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

constexpr std::string_view kAny = "*";

bool isName(const TextField& field) {
  return field.isPresent() && !trim(field.value).empty();
}

bool isPlainName(std::string_view name) {
  const bool isDigitFirst = !name.empty() && name[0] >= '0' && name[0] <= '9';
  return !name.empty() && !isDigitFirst && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool endsWithAspect(std::string_view className) {
  constexpr std::string_view kAspect = "aspect";
  return className.size() >= kAspect.size() &&
         equalsIgnoreCase(className.substr(className.size() - kAspect.size()), kAspect);
}

std::string replaceArrows(std::string_view path) {
  std::string out;
  for (size_t i = 0; i < path.size(); ++i) {
    const bool isArrow = path.substr(i).starts_with("->");
    out += isArrow ? '.' : path[i];
    if (isArrow) ++i;
  }
  return out;
}

class EntryCheck {
 public:
  EntryCheck(const ECProperty& entry, const GroupProperty& property, const Contract& contract)
      : entry_(entry), property_(property), contract_(contract) {}

  void run() {
    checkText(entry_.ecSchemaName);
    checkText(entry_.ecClassName);
    checkText(entry_.ecPropertyName);
    if (isName(entry_.ecSchemaName)) checkClassOrSchema(entry_.ecSchemaName, "schema");
    if (isName(entry_.ecClassName)) checkClassOrSchema(entry_.ecClassName, "class");
    checkWildcards();
    if (isName(entry_.ecPropertyName)) checkPath();
    checkType();
  }

 private:
  void report(Diagnostic fault, const TextField& field, std::string hint, std::string patch = {},
              bool isPatchSafe = false, bool isRefusedByClient = false) {
    fault = onField(std::move(fault), entry_.place, field).withHint(std::move(hint)).withTarget("ecProperties");
    fault.patch = std::move(patch);
    fault.isPatchSafe = isPatchSafe;
    if (isRefusedByClient)
      fault.related.push_back(clientAnswer("create or update", "ecProperties", "Field ecProperties was invalid."));
    contract_.sink.add(std::move(fault));
  }

  std::string rewrite(const TextField& field, std::string_view text) const {
    return replaceTextPatch(entry_.place.at(field), text);
  }

  void checkText(const TextField& field) {
    const std::string key(field.key);
    if (field.state == FieldState::Faulty) return;
    if (!isName(field)) {
      const bool isPath = &field == &entry_.ecPropertyName;
      report(error("ecproperty-blank", isMissing(field) ? "the entry has no `" + key + "`" : "`" + key + "` is blank"),
             field, isPath ? "name a property, or a path like `Category.CodeValue`" : "write a name, or `*` for any",
             {}, false, true);
      return;
    }
    if (std::string_view trimmed = trim(field.value); trimmed.size() != field.value.size())
      report(error("name-whitespace", "`" + key + "` has white space around the name; the API does not remove it"),
             field, "write " + quoteName(trimmed), rewrite(field, trimmed), true);
  }

  void checkClassOrSchema(const TextField& field, std::string_view what) {
    std::string_view name = trim(field.value);
    if (name == kAny || isPlainName(name)) return;
    if (name.find('*') != name.npos)
      return report(warning("wildcard-misused", quoteName(name) + " matches no " + std::string(what) +
                                                    ": `*` stands only for the whole name"),
                    field, "write `*`, or the full name", rewrite(field, kAny));
    const size_t split = name.find_last_of(":.");
    const bool isQualified = split != name.npos && split + 1 < name.size();
    if (isQualified && what == "class") return reportQualified(field, name, split);
    if (isQualified && isPlainName(name.substr(0, name.find_first_of(":."))))
      return report(warning("ec-name-impossible", "no schema is called " + quoteName(name)), field,
                    "write the schema's name alone, without version or class",
                    rewrite(field, name.substr(0, name.find_first_of(":."))));
    report(warning("ec-name-impossible", "no " + std::string(what) + " is called " + quoteName(name) +
                                             ": such names have only letters, digits and `_`"),
           field, "use the name, not the label");
  }

  void reportQualified(const TextField& field, std::string_view name, size_t split) {
    std::string_view schema = name.substr(0, name.find_first_of(":.")), className = name.substr(split + 1);
    std::string hint = "write " + quoteName(className) + " here and " + quoteName(schema) + " as `ecSchemaName`";
    std::string patch;
    if (isPlainName(schema) && isPlainName(className) && isName(entry_.ecSchemaName)) {
      patch = rewrite(field, className);
      patch.back() = ',';
      patch += rewrite(entry_.ecSchemaName, schema).substr(1);
    }
    report(warning("ec-name-impossible", "no class is called " + quoteName(name)), field, hint, patch);
  }

  // A wildcard in either name switches inheritance and the look into aspects off.
  void checkWildcards() {
    if (!isName(entry_.ecSchemaName) || !isName(entry_.ecClassName)) return;
    const bool anySchema = entry_.ecSchemaName.value == kAny, anyClass = entry_.ecClassName.value == kAny;
    const std::string& className = entry_.ecClassName.value;
    if (anySchema == anyClass || !(anyClass || isPlainName(className))) return;
    if (anySchema && endsWithAspect(className))
      return report(warning("aspect-wildcard", "with `*` as its schema the aspect " + quoteName(className) +
                                                   " is not looked up on elements"),
                    entry_.ecSchemaName, "name the schema of the aspect");
    if (anySchema)
      return report(
          info("wildcard-no-inheritance", "with `*` as the schema only rows of a class named " + quoteName(className) +
                                              " match, not of classes derived from it"),
          entry_.ecSchemaName, "name the schema to include derived classes");
    report(info("wildcard-no-inheritance", "with `*` as the class only rows whose own class is in " +
                                               quoteName(entry_.ecSchemaName.value) +
                                               " match, not of derived classes in other schemas"),
           entry_.ecClassName, "name a base class, or use `*` for the schema too");
  }

  void checkPath() {
    std::string_view path = trim(entry_.ecPropertyName.value);
    if (path == kAny)
      return report(warning("wildcard-misused", "`*` is no property; only schema and class can be any"),
                    entry_.ecPropertyName, "name a property");
    std::string repaired;
    bool hasBlank = false, hasSpace = false;
    for (size_t begin = 0; begin <= path.size();) {
      size_t end = std::min(path.find('.', begin), path.size());
      std::string_view segment = path.substr(begin, end - begin), trimmed = trim(segment);
      hasBlank = hasBlank || trimmed.empty();
      hasSpace = hasSpace || (!trimmed.empty() && trimmed.size() != segment.size());
      if (!trimmed.empty()) repaired += (repaired.empty() ? "" : ".") + std::string(trimmed);
      begin = end + 1;
    }
    if (hasBlank || hasSpace)
      report(
          error("path-invalid", quoteName(path) + " is no valid path: " +
                                    (hasBlank ? "a name between dots is missing" : "white space stands beside a dot")),
          entry_.ecPropertyName, repaired.empty() ? "name a property" : "write " + quoteName(repaired),
          repaired.empty() ? std::string() : rewrite(entry_.ecPropertyName, repaired), true);
    else if (path.find("->") != path.npos)
      report(error("path-invalid", quoteName(path) + " is no valid path: steps are joined by dots"),
             entry_.ecPropertyName, "write `.` in place of `->`", rewrite(entry_.ecPropertyName, replaceArrows(path)),
             true);
    else if (size_t open = path.find('['); open != path.npos && path.find(']', open) != path.npos)
      report(warning("path-array-index", quoteName(path) + " names an item of an array; only members can be named"),
             entry_.ecPropertyName, "select the item in the query and map that column");
  }

  void checkType() {
    const TextField& type = entry_.ecPropertyType;
    if (!contract_.isV1()) return;
    if (isMissing(type))
      return report(error("field-missing", "the entry has no `ecPropertyType`"), type,
                    "add one of `Boolean`, `Integer`, `Double`, `String`");
    if (!type.isPresent()) return;
    if (type.value == "Undefined")
      return report(error("type-undefined", "an entry of type `Undefined` cannot be sent"), type,
                    "choose the type of the property", {}, false, true);
    if (!checkWord(ecPropertyTypes(), type, entry_.place, contract_)) return;
    DataType value = *dataTypeFrom(type.value);
    if (value == DataType::Number)
      report(info("deprecated-number", "the type `Number` is deprecated; it means `Double`"), type, "write `Double`",
             rewrite(type, "Double"), true);
    checkAgainstDataType(value);
  }

  // A9: the value is converted to the entry's type, then to the column's.
  void checkAgainstDataType(DataType type) {
    std::optional<DataType> column = dataTypeFrom(property_.dataType.value);
    auto plain = [](DataType t) { return t == DataType::Number ? DataType::Double : t; };
    if (!property_.dataType.isPresent() || !column || *column == DataType::Undefined) return;
    if (plain(type) == plain(*column)) return;
    if (type == DataType::Integer && plain(*column) == DataType::Double) return;
    report(warning("type-mismatch", "the entry is read as `" + entry_.ecPropertyType.value +
                                        "`, then put into a column of `" + property_.dataType.value + "`"),
           entry_.ecPropertyType,
           *column == DataType::String ? "the values become text; make both types the same"
                                       : "make both types the same; values that do not convert are lost",
           rewrite(entry_.ecPropertyType, toString(plain(*column))));
  }

  const ECProperty& entry_;
  const GroupProperty& property_;
  const Contract& contract_;
};

// What an entry reads, such that two entries reading the same have the same key. JSON members may differ by case alone.
std::string pathKey(const ECProperty& entry) {
  const std::string& path = entry.ecPropertyName.value;
  size_t dot = std::min(path.find('.'), path.size());
  return toUpperInvariant(std::string_view(path).substr(0, dot)) + path.substr(dot);
}

bool isWhole(const ECProperty& entry) {
  return isName(entry.ecSchemaName) && isName(entry.ecClassName) && isName(entry.ecPropertyName);
}

std::string entryKey(const ECProperty& entry) {
  return toUpperInvariant(entry.ecSchemaName.value) + '\n' + toUpperInvariant(entry.ecClassName.value) + '\n' +
         pathKey(entry) + '\n' + entry.ecPropertyType.value;
}

bool isAnyClass(const ECProperty& entry) {
  return entry.ecSchemaName.value == kAny && entry.ecClassName.value == kAny;
}

std::string describeEntry(const ECProperty& entry) {
  return entry.ecSchemaName.value + "." + entry.ecClassName.value + " " + entry.ecPropertyName.value;
}

enum class Removal { No, Offered, Safe };

void reportUnreachable(const ECProperty& entry, const ECProperty& earlier, std::string message, std::string hint,
                       const Contract& contract, Removal removal) {
  Diagnostic fault = warning("entry-unreachable", std::move(message))
                         .withPath(entry.place.path)
                         .withSpan(entry.place.span)
                         .withTarget("ecProperties")
                         .withHint(std::move(hint));
  fault.related.push_back({"the earlier entry: " + describeEntry(earlier), earlier.place.path, earlier.place.span});
  if (removal != Removal::No) fault.patch = removePatch(entry.place.path);
  fault.isPatchSafe = removal == Removal::Safe;
  contract.sink.add(std::move(fault));
}

// Reading stops at the first entry with a value, so an entry that reads no more than an earlier one
// never gets its turn.
void checkReachability(const GroupProperty& property, const Contract& contract) {
  std::map<std::string, const ECProperty*> seen, seenOfAnyClass;
  for (const ECProperty& entry : property.ecProperties) {
    if (!isWhole(entry)) continue;
    auto [same, isNew] = seen.emplace(entryKey(entry), &entry);
    if (!isNew) {
      reportUnreachable(entry, *same->second, "the same entry stands further up; this one is never used", "remove it",
                        contract, Removal::Safe);
      continue;
    }
    const std::string anyKey = pathKey(entry) + '\n' + entry.ecPropertyType.value;
    if (isAnyClass(entry)) {
      seenOfAnyClass.emplace(anyKey, &entry);
      continue;
    }
    auto wider = seenOfAnyClass.find(anyKey);
    if (wider == seenOfAnyClass.end() || endsWithAspect(entry.ecClassName.value)) continue;
    const bool canBeAspect = entry.ecSchemaName.value != kAny && entry.ecClassName.value != kAny;
    reportUnreachable(entry, *wider->second,
                      canBeAspect
                          ? "an earlier entry reads the same property of any class; this one adds something only if " +
                                quoteName(entry.ecClassName.value) + " is an aspect"
                          : "an earlier entry reads the same property of any class; this one is never used",
                      "put this entry first, or remove it", contract, canBeAspect ? Removal::No : Removal::Offered);
  }
}

void checkTypesUnused(const GroupProperty& property, const Contract& contract) {
  if (contract.isV1()) return;
  Diagnostic fault = info("v1-only-field", "`ecPropertyType` exists only in Reporting v1; it is not looked at");
  for (const ECProperty& entry : property.ecProperties) {
    if (!entry.ecPropertyType.isPresent()) continue;
    const std::string path = entry.place.at(entry.ecPropertyType);
    if (fault.path.empty()) {
      fault.path = path, fault.span = entry.ecPropertyType.span, fault.target = "ecProperties";
      fault.patch = removePatch(path);
    } else {
      fault.patch.back() = ',';
      fault.patch += removePatch(path).substr(1);
    }
  }
  if (!fault.path.empty()) contract.sink.add(std::move(fault).withHint("remove it from the entries"));
}

}  // namespace

void checkEntries(const GroupProperty& property, const Contract& contract) {
  for (const ECProperty& entry : property.ecProperties) EntryCheck(entry, property, contract).run();
  checkReachability(property, contract);
  checkTypesUnused(property, contract);
}

}  // namespace premap
