// From counts to diagnostics: which of a column's reasons is worth telling, and with which patch.
#include "preview/profile_notes.h"

#include <algorithm>

#include "premap/base/text.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

using resolve::Reason;
using Reasons = std::map<Reason, uint64_t>;

/// Fewer filled rows than one in so many: the column is mostly null.
constexpr uint64_t kMostlyNull = 10;

bool isToldElsewhere(Reason reason) {
  return wordsOf(reason).isToldElsewhere;
}

uint64_t sumOf(const Reasons& reasons) {
  uint64_t sum = 0;
  for (const auto& [reason, count] : reasons) sum += count;
  return sum;
}

Reason mostFrequent(const Reasons& reasons) {
  auto isLess = [](const auto& a, const auto& b) { return a.second < b.second; };
  const auto most = std::max_element(reasons.begin(), reasons.end(), isLess);
  return most == reasons.end() ? Reason::None : most->first;
}

// "the property is null", or "mostly (50 of 80 rows) the property is null".
std::string because(const Reasons& reasons, Reason dominant) {
  const std::string what(wordsOf(dominant).what);
  if (reasons.size() == 1) return what;
  return what + " in " + std::to_string(reasons.at(dominant)) + " of them";
}

class ColumnNotes {
 public:
  ColumnNotes(const GroupProperty& property, const ColumnStory& story, Diagnostics& diagnostics)
      : property_(property), story_(story), diagnostics_(diagnostics) {}

  void run() {
    noteNulls();
    for (size_t e = 0; e < story_.entries.size(); ++e) {
      if (story_.filled) noteUnused(property_.ecProperties[e], story_.entries[e], e);
      noteConversions(property_.ecProperties[e], e);
    }
  }

 private:
  std::string name() const { return "`" + property_.propertyName.value + "`"; }

  void add(Diagnostic fault, const std::string& path, Span span, std::string_view target, std::string hint,
           std::string patch = {}) {
    Diagnostic placed =
        std::move(fault).withPath(path).withSpan(span).withTarget(std::string(target)).withHint(std::move(hint));
    placed.patch = std::move(patch);
    diagnostics_.push_back(std::move(placed));
  }

  void noteNulls() {
    std::map<Reason, uint64_t> known = story_.nullReasons;
    const auto unknown = known.find(Reason::NotComputableOffline);
    const uint64_t rows = story_.filled + story_.nulls, nulls = unknown == known.end() ? 0 : unknown->second;
    // However few rows it is of: the extraction has values there, and only the others are empty for sure.
    if (nulls) noteUnknown(nulls, rows), known.erase(unknown);
    if (known.count(Reason::GeometryNotLoaded)) return;  // nothing is known of such a column, and its plan says why
    const uint64_t maybe = story_.filled + nulls;
    if (known.empty() || maybe * kMostlyNull >= rows) return;
    const Reason dominant = mostFrequent(known);
    if (isToldElsewhere(dominant)) return;
    const std::string why = ": " + because(known, dominant), &path = property_.place.path;
    if (maybe == 0)
      add(warning("column-all-null", "the column " + name() + " is null in " +
                                         (rows == 1 ? "the only row" : "all " + std::to_string(rows) + " rows") + why),
          path, property_.place.span, "", std::string(wordsOf(dominant).todo));
    else
      add(info("column-mostly-null", "the column " + name() + " is null in " + std::to_string(story_.nulls - nulls) +
                                         " of " + countOf(rows, "row", "rows") + why),
          path, property_.place.span, "", std::string(wordsOf(dominant).todo));
  }

  void noteUnknown(uint64_t nulls, uint64_t rows) {
    const TextField& type = property_.calculatedPropertyType;
    const bool isCalculated = type.isPresent();
    add(info("not-computable-offline", (isCalculated ? "`" + type.value + "`" : "the column " + name()) + " of " +
                                           countOf(nulls, "row", "rows") + " out of " + std::to_string(rows) +
                                           " needs what only the extraction has; premap shows null"),
        isCalculated ? property_.place.at(type) : property_.place.path, isCalculated ? type.span : property_.place.span,
        isCalculated ? type.key : "", "nothing, if it is meant; the extracted table will have the values");
  }

