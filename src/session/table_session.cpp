// Reads a query's JSON, and wraps what the rows come to.
#include "premap/session/table_session.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "premap/preview/table_rows.h"
#include "premap/session/envelope.h"

namespace premap {

namespace {

using Json = nlohmann::json;

std::string textOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? *found->get_ptr<const std::string*>() : std::string();
}

bool flagOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

std::optional<SqlValue> bindingOf(const Json& value) {
  if (value.is_null()) return SqlValue();
  if (value.is_string()) return SqlValue(*value.get_ptr<const std::string*>());
  if (!value.is_object()) return std::nullopt;
  if (const auto real = value.find("real"); real != value.end() && real->is_number())
    return SqlValue(real->get<double>());
  const std::string digits = textOf(value, "long");
  int64_t number = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || fault != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return SqlValue(number);
}

FieldType fieldTypeOf(std::string_view word) {
  if (word == "Boolean") return FieldType::Boolean;
  if (word == "Integer") return FieldType::Integer;
  return word == "Double" ? FieldType::Double : FieldType::String;
}

// Nothing when a binding is none; what else is missing has its default.
std::optional<RowsQuery> queryOf(const Json& json) {
  RowsQuery query;
  query.sql = textOf(json, "sql");
  query.format = textOf(json, "format") == "csv" ? RowsFormat::Csv : RowsFormat::Json;
  query.omitNulls = flagOf(json, "omitNulls");
  query.integersAsText = flagOf(json, "integersAsText");
  for (const auto& [name, value] : json.items()) {
    if (name == "mostRows" && value.is_number_unsigned()) query.mostRows = value.get<uint32_t>();
    if (name == "mostBytes" && value.is_number_unsigned()) query.mostBytes = value.get<uint32_t>();
    if (!value.is_array()) continue;
    for (const Json& item : value) {
      if (name == "fields") query.fields.push_back({textOf(item, "name"), fieldTypeOf(textOf(item, "type"))});
      if (name == "numbers" && item.is_number_unsigned()) query.numbers.push_back(item.get<uint32_t>());
      if (name != "bindings") continue;
      auto binding = bindingOf(item);
      if (!binding) return std::nullopt;
      query.bindings.push_back(std::move(*binding));
    }
  }
  return query;
}

TableAnswer failed(const Diagnostics& diagnostics) {
  return {failEnvelope(diagnostics), {}};
}

std::string headOf(uint64_t count, int64_t last, bool hasMore) {
  JsonWriter json;
  json.beginObject().key("count").value(count).key("last").value(last).key("hasMore").value(hasMore).endObject();
  return okEnvelope(json.text());
}

}  // namespace

TableSession::TableSession(std::unique_ptr<TableRows> rows) : rows_(std::move(rows)) {}
TableSession::~TableSession() = default;

Result<std::unique_ptr<TableSession>> TableSession::open(std::unique_ptr<ByteSource> source,
                                                         std::function<bool()> shouldStop) {
  auto rows = TableRows::open(std::move(source));
  if (!rows) return std::move(rows.diagnostics());
  if (shouldStop) (*rows)->setStop(std::move(shouldStop));
  return std::unique_ptr<TableSession>(new TableSession(std::move(*rows)));
}

TableAnswer TableSession::rows(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  const auto query = json.is_object() ? queryOf(json) : std::nullopt;
  if (!query) return failed({error("call-invalid", "this is no query of a table file")});
  if (flagOf(json, "numbersOnly")) {
    const auto numbers = rows_->numbers(query->sql, query->bindings);
    if (!numbers) return failed(numbers.diagnostics());
    const auto* bytes = reinterpret_cast<const char*>(numbers->data());
    return {headOf(numbers->size(), 0, false), std::string(bytes, numbers->size() * sizeof(uint32_t))};
  }
  auto page = rows_->page(*query);
  if (!page) return failed(page.diagnostics());
  return {headOf(page->count, page->last, page->hasMore), std::move(page->text)};
}

}  // namespace premap
