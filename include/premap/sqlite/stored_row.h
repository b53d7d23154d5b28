// StoredRow: stored values by the number of their column, wherever they were read: from a statement's row (database.h),
// or from the pages themselves. Asking for a value as what it is not converts it as SQLite does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace premap {

enum class ColumnType : uint8_t { Null, Integer, Real, Text, Blob };

class StoredRow {
 public:
  virtual ColumnType type(int index) const = 0;
  virtual int64_t int64(int index) const = 0;
  virtual double real(int index) const = 0;
  /// Lives as long as the row.
  virtual std::string_view text(int index) const = 0;
  virtual std::span<const std::byte> blob(int index) const = 0;
  bool isNull(int index) const { return type(index) == ColumnType::Null; }

 protected:
  ~StoredRow() = default;
};

}  // namespace premap
