// Reads the value at the end of a path from one row of the plan's statement (R12 to R15).
#pragma once

#include <string>

#include "premap/resolve/coerce.h"
#include "premap/resolve/json_path.h"
#include "premap/sqlite/database.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

/// Values refer to the row or to `text`, a buffer of the caller's.
class LeafReader {
 public:
  explicit LeafReader(const PlanData& plan) : plan_(plan) {}

  /// The row that is read from now on.
  void setRow(const Statement& row) { row_ = &row, json_.newRow(); }
  /// Reads on in another statement: that of aspects beside the row, or back in the row's own.
  void readFrom(const Statement& source) { row_ = &source; }
  /// The class a slot tells; null when it is null or unknown.
  const Class* classOf(int slot) const;
  /// Follows the access to its value. Reason::None: `value` is not null.
  Reason read(const Access* access, Value& value, std::string& text, Decisions& decisions);
  /// The value of a Leaf, null or not, without what its path does inside JSON.
  void readLeaf(const Access& access, Value& value, std::string& text);
  /// A class id as the options want it; `isName`: always as a name.
  void readClassId(int64_t classId, bool isName, Value& value, std::string& text);

 private:
  Reason readJson(const Access& access, Value& value, std::string& text, Decisions& decisions);
  static void readAny(const StoredValue& stored, Value& value);

  const PlanData& plan_;
  const Statement* row_ = nullptr;
  JsonWalker json_;
};

}  // namespace premap::resolve
