// A leaf's slots in its shape, and what lies inside JSON. Each way to fail is a reason.
#include "resolve/leaf_reader.h"

#include "premap/base/text.h"
#include "resolve/row_kind.h"

namespace premap::resolve {

namespace {

constexpr ValueFormat kJavaScript{.names = NameStyle::JavaScript};

}  // namespace

Reason LeafReader::read(const Access& leaf, const StoredRow& row, Value& value, std::string& text,
                        Decisions& decisions) {
  readStored(leaf, row, value, text);
  if (value.isNull()) return whyNull(leaf);
  return leaf.jsonRest.empty() ? Reason::None : readJson(leaf, value, text, decisions);
}

Reason LeafReader::readJson(const Access& leaf, Value& value, std::string& text, Decisions& decisions) {
  return take(json_.walk(value.text, leaf.jsonRest, plan_.options, text), value, decisions);
}

Reason LeafReader::take(const JsonValue& found, Value& value, Decisions& decisions) {
  value = Value();
  if (found.reason != Reason::None) return found.reason;
  switch (found.kind) {
    case FlatJson::Kind::Boolean:
      value = Value::boolean(found.integer != 0);
      break;
    case FlatJson::Kind::Integer:
      value = Value::ofInteger(found.integer);
      decisions |= bit(Decision::A22);
      break;
    case FlatJson::Kind::Double:
      value = Value::ofDouble(found.real);
      break;
    case FlatJson::Kind::String:
      value = Value::string(found.text);
      break;
    default:
      value = Value::of(ValueType::Composite, found.text);
  }
  return Reason::None;
}

void LeafReader::readStored(const Access& leaf, const StoredRow& row, Value& value, std::string& text) {
  const int slot = leaf.slot;
  value = Value();
  if (leaf.shape.columnCount <= 1 && row.isNull(slot)) return;
  switch (leaf.shape.kind) {
    case ValueKind::Null:
      return;
    case ValueKind::Any:
      return readAny(row, slot, value);
    case ValueKind::Boolean:
      value = Value::boolean(row.int64(slot) != 0);
      return;
    case ValueKind::Integer:
      value = Value::ofInteger(row.int64(slot));
      return;
    case ValueKind::Double:
      value = Value::ofDouble(row.real(slot));
      return;
    case ValueKind::String:
    case ValueKind::Json:  // R14: JSON text at the leaf is the text
      value = Value::string(row.text(slot));
      return;
    case ValueKind::DateTime:
      text.resize(kDateTimeTextSize);
      text.resize(writeDateTime(row.real(slot), leaf.shape.dateTimeKind, leaf.shape.dateTimeComponent, text.data()));
      if (!text.empty()) value = Value::of(ValueType::DateTime, text);
      return;
    case ValueKind::Guid:
      text = guidText(row.blob(slot));
      value = text.empty() ? Value::of(ValueType::Binary, {}) : Value::of(ValueType::Guid, text);
      return;
    case ValueKind::Binary:
    case ValueKind::GeometryStream:
    case ValueKind::Geometry:
      value = Value::of(ValueType::Binary, {});
      return;
    case ValueKind::Id:
      if (int64_t id = row.int64(slot)) value = Value::id(id);
      return;
    case ValueKind::ClassId:
      readClassId(row.int64(slot), leaf.isRelationshipName, value, text);
      return;
    case ValueKind::Navigation:
      if (row.int64(slot) == 0) return;  // an id of 0 is none
      [[fallthrough]];
    default:
      // R14: composites are their compact JSON text.
      text.clear();
      if (appendJson(text, row, slot, leaf.shape, kJavaScript, *plan_.catalog))
        value = Value::of(ValueType::Composite, text);
  }
}

// `$->Property` has no type before its row is read.
void LeafReader::readAny(const StoredRow& row, int slot, Value& value) {
  switch (row.type(slot)) {
    case ColumnType::Null:
      return;
    case ColumnType::Integer:
      value = Value::ofInteger(row.int64(slot));
      return;
    case ColumnType::Real:
      value = Value::ofDouble(row.real(slot));
      return;
    case ColumnType::Text:
      value = Value::string(row.text(slot));
      return;
    case ColumnType::Blob:
      value = Value::of(ValueType::Binary, {});
  }
}

// A23; a relationship's class is a name wherever it stands (R12a, E14).
void LeafReader::readClassId(int64_t classId, bool isName, Value& value, std::string& text) {
  if (classId == 0) return;
  const Class* cls = plan_.catalog->classById(classId);
  if (cls && (isName || plan_.options.classIdOutput == ClassIdOutput::Name)) {
    text = cls->fullName('.');
    value = Value::string(text);
  } else {
    value = Value::id(classId);
  }
}

}  // namespace premap::resolve
