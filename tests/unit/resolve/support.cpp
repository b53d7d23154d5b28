// One snapshot for all tests, and tables as JSON text, so that a test reads as rows and verdicts.
#include "resolve/support.h"

#include <map>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "premap/base/text.h"
#include "premap/sqlite/byte_source.h"
#include "sqlite/memory_database.h"

namespace premap::test {

using Json = nlohmann::ordered_json;

namespace {

const std::string kFixtures = PREMAP_FIXTURES "/";

std::unique_ptr<Snapshot> snapshotOf(Result<std::unique_ptr<ByteSource>> source) {
  if (!source) return nullptr;
  auto database = Database::open(std::move(*source));
  if (!database) return nullptr;
  auto catalog = Catalog::load(**database);
  if (!catalog) return nullptr;
  auto snapshot = std::make_unique<Snapshot>();
  snapshot->database = std::move(*database);
  snapshot->catalog = std::move(*catalog);
  snapshot->tables = std::make_unique<SnapshotTables>(*snapshot->catalog);
  return snapshot;
}

}  // namespace

Snapshot* openSnapshot(const std::string& file) {
  static std::map<std::string, std::unique_ptr<Snapshot>> open;
  auto [found, isNew] = open.try_emplace(file);
  if (isNew) found->second = snapshotOf(openFileSource(kFixtures + file));
  return found->second.get();
}

std::unique_ptr<Snapshot> openBytes(std::vector<std::byte> bytes) {
  auto snapshot = snapshotOf(makeMemorySource(std::move(bytes)));
  REQUIRE(snapshot);
  return snapshot;
}

std::unique_ptr<Snapshot> changedBuilding(const std::string& sql) {
  MemoryDatabase changed(fileBytes(kFixtures + "building.bim"));
  changed.run(sql);
  return openBytes(changed.bytes());
}

Snapshot& building() {
  Snapshot* snapshot = openSnapshot("building.bim");
  REQUIRE(snapshot);
  return *snapshot;
}

std::string propertyJson(const std::string& name, const std::string& dataType,
                         const std::vector<std::string>& entries) {
  Json property{{"propertyName", name}, {"dataType", dataType}, {"ecProperties", Json::array()}};
  for (const std::string& entry : entries) {
    size_t first = entry.find('.'), second = entry.find('.', first + 1), colon = entry.rfind(':');
    Json written{{"ecSchemaName", entry.substr(0, first)},
                 {"ecClassName", entry.substr(first + 1, second - first - 1)}};
    written["ecPropertyName"] = entry.substr(second + 1, colon == std::string::npos ? colon : colon - second - 1);
    if (colon != std::string::npos) written["ecPropertyType"] = entry.substr(colon + 1);
    property["ecProperties"].push_back(written);
  }
  return property.dump();
}

std::string mappingJson(const std::string& query, const std::vector<std::string>& properties) {
  Json group{{"groupName", "G"}, {"query", query}, {"properties", Json::array()}};
  for (const std::string& property : properties) group["properties"].push_back(Json::parse(property));
  return Json{{"mappingName", "M"}, {"groups", Json::array({group})}}.dump();
}

std::string cellJson(const resolve::Value& value) {
  using resolve::ValueType;
  std::string out;
  switch (value.type) {
    case ValueType::Null:
      return "null";
    case ValueType::Boolean:
      return value.integer ? "true" : "false";
    case ValueType::Integer:
      return std::to_string(value.integer);
    case ValueType::Double:
      appendJsonDouble(out, value.real);
      return out;
    case ValueType::Id:
      return "\"" + idToHex(value.integer) + "\"";
    default:
      appendJsonString(out, value.text);
      return out;
  }
}

std::vector<std::string> ReadTable::column(size_t index) const {
  std::vector<std::string> cells;
  for (const Row& row : rows) cells.push_back(row.cells[index]);
  return cells;
}

const Row* ReadTable::find(const std::string& id) const {
  for (const Row& row : rows)
    if (row.id == id) return &row;
  return nullptr;
}

ReadTable read(Snapshot& snapshot, const std::string& mapping, const resolve::ResolveOptions& options,
               const std::string& group, int64_t limit, int64_t offset) {
  ReadTable result;
  ReadResult parsed = readMapping(mapping);
  REQUIRE(parsed.isReadable);
  auto table = GroupTable::open(parsed.mapping, group, snapshot.tables->planner(), options);
  if (!table) {
    result.diagnostics = table.diagnostics();
    return result;
  }
  result.isOpen = true;
  result.diagnostics = table->diagnostics();
  result.sql = table->parts()[0].plan.sql();
  TableReader reader(*table, limit, offset);
  Step step;
  while ((step = reader.next()) == Step::Row) {
    Row row;
    if (reader.rows().id(reader.row())) row.id = idToHex(reader.rows().id(reader.row()));
    for (size_t c = 0; c < reader.cells().size(); ++c) {
      const resolve::Cell& cell = reader.cells()[c];
      if (c < resolve::kDefaultColumnCount) {
        row.defaults.push_back(cellJson(cell.value));
        continue;
      }
      row.cells.push_back(cellJson(cell.value));
      row.verdicts.push_back(reader.verdicts()[cell.verdict]);
    }
    result.rows.push_back(std::move(row));
  }
  for (const Diagnostic& d : reader.failure()) UNSCOPED_INFO(d.code << ": " << d.message << "\n" << result.sql);
  REQUIRE(step == Step::Done);
  result.counts = reader.counts();
  return result;
}

ReadTable resolveColumn(const std::string& query, const std::vector<std::string>& entries, const std::string& dataType,
                        const resolve::ResolveOptions& options) {
  ReadTable table = read(building(), mappingJson(query, {propertyJson("P", dataType, entries)}), options);
  for (const Diagnostic& d : table.diagnostics) UNSCOPED_INFO(d.code << ": " << d.message);
  REQUIRE(table.isOpen);
  return table;
}

std::vector<std::vector<std::string>> sqlRows(Snapshot& snapshot, const std::string& sql) {
  auto statement = snapshot.database->prepare(sql);
  if (!statement) UNSCOPED_INFO(statement.diagnostics()[0].message);
  REQUIRE(statement.ok());
  std::vector<std::vector<std::string>> rows;
  while (statement->step() == Step::Row) {
    std::vector<std::string> row;
    for (int c = 0; c < statement->columnCount(); ++c) {
      std::string cell;
      if (statement->isNull(c)) cell = "null";
      else if (statement->type(c) == ColumnType::Integer) cell = std::to_string(statement->int64(c));
      else if (statement->type(c) == ColumnType::Real) appendJsonDouble(cell, statement->real(c));
      else appendJsonString(cell, statement->text(c));
      row.push_back(std::move(cell));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace premap::test
