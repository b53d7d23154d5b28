// The contract's rules in the plainest form: one row after the other, one entry after the other, one source after the
// other, each value read when it is needed. Deliberately slow; only the tests' judge of the plan.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "premap/resolve/options.h"
#include "resolve/naive_file.h"

namespace premap::test {

/// A value before conversion, by the rows of table A10.
struct NaiveValue {
  enum Kind { Boolean, Integer, Double, Text, Date, Id, Guid, Composite, Bytes } kind = Text;
  Json json;
};

/// What became of an attempt: a value, or the reason why there is none.
struct NaiveOutcome {
  std::optional<NaiveValue> value;
  std::string reason;
  std::string className;  ///< of the aspect instance
};

struct NaiveQueried {
  std::string access;  ///< as ECSQL calls the column: an alias, or the property path
  std::string name;    ///< the same, numbered when it repeats: "X_1"
  NaiveOutcome outcome;
  const NaiveProperty* navigation = nullptr;  ///< of a selected navigation property
  const NaiveClass* relationship = nullptr;
  int64_t targetId = 0;
  int primitive = 2305;  ///< what the column holds; only text can be gone into
};

struct NaiveRow {
  std::optional<int64_t> id;            ///< ECInstanceId; nullopt when the query does not select it
  const NaiveClass* told = nullptr;     ///< what ECClassId tells
  const NaiveClass* element = nullptr;  ///< the class of the element of that id
  std::vector<NaiveQueried> queried;    ///< every column, ECInstanceId and ECClassId too
  const NaiveClass* rowClass() const { return told ? told : element; }
};

/// A cell as the plan should give it.
struct NaiveCell {
  Json value;  ///< null when there is none
  int entry = -1;
  std::string source = "none", className, reason;
  std::vector<std::pair<int, std::string>> skipped;
};

class NaiveResolver {
 public:
  NaiveResolver(NaiveFile& file, const resolve::ResolveOptions& options);

  /// `property` is a GroupProperty of the mapping's JSON.
  NaiveCell cell(const NaiveRow& row, const Json& property);
  /// The same with a formula that reads another cell of the row.
  NaiveCell withFormula(NaiveCell cell, const Json& property, const NaiveCell& read) const;
  /// The five default columns.
  std::vector<Json> defaults(const NaiveRow& row);
  bool isElement(const NaiveClass& cls) const;

 private:
  struct Attempt {
    std::string source;
    NaiveOutcome outcome;
    bool isMade = true;  ///< false: it failed before anything was read
  };
  std::vector<Attempt> attempts(const NaiveRow& row, const Json& entry);
  NaiveOutcome queried(const NaiveRow& row, const std::string& path, bool& isFound);
  NaiveOutcome aspect(const NaiveRow& row, const NaiveClass& named, const std::vector<std::string>& path);
  NaiveOutcome measured(const NaiveRow& row, const std::string& type, const std::string& dataType,
                        const std::string& stream);
  NaiveOutcome calculated(const NaiveRow& row, const std::string& type, const std::string& dataType);
  NaiveOutcome coerce(NaiveOutcome outcome, const Json& entry, const std::string& dataType) const;
  std::optional<NaiveValue> convert(const NaiveValue& value, const std::string& type) const;
  bool isMatch(const NaiveRow& row, const std::string& schema, const std::string& name) const;
  std::string whyUnmatched(const std::string& schema, const std::string& name) const;

  NaiveOutcome at(const NaiveClass& cls, int64_t id, const std::vector<std::string>& path);
  NaiveOutcome navigated(const NaiveProperty& navigation, int64_t target, const std::vector<std::string>& path);
  NaiveOutcome whole(const NaiveClass& cls, int64_t id, const NaiveProperty& property, const std::string& access);
  NaiveOutcome primitive(const NaiveProperty& property, const NaiveStored& stored) const;
  NaiveOutcome jsonAt(const NaiveOutcome& text, const std::vector<std::string>& path) const;
  NaiveValue classId(const NaiveClass& cls, bool isName) const;
  int64_t rootId(const char* name) const;
  std::string fold(const std::string& name) const;

  NaiveFile& file_;
  resolve::ResolveOptions options_;
  int64_t element_ = 0, aspect_ = 0;
};

/// The greater of two reasons: the one that got further (docs/resolution.md, "Why a cell is null").
const std::string& further(const std::string& a, const std::string& b);

}  // namespace premap::test