  void noteUnused(const ECProperty& entry, const EntryStory& story, size_t e) {
    if (story.wins) return;
    const std::string number = "entry " + std::to_string(e + 1) + " of the column " + name() + " ";
    const Reason dominant = mostFrequent(story.skipped);
    if (isToldElsewhere(dominant)) return;
    const uint64_t asked = sumOf(story.skipped);
    if (asked == 0)
      add(warning("entry-never-used", number + "is never looked at: earlier entries have a value in every row"),
          entry.place.path, entry.place.span, "ecProperties", "remove it, or put it further up",
          removePatch(entry.place.path));
    else
      add(warning("entry-never-used", number + "gives no row a value: " + because(story.skipped, dominant)),
          entry.place.path, entry.place.span, "ecProperties",
          std::string(wordsOf(dominant).todo) + ", or remove the entry");
  }

  void noteConversions(const ECProperty& entry, size_t e) {
    const resolve::ConversionTally& tally = story_.entries[e].conversions;
    const std::string& type = property_.dataType.value;
    auto examples = [](std::vector<std::string> values, uint64_t total) {
      for (std::string& value : values) value = shortened(value);
      return examplesOf(values, total, "`");
    };
    if (tally.failed)
      add(warning("type-mismatch", countOf(tally.failed, "value does", "values do") + " not convert to `" + type +
                                       "`: " + examples(tally.failedValues, tally.failed)),
          entry.place.at(entry.ecPropertyName), entry.ecPropertyName.span, "dataType",
          typesOf(entry) + " `String`, or map a property that holds such values", retype(entry, "String"));
    if (tally.lossy)
      add(warning("lossy-conversion", countOf(tally.lossy, "value loses", "values lose") + " something as `" + type +
                                          "`: " + examples(tally.lossyValues, tally.lossy)),
          entry.place.at(entry.ecPropertyName), entry.ecPropertyName.span, "dataType",
          typesOf(entry) + " `" + std::string(lossless(entry)) + "`", retype(entry, lossless(entry)));
  }

  // A9: a value is converted to the entry's type, then to the column's; whole numbers are what cuts it.
  std::string_view lossless(const ECProperty& entry) const {
    const bool isWhole = property_.dataType.value == "Integer" || entry.ecPropertyType.value == "Integer";
    return isWhole && property_.dataType.value != "String" ? "Double" : "String";
  }

  std::string typesOf(const ECProperty& entry) const {
    return entry.ecPropertyType.isPresent() ? "make the types of " + name() + " and of this entry"
                                            : "make the data type of " + name();
  }

  // Both types become one, so that nothing is lost on the way.
  std::string retype(const ECProperty& entry, std::string_view type) const {
    std::string operations;
    auto replace = [&](const TextField& field, const std::string& path) {
      if (!field.isPresent() || field.value == type) return;
      operations += operations.empty() ? "" : ",";
      operations += R"({"op":"replace","path":)";
      appendJsonString(operations, path);
      operations += R"(,"value":")" + std::string(type) + "\"}";
    };
    replace(property_.dataType, property_.place.at(property_.dataType));
    replace(entry.ecPropertyType, entry.place.at(entry.ecPropertyType));
    return operations.empty() ? operations : "[" + operations + "]";
  }

  static std::string shortened(const std::string& value) {
    if (value.empty()) return "(empty text)";
    if (value.empty()) return "(empty text)";
    constexpr size_t kLongest = 40;
    if (value.size() <= kLongest) return value;
    size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(value[cut]) & 0xC0) == 0x80) --cut;
    return value.substr(0, cut) + "…";
  }

  const GroupProperty& property_;
  const ColumnStory& story_;
  Diagnostics& diagnostics_;
};

}  // namespace

void noteColumn(const GroupProperty& property, const ColumnStory& story, Diagnostics& diagnostics) {
  ColumnNotes(property, story, diagnostics).run();
}

std::string countOf(uint64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string listOf(const std::vector<std::string>& items, std::string_view quote) {
  std::string list;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i) list += i + 1 == items.size() ? " and " : ", ";
    list += std::string(quote) + items[i] + std::string(quote);
  }
  return list;
}

std::string examplesOf(const std::vector<std::string>& items, uint64_t total, std::string_view quote) {
  return (total > items.size() ? "for example " : "") + listOf(items, quote);
}

}  // namespace premap
