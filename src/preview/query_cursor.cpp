// A compiled query's rows into batches, value by value as the native reader would deliver them.
#include "premap/preview/query_cursor.h"

#include <algorithm>
#include <cmath>

#include "premap/base/engine_parts.h"
#include "premap/base/text.h"
#include "premap/preview/bindings.h"

namespace premap {

namespace {

bool isBinary(ValueKind kind) {
  return kind == ValueKind::Binary || kind == ValueKind::GeometryStream;
}

VectorKind vectorOf(const ecsql::ResultColumn& column, const ValueFormat& format) {
  switch (column.shape.kind) {
    case ValueKind::Boolean:
      return VectorKind::Bool;
    case ValueKind::Integer:
    case ValueKind::Double:
      return VectorKind::F64;
    case ValueKind::Id:
      return VectorKind::Id;
    case ValueKind::ClassId:
      return format.classIdsAsNames ? VectorKind::Text : VectorKind::Id;
    case ValueKind::Null:
    case ValueKind::String:
    case ValueKind::DateTime:
    case ValueKind::Guid:
      return VectorKind::Text;
    case ValueKind::Binary:
    case ValueKind::GeometryStream:
      return format.abbreviateBlobs ? VectorKind::Json : VectorKind::Bytes;
    default:
      return VectorKind::Json;
  }
}

// The native reader names class ids in JS rows, asked to or not, unless the column is computed or was given an alias
// that is no class id's own name; in other rows when asked to.
bool wantsClassNames(const ecsql::ResultColumn& column, const QueryOptions& options) {
  if (options.names != NameStyle::JavaScript) return options.classIdsAsNames;
  return column.shape.kind != ValueKind::ClassId || !column.generated || isClassIdName(column.name);
}

std::vector<QueryField> fieldsOf(const std::vector<ecsql::ResultColumn>& columns, const QueryOptions& options) {
  std::vector<QueryField> fields;
  fields.reserve(columns.size());
  for (const ecsql::ResultColumn& column : columns) {
    QueryField field;
    field.format = {options.names, wantsClassNames(column, options), options.abbreviateBlobs};
    field.format.markBinary = true;
    field.vector = vectorOf(column, field.format);
    fields.push_back(field);
  }
  return fields;
}

std::vector<VectorKind> vectorsOf(const std::vector<QueryField>& fields) {
  std::vector<VectorKind> kinds;
  kinds.reserve(fields.size());
  for (const QueryField& field : fields) kinds.push_back(field.vector);
  return kinds;
}

void describeAbbreviated(std::vector<ecsql::ResultColumn>& columns) {
  for (ecsql::ResultColumn& column : columns) {
    bool isArray = column.shape.kind == ValueKind::PrimitiveArray;
    ValueKind kind = isArray ? column.shape.members.front().kind : column.shape.kind;
    if (!isBinary(kind) && kind != ValueKind::Guid) continue;  // a GUID stays text, only its description changes
    column.typeName = "string";
    column.extendedType = "Json";
  }
}

// Wrapped as the native reader does, so that SQLite can stop early and keep only the rows asked for while it sorts.
std::string limited(const std::string& sql, const QueryOptions& options) {
  if (!options.limit && options.offset == 0) return sql;
  const std::string limit = options.limit ? std::to_string(*options.limit) : "-1";
  return "SELECT * FROM (" + sql + ") LIMIT " + limit + " OFFSET " + std::to_string(options.offset);
}

// Of a column, or of whatever an instance may hold that is read as a whole.
bool mayReadGeometry(const ecsql::CompiledQuery& query, const Catalog& catalog) {
  const auto isColumn = [](const ecsql::ResultColumn& column) { return holdsGeometry(column.shape); };
  const auto isProperty = [](const Property* property) { return property->primitive == PrimitiveType::Geometry; };
  const auto hasProperty = [&](const Class* cls) {
    return std::any_of(cls->ownProperties.begin(), cls->ownProperties.end(), isProperty);
  };
  if (std::any_of(query.columns.begin(), query.columns.end(), isColumn)) return true;
  return toLower(query.sql).find("extract_") != std::string::npos &&
         std::any_of(catalog.classes().begin(), catalog.classes().end(), hasProperty);
}

}  // namespace

Result<std::unique_ptr<QueryCursor>> QueryCursor::open(const Catalog& catalog, std::string_view ecsql,
                                                       const QueryOptions& options) {
  auto query = ecsql::compile(ecsql, catalog);
  if (!query) return std::move(query.diagnostics());
  if (mayReadGeometry(*query, catalog)) needPart(EnginePart::Geometry);
  auto statement = catalog.database().prepare(limited(query->sql, options));
  if (!statement) return ecsql::explainSqlite(std::move(statement.diagnostics()), ecsql, catalog);
  if (Status bound = bindParameters(*statement, *query, options.bindings); !bound)
    return std::move(bound.diagnostics());

  std::unique_ptr<QueryCursor> cursor(new QueryCursor(catalog, std::move(*query), options));
  cursor->statement_ = std::move(*statement);
  return cursor;
}

QueryCursor::QueryCursor(const Catalog& catalog, ecsql::CompiledQuery query, const QueryOptions& options)
    : catalog_(catalog),
      query_(std::move(query)),
      fields_(fieldsOf(query_.columns, options)),
      writer_(vectorsOf(fields_)) {
  if (options.abbreviateBlobs) describeAbbreviated(query_.columns);
}

Result<std::vector<uint8_t>> QueryCursor::next(const BatchBudget& budget) {
  if (done_) return writer_.finish(BatchFlag::Last);
  Deadline deadline(budget.milliseconds);
  while (true) {
    switch (statement_.step()) {
      case Step::Row:
        break;
      case Step::Done:
        done_ = true;
        return writer_.finish(BatchFlag::Last);
      case Step::Interrupted:
        done_ = true;
        return error("cancelled", "the query was stopped");
      case Step::Failed:
        done_ = true;
        return statement_.failure();
    }
    writeRow();
    if (writer_.rowCount() >= budget.maxRows || writer_.byteSize() >= budget.maxBytes)
      return writer_.finish(BatchFlag::None);
    if (deadline.passed()) return writer_.finish(BatchFlag::Paused);
  }
}

void QueryCursor::writeRow() {
  for (size_t i = 0; i < fields_.size(); ++i) writeCell(static_cast<int>(i));
  writer_.endRow();
}

void QueryCursor::writeCell(int index) {
  const ecsql::ResultColumn& column = query_.columns[static_cast<size_t>(index)];
  const QueryField& field = fields_[static_cast<size_t>(index)];
  const int first = column.firstColumn;
  const ValueKind kind = column.shape.kind;

  const bool isExtractedClass = kind == ValueKind::Json && !column.shape.members.empty();
  if (isExtractedClass && field.format.classIdsAsNames) return writeExtractedClass(index, first);
  if (field.vector == VectorKind::Json) {
    const bool hasValue = appendJson(writer_.textSink(index), statement_, first, column.shape, field.format, catalog_);
    return writer_.endText(index, !hasValue);
  }
  if (statement_.isNull(first)) return writer_.appendNull(index);

  switch (kind) {
    case ValueKind::Null:  // a column of NULL has no type to read another select's values by
      return writer_.appendNull(index);
    case ValueKind::Boolean:
      return writer_.appendBool(index, statement_.int64(first) != 0);
    case ValueKind::Integer:  // an integer column drops the fraction of whatever an expression gave it
      if (column.shape.isLong && std::isinf(statement_.real(first))) return writer_.appendNull(index);
      return writer_.appendDouble(index, static_cast<double>(statement_.int64(first)));
    case ValueKind::Double: {
      const double number = statement_.real(first);  // JSON has no infinity: natively it is null
      return std::isfinite(number) ? writer_.appendDouble(index, number) : writer_.appendNull(index);
    }
    case ValueKind::Id:
    case ValueKind::ClassId: {
      const int64_t id = statement_.int64(first);
      if (id == 0) return writer_.appendNull(index);
      if (field.vector == VectorKind::Text) return writeClassName(index, id);
      return writer_.appendId(index, static_cast<uint64_t>(id));
    }
    case ValueKind::DateTime: {
      const auto& [dateKind, component] = std::pair(column.shape.dateTimeKind, column.shape.dateTimeComponent);
      char text[kDateTimeTextSize];
      return writer_.appendText(index, {text, writeDateTime(statement_.real(first), dateKind, component, text)});
    }
    case ValueKind::Guid: {
      const std::string guid = guidText(statement_.blob(first));
      return guid.empty() ? writeNoGuid(index, statement_.blob(first)) : writer_.appendText(index, guid);
    }
    case ValueKind::GeometryStream: {
      const std::vector<std::byte> bytes = decompressGeometryStream(statement_.blob(first));
      return writer_.appendBytes(index, bytes.data(), bytes.size());
    }
    case ValueKind::Binary: {
      const std::span<const std::byte> bytes = statement_.blob(first);
      return writer_.appendBytes(index, bytes.data(), bytes.size());
    }
    default:
      break;
  }
  // Bytes that another select of a UNION put into a column of text end at the first NUL, as text does.
  const std::string_view text = statement_.text(first);
  writer_.appendText(index, text.substr(0, text.find('\0')));
}

void QueryCursor::writeClassName(int index, int64_t classId) {
  const Class* cls = catalog_.classById(classId);
  writer_.appendText(index, cls ? cls->fullName('.') : idToHex(classId));
}

// Bytes of another length are no GUID, and stay bytes.
void QueryCursor::writeNoGuid(int index, std::span<const std::byte> bytes) {
  if (fields_[static_cast<size_t>(index)].format.abbreviateBlobs)
    return writer_.appendText(index, "{\"bytes\":" + std::to_string(bytes.size()) + "}");
  if (bytes.empty()) return writer_.appendText(index, "");
  writer_.appendJsonCell(index, "\"encoding=base64;" + base64Text(bytes) + "\"");
}

void QueryCursor::writeExtractedClass(int index, int first) {
  std::string_view text = statement_.text(first);
  if (text.size() > 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  const std::optional<int64_t> id = hexToId(text);
  const Class* cls = id ? catalog_.classById(*id) : nullptr;
  if (id) appendJsonString(writer_.textSink(index), cls ? cls->fullName('.') : text);
  writer_.endText(index, !id);
}

}  // namespace premap
