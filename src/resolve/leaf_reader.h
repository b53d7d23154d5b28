// Reads the value at the end of a path from one row (R12 to R15).
#pragma once

#include <string>

#include "premap/resolve/coerce.h"
#include "premap/resolve/json_path.h"
#include "premap/sqlite/stored_row.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

/// Values refer to the row or to `text`, a buffer of the caller's.
class LeafReader {
 public:
  explicit LeafReader(const PlanData& plan) : plan_(plan) {}

  /// Follows a Leaf to its value. Reason::None: `value` is not null. `decisions` get what was decided inside JSON.
  Reason read(const Access& leaf, const StoredRow& row, Value& value, std::string& text, Decisions& decisions);
  /// A member of a JSON text that was found, as a value; its reason otherwise.
  static Reason take(const JsonValue& found, Value& value, Decisions& decisions);
  /// A class id as the options want it; `isName`: always as a name.
  void readClassId(int64_t classId, bool isName, Value& value, std::string& text);

 private:
  void readStored(const Access& leaf, const StoredRow& row, Value& value, std::string& text);
  Reason readJson(const Access& leaf, Value& value, std::string& text, Decisions& decisions);
  static void readAny(const StoredRow& row, int slot, Value& value);

  const PlanData& plan_;
  JsonWalker json_;
};

}  // namespace premap::resolve
