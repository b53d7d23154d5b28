// ec_classname, ec_classid, ec_instanceof: classes by id and name.
#include <array>
#include <optional>

#include "premap/base/text.h"
#include "schema/functions/registrar.h"

namespace premap {

namespace {

constexpr std::array<std::string_view, 7> kFormats{"s:c", "a:c", "s", "a", "c", "s.c", "a.c"};

// A format is a name or its number; anything else means the default.
std::optional<size_t> formatOf(sqlite3_value* value) {
  if (isTextValue(value)) {
    std::string_view wanted = textOf(value);
    for (size_t i = 0; i < kFormats.size(); ++i)
      if (equalsIgnoreCase(kFormats[i], wanted)) return i;
    return std::nullopt;
  }
  if (sqlite3_value_type(value) != SQLITE_INTEGER) return 0;
  int64_t number = sqlite3_value_int64(value);
  if (number < 0 || number >= static_cast<int64_t>(kFormats.size())) return std::nullopt;
  return static_cast<size_t>(number);
}

std::string formatted(const Class& cls, std::string_view format) {
  std::string out;
  for (char c : format) {
    if (c == 's') out += cls.schema->name;
    else if (c == 'a') out += cls.schema->alias;
    else if (c == 'c') out += cls.name;
    else out += c;
  }
  return out;
}

void className(sqlite3_context* context, int count, sqlite3_value** values) {
  if (count < 1 || count > 2) return answerError(context, "ec_classname expects one or two arguments");
  if (isNullValue(values[0])) return;
  auto format = count == 2 ? formatOf(values[1]) : std::optional<size_t>(0);
  const Class* cls = catalogOf(context).classById(sqlite3_value_int64(values[0]));
  if (cls && format) answerText(context, formatted(*cls, kFormats[*format]));
}

void classId(sqlite3_context* context, int count, sqlite3_value** values) {
  if (count < 1 || count > 2) return answerError(context, "ec_classid expects one or two arguments");
  for (int i = 0; i < count; ++i)
    if (!isTextValue(values[i])) return;
  const Catalog& catalog = catalogOf(context);
  const Class* cls =
      count == 1 ? catalog.findClass(textOf(values[0])) : catalog.findClass(textOf(values[0]), textOf(values[1]));
  if (cls) sqlite3_result_int64(context, cls->id);
}

// By its name or its id.
const Class* classOf(const Catalog& catalog, sqlite3_value* value) {
  if (isTextValue(value)) return catalog.findClass(textOf(value));
  return sqlite3_value_type(value) == SQLITE_INTEGER ? catalog.classById(sqlite3_value_int64(value)) : nullptr;
}

// NULL as soon as one name is unknown, whatever the others say: that is how the native function has it.
void instanceOf(sqlite3_context* context, int count, sqlite3_value** values) {
  if (count < 2) return answerError(context, "ec_instanceof expects a class id and at least one class");
  const Catalog& catalog = catalogOf(context);
  const Class* cls = classOf(catalog, values[0]);
  if (!cls && isTextValue(values[0])) return;
  bool found = false;
  for (int i = 1; i < count; ++i) {
    const Class* base = classOf(catalog, values[i]);
    if (!base && isTextValue(values[i])) return;
    found = found || (cls && base && catalog.isA(*cls, *base));
  }
  sqlite3_result_int(context, found ? 1 : 0);
}

bool isStoredInLinkTable(const Class& cls) {
  return cls.strategy == MapStrategy::OwnTable || cls.strategy == MapStrategy::TablePerHierarchy ||
         cls.strategy == MapStrategy::ExistingTable;
}

// Can `$` be asked for: of entities, and of relationships with a table of their own.
void supportsInstanceQuery(sqlite3_context* context, int, sqlite3_value** values) {
  bool isName = isTextValue(values[0]) && textOf(values[0]).find_first_of(".:") != std::string_view::npos;
  if (!isName && !isNullValue(values[0]) && sqlite3_value_type(values[0]) != SQLITE_INTEGER)
    return answerError(context, "supports_instance_query expects a class id, or a name such as 'Schema.Class'");
  const Class* cls = classOf(catalogOf(context), values[0]);
  bool isEntity = cls && cls->type == ClassType::Entity && !cls->isMixin && cls->strategy != MapStrategy::NotMapped;
  bool isLinkTable = cls && cls->type == ClassType::Relationship && isStoredInLinkTable(*cls);
  sqlite3_result_int(context, isEntity || isLinkTable ? 1 : 0);
}

}  // namespace

void registerClassFunctions(Registrar& registrar) {
  registrar.scalar("ec_classname", -1, className);
  registrar.scalar("ec_classid", -1, classId);
  registrar.scalar("ec_instanceof", -1, instanceOf);
  registrar.scalar("supports_instance_query", 1, supportsInstanceQuery);
}

}  // namespace premap
