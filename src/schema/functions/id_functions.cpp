// Ids and GUIDs as text, and membership in a bound set of ids.
#include <charconv>

#include "premap/base/text.h"
#include "premap/schema/value.h"
#include "premap/sqlite/id_list.h"
#include "schema/functions/registrar.h"

namespace premap {

namespace {

void stringToGuid(sqlite3_context* context, int, sqlite3_value** values) {
  if (!isTextValue(values[0])) return;
  if (auto bytes = guidBytes(textOf(values[0])))
    sqlite3_result_blob(context, bytes->data(), static_cast<int>(bytes->size()), SQLITE_TRANSIENT);
}

void guidToString(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) != SQLITE_BLOB) return;
  auto* data = static_cast<const std::byte*>(sqlite3_value_blob(values[0]));
  std::string text = guidText({data, static_cast<size_t>(sqlite3_value_bytes(values[0]))});
  if (!text.empty()) answerText(context, text);
}

void idToHexText(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) != SQLITE_INTEGER) return;
  int64_t id = sqlite3_value_int64(values[0]);
  answerText(context, id == 0 ? "0" : idToHex(id));
}

// Always base 16, "0x" or not; too big a number is all ones, anything else 0.
int64_t idFromHexText(std::string_view text) {
  if (text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) text.remove_prefix(2);
  uint64_t id = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id, 16);
  if (end != text.data() + text.size() || fault == std::errc::invalid_argument) return 0;
  return fault == std::errc::result_out_of_range ? -1 : static_cast<int64_t>(id);
}

void hexTextToId(sqlite3_context* context, int, sqlite3_value** values) {
  if (isTextValue(values[0])) sqlite3_result_int64(context, idFromHexText(textOf(values[0])));
}

/// Digits and capital letters; a negative number by its 64 bits. Labels in BIS show ids so.
void base36(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) != SQLITE_INTEGER) return;
  char text[16];
  auto number = static_cast<uint64_t>(sqlite3_value_int64(values[0]));
  char* end = std::to_chars(text, text + sizeof text, number, 36).ptr;
  for (char* at = text; at != end; ++at)
    if (*at >= 'a') *at = static_cast<char>(*at - 'a' + 'A');
  answerText(context, {text, static_cast<size_t>(end - text)});
}

void inVirtualSet(sqlite3_context* context, int, sqlite3_value** values) {
  bool found =
      sqlite3_value_type(values[1]) == SQLITE_INTEGER && contains(idListOf(values[0]), sqlite3_value_int64(values[1]));
  sqlite3_result_int(context, found ? 1 : 0);
}

}  // namespace

void registerIdFunctions(Registrar& registrar) {
  registrar.scalar("StrToGuid", 1, stringToGuid);
  registrar.scalar("GuidToStr", 1, guidToString);
  registrar.scalar("IdToHex", 1, idToHexText);
  registrar.scalar("HexToId", 1, hexTextToId);
  registrar.scalar("base36", 1, base36);
  registrar.scalar("InVirtualSet", 2, inVirtualSet);
}

}  // namespace premap
