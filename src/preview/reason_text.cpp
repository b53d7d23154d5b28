#include "premap/preview/reason_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "premap/base/text.h"
#include "premap/preview/explain.h"

namespace premap {

namespace {

using resolve::Reason;

constexpr size_t kLongestQuote = 60;

std::string ticked(std::string_view text) {
  return "`" + std::string(text) + "`";
}

// A value's JSON, short enough to read.
std::string quote(std::string_view json) {
  if (json.size() <= kLongestQuote) return std::string(json);
  size_t cut = kLongestQuote;
  while (cut > 0 && (static_cast<unsigned char>(json[cut]) & 0xC0) == 0x80) --cut;  // not inside a character
  return std::string(json.substr(0, cut)) + "…";
}

// The text a JSON string holds, itself mostly JSON, without the escapes of being quoted.
std::string quoteText(std::string_view json) {
  auto text = nlohmann::json::parse(json, nullptr, false);
  std::string shown = quote(text.is_string() ? *text.get_ptr<const std::string*>() : json);
  return shown.empty() ? "it is empty" : ticked(shown);
}

std::string didYouMean(std::string_view name, const std::vector<std::string>& names) {
  auto near = nearestName(name, names);
  return near ? " Did you mean " + ticked(*near) + "?" : "";
}

class Teller {
 public:
  Teller(const FailedEntry& entry, const Catalog& catalog)
      : entry_(entry),
        catalog_(catalog),
        schema_(entry.written->ecSchemaName.value),
        class_(entry.written->ecClassName.value),
        path_(entry.written->ecPropertyName.value) {}

  std::string tell() const {
    switch (entry_.reason) {
      case Reason::ClassUnknown:
        return classUnknown();
      case Reason::ClassMismatch:
        return classMismatch();
      case Reason::AspectWildcard:
        return ticked(class_) +
               " is an aspect class, and aspects are not looked up when schema or class is `*`. Write " +
               fullAspectName() + ".";
      case Reason::PathInvalid:
        return "The path " + ticked(path_) + " has a blank part. Separate names by single dots.";
      case Reason::TypeUnknown:
        return ticked(entry_.written->ecPropertyType.value) +
               " is no type: ecPropertyType is Boolean, Integer, Double, Number or String, letter case counts.";
      case Reason::ColumnNotSelected:
        return "The row is no element" + (entry_.rowClass.empty() ? "" : " but a " + ticked(entry_.rowClass)) +
               ", so only what the query selects can be mapped. Add " + ticked(segmentsUntil(1)) + " to its SELECT.";
      case Reason::AspectNone:
        return "The element owns no " + ticked(named()) +
               " aspect. Add an entry as a fallback if the column must not be empty here.";
      case Reason::AspectMultiple:
        return "The element owns " + std::to_string(entry_.aspectInstances) + " " + ticked(named()) +
               " aspects; with more than one none is taken. Name a more specific aspect class, or join the one you "
               "mean in the query and map the column it selects.";
      case Reason::PropertyMissing:
        return propertyMissing();
      case Reason::ConvertFailed:
        return convertFailed();
      default:
        return alongPath();
    }
  }

 private:
  std::string named() const { return schema_ + "." + class_; }

  std::string classUnknown() const {
    for (const std::string& name : {schema_, class_})
      if (name.size() > 1 && name.find('*') != std::string::npos)
        return ticked(name) +
               " is no pattern: `*` stands for every name only alone, so the entry never applies. Write "
               "`*` or the whole name.";
    const Schema* schema = schema_ == "*" ? nullptr : catalog_.findSchema(schema_);
    if (schema && !equalsIgnoreCase(schema->name, schema_))
      return ticked(schema_) + " is the alias of a schema, entries need its name: write " + ticked(schema->name) + ".";
    std::vector<std::string> names;
    if (schema_ != "*" && !schema) {
      for (const auto& each : catalog_.schemas()) names.push_back(each->name);
      return "The snapshot has no schema " + ticked(schema_) + ", so the entry never applies." +
             didYouMean(schema_, names);
    }
    for (const Class* cls : catalog_.classes())
      if (!schema || cls->schema == schema) names.push_back(cls->name);
    std::string where = schema ? "Schema " + ticked(schema->name) : "The snapshot";
    return where + " has no class " + ticked(class_) + ", so the entry never applies." + didYouMean(class_, names);
  }

