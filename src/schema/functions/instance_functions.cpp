// extract_inst, extract_prop, extract_prop_json: one instance, or one property of it, found by class id and id.
#include <memory>
#include <unordered_map>

#include "premap/base/text.h"
#include "premap/schema/value.h"
#include "schema/functions/registrar.h"
#include "schema/instance_reader.h"

namespace premap {

namespace {

enum Flags : int { kJavaScriptNames = 1, kWholeBlobs = 2 };

// The readers one call site of one statement has needed so far. SQLite keeps them for us, under the argument that must
// be a constant for that (the property's name, the flags), and drops them when the outer statement ends; so no prepared
// statement outlives its connection.
struct ReaderCache {
  std::unordered_map<int64_t, std::unique_ptr<InstanceReader>> byClass;

  // Null when there is nothing to read, with `failure` when that is a fault.
  InstanceReader* find(const Catalog& catalog, int64_t classId, std::string_view property, std::string& failure) {
    auto [at, isNew] = byClass.try_emplace(classId);
    const Class* cls = isNew ? catalog.classById(classId) : nullptr;
    if (cls) {
      auto reader = InstanceReader::make(catalog, *cls, property);
      if (reader) at->second = std::move(*reader);
      else failure = reader.diagnostics().front().message;
    }
    return at->second.get();
  }
};

// A cache that SQLite does not want to keep lives for one call.
class CacheLease {
 public:
  CacheLease(sqlite3_context* context, int argument)
      : cache_(static_cast<ReaderCache*>(sqlite3_get_auxdata(context, argument))),
        context_(context),
        argument_(argument) {
    if (!cache_) own_ = std::make_unique<ReaderCache>(), cache_ = own_.get();
  }
  ~CacheLease() {
    if (own_)
      sqlite3_set_auxdata(context_, argument_, own_.release(),
                          [](void* cache) { delete static_cast<ReaderCache*>(cache); });
  }
  CacheLease(const CacheLease&) = delete;
  CacheLease& operator=(const CacheLease&) = delete;
  ReaderCache* operator->() const { return cache_; }

 private:
  ReaderCache* cache_;
  std::unique_ptr<ReaderCache> own_;
  sqlite3_context* context_;
  int argument_;
};

ValueFormat formatOf(int flags) {
  ValueFormat format;
  format.names = flags & kJavaScriptNames ? NameStyle::JavaScript : NameStyle::ECSql;
  format.abbreviateBlobs = !(flags & kWholeBlobs);
  format.instanceJson = true;
  return format;
}

// Moves the reader to the row; null when there is no such class, property or instance. An id is a whole number; for
// whole instances a class may be given by its name, as text.
InstanceReader* readerAt(sqlite3_context* context, CacheLease& cache, sqlite3_value** values,
                         std::string_view property) {
  if (sqlite3_value_type(values[1]) != SQLITE_INTEGER) return nullptr;
  int64_t classId = 0;
  if (sqlite3_value_type(values[0]) == SQLITE_INTEGER) {
    classId = sqlite3_value_int64(values[0]);
  } else if (property.empty() && sqlite3_value_type(values[0]) == SQLITE_TEXT) {
    const Class* cls = catalogOf(context).findClass(textOf(values[0]));
    classId = cls ? cls->id : 0;
  }
  if (classId == 0) return nullptr;
  std::string failure;
  InstanceReader* reader = cache->find(catalogOf(context), classId, property, failure);
  if (!failure.empty()) answerError(context, failure);
  if (!reader) return nullptr;
  switch (reader->seek(sqlite3_value_int64(values[1]))) {
    case Step::Row:
      return reader;
    case Step::Failed:
      answerError(context, reader->row().failure().message);
      return nullptr;
    case Step::Interrupted:
      sqlite3_result_error_code(context, SQLITE_INTERRUPT);
      return nullptr;
    case Step::Done:
      break;
  }
  return nullptr;
}

void extractInstance(sqlite3_context* context, int, sqlite3_value** values) {
  const int flags = sqlite3_value_int(values[2]);
  CacheLease cache(context, 2);
  InstanceReader* reader = readerAt(context, cache, values, {});
  if (!reader) return;
  std::string json;
  reader->appendInstanceJson(json, formatOf(flags));
  reader->rest();
  answerText(context, json);
}

bool isComposite(const ValueShape& shape) {
  switch (shape.kind) {
    case ValueKind::Point2d:
    case ValueKind::Point3d:
    case ValueKind::Navigation:
    case ValueKind::Struct:
    case ValueKind::PrimitiveArray:
    case ValueKind::StructArray:
    case ValueKind::Geometry:
      return true;
    default:
      return false;
  }
}

bool isBytes(ValueKind kind) {
  return kind == ValueKind::Binary || kind == ValueKind::Guid;
}

void extractProperty(sqlite3_context* context, int count, sqlite3_value** values) {
  if (count < 3 || count > 5) return answerError(context, "extract_prop expects three to five arguments");
  if (textOf(values[2]).empty()) return;
  const int flags = count > 3 ? sqlite3_value_int(values[3]) : 0;
  CacheLease cache(context, 2);
  InstanceReader* reader = readerAt(context, cache, values, textOf(values[2]));
  if (!reader) return;
  const InstanceField& field = reader->fields().front();
  if (field.shape.kind == ValueKind::Double && reader->row().type(field.firstColumn) == ColumnType::Integer) {
    sqlite3_result_double(context, reader->row().real(field.firstColumn));  // a shared column keeps whole numbers so
  } else if (!isComposite(field.shape)) {
    sqlite3_result_value(context, sqlite3_column_value(reader->row().handle(), field.firstColumn));
  } else if (std::string json; reader->appendFieldJson(json, field, formatOf(flags))) {
    answerText(context, json);
  }
  reader->rest();
}

// Composites are a JSON string that holds JSON: the native reader gives them as text.
void extractPropertyJson(sqlite3_context* context, int count, sqlite3_value** values) {
  if (count < 3 || count > 4) return answerError(context, "extract_prop_json expects three or four arguments");
  if (textOf(values[2]).empty()) return;
  const int flags = count > 3 ? sqlite3_value_int(values[3]) : 0;
  CacheLease cache(context, 2);
  InstanceReader* reader = readerAt(context, cache, values, textOf(values[2]));
  if (!reader) return;
  const InstanceField& field = reader->fields().front();
  const bool composite = isComposite(field.shape);
  ValueFormat format = formatOf(flags);
  format.markBinary = true;
  format.instanceJson = composite;
  format.abbreviateBlobs = composite && format.abbreviateBlobs;
  // No bytes at all are null here, unlike in a column of the query.
  const bool isEmpty = isBytes(field.shape.kind) && reader->row().blob(field.firstColumn).empty();
  std::string json;
  if (!isEmpty && reader->appendFieldJson(json, field, format)) {
    std::string text;
    if (composite) appendJsonString(text, json);
    answerText(context, composite ? text : json);
  }
  reader->rest();
}

}  // namespace

void registerInstanceFunctions(Registrar& registrar) {
  registrar.scalar("extract_inst", 3, extractInstance);
  registrar.scalar("extract_prop", -1, extractProperty);
  registrar.scalar("extract_prop_json", -1, extractPropertyJson);
}

}  // namespace premap
