// Verdicts: why a cell has the value it has. Interned in a dictionary, so that a cell costs two bytes.
//
//   VerdictBook book;
//   uint16_t index = book.intern(verdict);
//   book.appendJson(out);   // [{"entry":0,"source":"element","class":"BuildingTest.Beam","skipped":[]}, ...]
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace premap {
struct GroupProperty;
}

namespace premap::resolve {

/// Why there is no value, from "the entry does not apply" to "its value was refused" (contract, 3.9).
/// Where an entry fails at several sources the greatest reason is told: it got furthest.
enum class Reason : uint8_t {
  None,
  ColumnAbsent,   ///< R20: the merged group of this row has no such column
  MergeConflict,  ///< A16: merged groups give the column different types
  NoSource,       ///< a placeholder: no entry, no calculated type, no formula
  ClassUnknown,
  ClassMismatch,
  AspectWildcard,
  PathInvalid,
  TypeUnknown,  ///< `ecPropertyType` or `dataType` is none of the known words
  ColumnNotSelected,
  PropertyMissing,
  AspectNone,
  AspectMultiple,
  NavNull,
  NavDangling,
  JsonMemberMissing,
  JsonCaseAmbiguous,
  JsonInvalid,
  PathIntoScalar,
  ValueNull,
  ConvertFailed,
  NotGeometric,
  NotComputableOffline,
  FormulaInvalid,
  FormulaNull,
  FormulaNonFinite,
  FormulaIncomparable,
  FormulaTooLong,
  Internal
};
std::string_view toString(Reason reason);

enum class Source : uint8_t { None, Queried, Element, Aspect, Calculated, Formula };
std::string_view toString(Source source);

/// Decisions a value hung on, as bits; the names are those of the contract.
enum class Decision : uint32_t {
  A2 = 1u << 0,
  A3 = 1u << 1,
  A4 = 1u << 2,
  A5 = 1u << 3,
  A6 = 1u << 4,
  A8 = 1u << 5,
  A9 = 1u << 6,
  A10 = 1u << 7,
  A11 = 1u << 8,
  A22 = 1u << 9,
  A23 = 1u << 10,
  A28 = 1u << 11,
  A31 = 1u << 12
};
using Decisions = uint32_t;
constexpr Decisions bit(Decision decision) {
  return static_cast<Decisions>(decision);
}

struct Skipped {
  int entry = 0;
  Reason reason = Reason::None;
  bool operator==(const Skipped&) const = default;
};

struct Verdict {
  int entry = -1;  ///< the entry that supplied the value; -1: none
  Source source = Source::None;
  std::string className;  ///< of the row or aspect instance that supplied the value, "Schema.Class"
  Reason reason = Reason::None;
  std::vector<Skipped> skipped;
  Decisions decisions = 0;
};

/// Appends `{"entry":…,"source":…,"class":…,"reason":…,"skipped":[…],"decisions":[…]}`.
void appendJson(std::string& out, const Verdict& verdict);

/// What conversion to the column's type (R17) did to the values of one entry.
struct ConversionTally {
  uint64_t failed = 0, lossy = 0;
  std::vector<std::string> failedValues, lossyValues;  ///< the first different ones, as text
  void addFailed(std::string value) { ++failed, keep(failedValues, std::move(value)); }
  void addLossy(std::string value) { ++lossy, keep(lossyValues, std::move(value)); }
  bool wantsFailed() const { return failedValues.size() < kMostExamples; }
  bool wantsLossy() const { return lossyValues.size() < kMostExamples; }

 private:
  static constexpr size_t kMostExamples = 3;
  static void keep(std::vector<std::string>& values, std::string value);
};

class VerdictBook {
 public:
  /// Cost: one hash of the verdict's JSON. At most 65536 different verdicts; later ones lose their details, never
  /// their source and reason.
  uint16_t intern(const Verdict& verdict);
  const Verdict& operator[](uint16_t index) const { return verdicts_[index]; }
  size_t size() const { return verdicts_.size(); }
  void appendJson(std::string& out) const;
  /// Of an entry of a column of the mapping, for the rows read so far.
  ConversionTally& conversions(const GroupProperty* property, int entry) { return conversions_[{property, entry}]; }
  const ConversionTally* findConversions(const GroupProperty* property, int entry) const;

 private:
  uint16_t add(std::string key, const Verdict& verdict);
  std::vector<Verdict> verdicts_;
  std::unordered_map<std::string, uint16_t> indexes_;
  std::map<std::pair<const GroupProperty*, int>, ConversionTally> conversions_;
};

}  // namespace premap::resolve