  std::string classMismatch() const {
    std::string row = entry_.rowClass.empty() ? "The class of this row is not told, and the entry asks for one"
                                              : "This row is a " + ticked(entry_.rowClass);
    if (entry_.rowClass.empty()) return row + ". Select ECClassId, or write `*` for schema and class.";
    if (schema_ == "*")
      return row + ", not a " + ticked(class_) +
             "; without a schema subclasses do not match. Write the class's schema to "
             "include them, or add an entry for this class.";
    if (class_ == "*")
      return row + ", no class of schema " + ticked(schema_) +
             " itself. Name a class to include subclasses of other schemas, or add an entry for this class.";
    return row + ", which is no " + ticked(named()) +
           ": the entry does not apply. If it should, name a base class of both, or add an entry for this class.";
  }

  std::string fullAspectName() const {
    for (const Class* cls : catalog_.classes())
      if (equalsIgnoreCase(cls->name, class_)) return ticked(cls->fullName('.'));
    return "both";
  }

  // --- along the path ------------------------------------------------------------------------------------------------
  // The first part of the path that reached nothing.
  size_t failedStep() const {
    if (!entry_.steps || entry_.steps->empty()) return 0;
    size_t at = 0;
    while (at + 1 < entry_.steps->size() && (*entry_.steps)[at].verdict.source != resolve::Source::None) ++at;
    return at;
  }

  // The first `count` parts of the path.
  std::string segmentsUntil(size_t count) const {
    size_t end = 0;
    for (size_t i = 0; i < count && end != std::string::npos; ++i) end = path_.find('.', end + (i > 0));
    return path_.substr(0, end);
  }

  std::string lastOf(const std::string& path) const {
    size_t dot = path.rfind('.');
    return dot == std::string::npos ? path : path.substr(dot + 1);
  }

  std::string propertyMissing() const {
    size_t at = failedStep();
    std::string reached = segmentsUntil(at + 1);
    if (at > 0)
      return "What " + ticked(segmentsUntil(at)) + " leads to has no property " + ticked(lastOf(reached)) +
             " on this row. Look it up in the class it leads to, or add an entry for rows like this.";
    std::vector<std::string> names;
    const Class* cls = readClass();
    if (cls)
      for (const Property* property : cls->properties) names.push_back(property->name);
    return ticked(cls ? cls->fullName('.') : entry_.rowClass) + " has no property " + ticked(reached) +
           ", and the query selects no column of that name." +
           (didYouMean(reached, names).empty() ? " Add an entry for rows of this class, or select such a column."
                                               : didYouMean(reached, names));
  }

  // Where the path begins: the aspect the entry names, when the row's class does not match it, or the row's class.
  const Class* readClass() const {
    const Class* row = catalog_.findClass(entry_.rowClass);
    const Class* asked = schema_ == "*" || class_ == "*" ? nullptr : catalog_.findClass(schema_, class_);
    return asked && row && !catalog_.isA(*row, *asked) ? asked : row;
  }

  std::string convertFailed() const {
    std::string value = entry_.steps && !entry_.steps->empty() ? entry_.steps->back().value : "null";
    const std::string declared = entry_.written->ecPropertyType.isPresent() ? entry_.written->ecPropertyType.value : "";
    if (value == "null")
      return ticked(path_) +
             " holds bytes, or a number too large for a double: neither is a value of any column type. Map another "
             "property.";
    std::string into =
        declared.empty() || declared == entry_.dataType ? entry_.dataType : declared + ", then " + entry_.dataType;
    return "The value " + quote(value) + " of " + ticked(path_) + " does not convert to " + into +
           ". Give the column another dataType (String takes every text), or map a property of that type.";
  }

