// Numbers compare exactly whatever their types, texts by their collation: any other order misses entries of an index.
#include "pages/key_order.h"

#include <algorithm>
#include <cstring>

namespace premap {
namespace {

template <class T>
int order(T a, T b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// Exact, unlike a comparison of the two as doubles.
int order(int64_t a, double b) {
  if (b < -9223372036854775808.0) return 1;
  if (b >= 9223372036854775808.0) return -1;
  const int whole = order(a, static_cast<int64_t>(b));
  return whole != 0 ? whole : order(static_cast<double>(a), b);
}

int orderBytes(std::string_view a, std::string_view b) {
  const size_t both = std::min(a.size(), b.size());
  const int first = both == 0 ? 0 : std::memcmp(a.data(), b.data(), both);
  return first != 0 ? first : order(a.size(), b.size());
}

unsigned char folded(char c) {
  return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

// SQLite's NOCASE: ASCII alone. A zero byte ends the comparison.
int orderNoCase(std::string_view a, std::string_view b) {
  const size_t both = std::min(a.size(), b.size());
  for (size_t i = 0; i < both; ++i) {
    if (const int c = order(folded(a[i]), folded(b[i])); c != 0) return c;
    if (a[i] == 0) break;
  }
  return order(a.size(), b.size());
}

std::string_view withoutBlanks(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

int orderTexts(std::string_view a, std::string_view b, std::string_view collation) {
  if (collation == "NOCASE") return orderNoCase(a, b);
  if (collation == "RTRIM") return orderBytes(withoutBlanks(a), withoutBlanks(b));
  return orderBytes(a, b);
}

ColumnType typeOf(const StoredField& field) {
  if (field.isInteger()) return ColumnType::Integer;
  if (field.kind == StoredKind::Real) return field.isNan() ? ColumnType::Null : ColumnType::Real;
  if (field.kind == StoredKind::Text) return ColumnType::Text;
  return field.kind == StoredKind::Blob ? ColumnType::Blob : ColumnType::Null;
}

int rank(ColumnType type) {
  return type == ColumnType::Null ? 0 : type == ColumnType::Text ? 2 : type == ColumnType::Blob ? 3 : 1;
}

int orderNumbers(const StoredField& field, bool isInteger, const KeyValue& key) {
  if (isInteger)
    return key.type == ColumnType::Integer ? order(field.integer(), key.integer) : order(field.integer(), key.real);
  return key.type == ColumnType::Integer ? -order(key.integer, field.real()) : order(field.real(), key.real);
}

}  // namespace

bool isKnownCollation(std::string_view name) {
  return name == "BINARY" || name == "NOCASE" || name == "RTRIM";
}

int compareValues(const StoredField& field, const KeyValue& key, std::string_view collation) {
  const ColumnType type = typeOf(field);
  if (const int kinds = order(rank(type), rank(key.type)); kinds != 0) return kinds;
  switch (key.type) {
    case ColumnType::Null:
      return 0;
    case ColumnType::Text:
      return orderTexts(field.text(), key.bytes, collation);
    case ColumnType::Blob:
      return orderBytes(field.text(), key.bytes);
    default:
      return orderNumbers(field, type == ColumnType::Integer, key);
  }
}

}  // namespace premap
