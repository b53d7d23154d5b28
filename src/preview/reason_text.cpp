// The words come from docs/words; here their slots are filled with what this row and this snapshot have.
#include "premap/preview/reason_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "premap/base/text.h"
#include "premap/preview/explain.h"

namespace premap {

namespace {

using resolve::Reason;
using resolve::ReasonSlot;

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

// "add a column" -> "Add a column."
std::string sentence(std::string_view words) {
  std::string text(words);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text + ".";
}

// The words with what `textOf` answers in place of each `{slot}`.
template <class TextOf>
std::string filled(std::string_view words, TextOf textOf) {
  std::string text;
  for (size_t open = words.find('{'); open != std::string_view::npos; open = words.find('{')) {
    const size_t close = words.find('}', open);
    text += words.substr(0, open);
    if (auto slot = resolve::slotFrom(words.substr(open + 1, close - open - 1))) text += textOf(*slot);
    words.remove_prefix(close + 1);
  }
  return text + std::string(words);
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
      case Reason::PropertyMissing:
        return propertyMissing();
      case Reason::ConvertFailed:
        return convertFailed();
      case Reason::ValueNull:
        return valueNull(segmentsUntil(failedStep() + 1));
      default:
        return filled(wordsOf(entry_.reason).entry, [this](ReasonSlot slot) { return slotText(slot); });
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

  // What stands in the words of docs/words/verdicts.json for a slot.
  std::string slotText(ReasonSlot slot) const {
    const size_t at = failedStep();
    const std::string reached = segmentsUntil(at + 1), before = at ? segmentsUntil(at) : reached;
    switch (slot) {
      case ReasonSlot::Class:
        return class_;
      case ReasonSlot::Named:
        return named();
      case ReasonSlot::Aspect:
        return fullAspectName();
      case ReasonSlot::Type:
        return entry_.written->ecPropertyType.value;
      case ReasonSlot::DataType:
        return entry_.dataType;
      case ReasonSlot::RowClass:
        return entry_.rowClass.empty() ? "" : " but a " + ticked(entry_.rowClass);
      case ReasonSlot::Count:
        return std::to_string(entry_.aspectInstances);
      case ReasonSlot::Path:
        return path_;
      case ReasonSlot::First:
        return segmentsUntil(1);
      case ReasonSlot::Before:
        return before;
      case ReasonSlot::Held:
        return at && entry_.steps ? quoteText((*entry_.steps)[at - 1].value) : "";
      case ReasonSlot::Last:
        return lastOf(reached);
      case ReasonSlot::Rest:
        return path_.substr(std::min(before.size(), path_.size()));
      case ReasonSlot::Link:
        return at ? nullLink(at) : reached;
    }
    return {};
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
  const resolve::ReasonWords& words = wordsOf(entry.reason);
  std::string text = Teller(entry, catalog).tell();
  return text.empty() ? sentence(words.what) + " " + sentence(words.todo) : text;
}

std::string columnReasonText(Reason reason, const GroupProperty& property) {
  const resolve::ReasonWords& words = wordsOf(reason);
  if (!words.column.empty())
    return filled(words.column,
                  [&](ReasonSlot slot) { return slot == ReasonSlot::DataType ? property.dataType.value : ""; });
  return sentence(words.what) + " " + sentence(words.todo);
}

}  // namespace premap