  std::string alongPath() const {
    size_t at = failedStep();
    std::string reached = segmentsUntil(at + 1), before = at ? segmentsUntil(at) : reached;
    std::string held = at && entry_.steps ? quoteText((*entry_.steps)[at - 1].value) : "";
    switch (entry_.reason) {
      case Reason::NavNull:
        return ticked(before == reached || at == 0 ? reached : nullLink(at)) +
               " is null on this row, there is nothing to follow. Add an entry as a fallback for such rows.";
      case Reason::NavDangling:
        return ticked(before) + " leads to an instance the snapshot does not have: " + held +
               ". The model is inconsistent here; tell its owner, and add an entry as a fallback.";
      case Reason::NotComputableOffline:
        return ticked(before) + " leads to an instance of a class that its relationship does not allow: " + held +
               ". premap does not guess what an extraction makes of it. The model is inconsistent here; tell its "
               "owner.";
      case Reason::JsonMemberMissing:
        return "The JSON of " + ticked(before) + " has no member " + ticked(lastOf(reached)) + ": " + held +
               ". Check its spelling; add an entry as a fallback if only some rows have it.";
      case Reason::JsonCaseAmbiguous:
        return "The JSON of " + ticked(before) + " has members that differ only in letter case, none is spelt " +
               ticked(lastOf(reached)) + ": " + held + ". Write it exactly as there.";
      case Reason::JsonInvalid:
        return "The text of " + ticked(before) + " is no JSON object, so it has no members: " + held +
               ". Leave out what follows, or add an entry as a fallback for such rows.";
      case Reason::PathIntoScalar:
        return ticked(before) + " is a plain value or a list, nothing can follow it. Remove " +
               ticked(path_.substr(std::min(before.size(), path_.size()))) + ".";
      case Reason::ValueNull:
        return valueNull(reached);
      default:
        return "The entry gives no value (" + std::string(toString(entry_.reason)) + ").";
    }
  }

  std::string valueNull(const std::string& reached) const {
    const Class* cls = readClass();
    if (cls && !catalog_.findProperty(*cls, segmentsUntil(1)))
      return "The query's column " + ticked(reached) +
             " is null on this row. Add an entry as a fallback, or have the query give another value.";
    std::string of = entry_.aspectInstances == 1 ? " of the element's " + ticked(named()) + " aspect" : "";
    return ticked(reached) + of +
           " is null in the snapshot; the entry itself is fine. Add an entry as a fallback, or have the value filled "
           "in "
           "the model.";
  }

  // `A.B.C` where A.B is null: the link that leads nowhere is A.B.
  std::string nullLink(size_t at) const {
    return (*entry_.steps)[at].verdict.reason == Reason::ValueNull ? segmentsUntil(at + 1) : segmentsUntil(at);
  }

  const FailedEntry& entry_;
  const Catalog& catalog_;
  const std::string &schema_, &class_, &path_;
};

}  // namespace

std::string reasonText(const FailedEntry& entry, const Catalog& catalog) {
  return Teller(entry, catalog).tell();
}

std::string columnReasonText(Reason reason, const GroupProperty& property) {
  switch (reason) {
    case Reason::ColumnAbsent:
      return "Several groups share the name, and the one this row is of has no such column. Add it there to fill it.";
    case Reason::MergeConflict:
      return "Groups of one name give this column different data types. Give it the same dataType in all of them.";
    case Reason::NoSource:
      return "The column names nothing to read. Add an entry to ecProperties, a calculatedPropertyType or a formula.";
    case Reason::TypeUnknown:
      return ticked(property.dataType.value) +
             " is no data type. Write Boolean, Integer, Double or String, letter case counts.";
    case Reason::NotGeometric:
      return "The row has no geometry to measure. Expected for such rows; a formula may give another value.";
    case Reason::NotComputableOffline:
      return "This measure needs the exact geometry, which only the service evaluates; premap does not guess. Run an "
             "extraction to see it; the bounding-box measures are shown here.";
    case Reason::FormulaInvalid:
      return "The formula has a fault. The diagnostics of the mapping say where.";
    case Reason::FormulaNull:
      return "The formula gives null, mostly because a column it reads is null. Handle it with ifnull, or fill that "
             "column.";
    case Reason::FormulaNonFinite:
      return "The formula gives no finite number: it divides by zero, or goes beyond what a number can hold. Guard it "
             "with if.";
    case Reason::FormulaIncomparable:
      return "The formula compares a text that is no number with a number. Compare values of one type.";
    case Reason::FormulaTooLong:
      return "The formula makes a text that is too long. Shorten it, with substring for example.";
    default:
      return {};
  }
}

}  // namespace premap
