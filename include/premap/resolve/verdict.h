// Verdicts: why a cell has the value it has. Interned in a dictionary, so that a cell costs two bytes.
//
//   VerdictBook book;
//   uint16_t index = book.intern(verdict);
//   book.appendJson(out);   // {"verdicts":[{"entry":0,"source":"element","class":"BuildingTest.Beam","skipped":[]},
//   ...], ...}
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "premap/base/json_writer.h"
#include "premap/resolve/reason.h"

namespace premap {
struct GroupProperty;
}

namespace premap::resolve {

/// The words for a reason: docs/words/verdicts.json, from which the enumerations come too (premap/resolve/reason.h).
struct ReasonWords {
  std::string_view code;
  std::string_view shortly;      ///< for the cell itself: two or three words
  std::string_view tone;         ///< how much it should worry: quiet, attention or fault
  std::string_view what;         ///< of many rows, as the second half of a sentence
  std::string_view todo;         ///< the same for what to do
  std::string_view entry;        ///< of one row and entry, in whole sentences with slots like `{path}`; may be empty
  std::string_view column;       ///< of one row, when the reason is the column's; may be empty
  bool isToldElsewhere = false;  ///< by diagnostics: the mapping itself is at fault there, not the rows
};
const ReasonWords& wordsOf(Reason reason);
std::optional<ReasonSlot> slotFrom(std::string_view name);
std::string_view toString(Reason reason);
std::string_view toString(Source source);
/// "a column of the group's query"
std::string_view whatIs(Source source);
/// `{"short":…,"tone":…,"what":…,"todo":…}`
void writeJson(JsonWriter& json, const ReasonWords& words);

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
  std::string className;         ///< of the row or aspect instance that supplied the value, "Schema.Class"
  Reason reason = Reason::None;  ///< why there is no value: the one that decided
  int decidedBy = -1;            ///< the entry that reason is of; -1: it is the column's own
  std::vector<Skipped> skipped;
  Decisions decisions = 0;
};

/// Appends `{"entry":…,"source":…,"class":…,"reason":…,"decidedBy":…,"skipped":[…],"decisions":[…]}`.
void appendJson(std::string& out, const Verdict& verdict);
/// The same with what its reason is in words: `"words":{"short":…,"tone":…,"what":…,"todo":…}`.
std::string toldJson(const Verdict& verdict);

/// The words an answer needs, each once.
class UsedWords {
 public:
  void add(const Verdict& verdict);
  /// `{"reasons":{code:{"short":…,"tone":…,"what":…,"todo":…}},"sources":{code:"…"},"decisions":{code:"…"}}`
  void appendJson(std::string& out) const;

 private:
  void add(Reason reason) { reasons_ |= uint64_t{1} << static_cast<uint8_t>(reason); }
  uint64_t reasons_ = 0;
  uint32_t sources_ = 0;
  Decisions decisions_ = 0;
};
static_assert(kReasonCount < 64 && kSourceCount <= 32 && kDecisionCount <= 32);

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
  /// `{"verdicts":[…],"words":{…}}`
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
