// Bytes are kept one behind the other, whatever row and column they are of.
#include "resolve/statement_columns.h"

#include <bit>

namespace premap::resolve {

void StatementColumns::copy(const StoredRow& row, int first, size_t count, size_t column, size_t to) {
  for (size_t i = 0; i < count; ++i) {
    Column& out = columns_[column + i];
    out.reach(to);
    const int index = first + static_cast<int>(i);
    const ColumnType type = row.type(index);
    out.types[to] = type;
    switch (type) {
      case ColumnType::Null:
        break;
      case ColumnType::Integer:
        out.bits[to] = static_cast<uint64_t>(row.int64(index));
        break;
      case ColumnType::Real:
        out.bits[to] = std::bit_cast<uint64_t>(row.real(index));
        break;
      case ColumnType::Text:
        out.bits[to] = copyText(row.text(index));
        break;
      case ColumnType::Blob: {
        const auto blob = row.blob(index);
        out.bits[to] = copyText({reinterpret_cast<const char*>(blob.data()), blob.size()});
      }
    }
  }
}

void StatementColumns::setNull(size_t column, size_t count, size_t to) {
  for (size_t i = 0; i < count; ++i) columns_[column + i].reach(to), columns_[column + i].types[to] = ColumnType::Null;
}

uint64_t StatementColumns::copyText(std::string_view text) {
  const uint64_t offset = bytes_.size();
  bytes_ += text;
  return offset << 32 | text.size();
}

SlotColumn StatementColumns::slot(size_t column, size_t from) const {
  const Column& of = columns_[column];
  if (of.types.empty()) return {};
  return {of.types.data() + from, of.bits.data() + from, reinterpret_cast<const std::byte*>(bytes_.data()), nullptr};
}

}  // namespace premap::resolve
