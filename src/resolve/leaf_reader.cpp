// Hops along an access from node to node in the same row, then reads the leaf's slots in its shape. Each way to
// fail is a reason.
#include "resolve/leaf_reader.h"

#include "premap/base/text.h"
#include "resolve/row_kind.h"

namespace premap::resolve {

namespace {

constexpr ValueFormat kJavaScript{.names = NameStyle::JavaScript};

}  // namespace

const Class* LeafReader::classOf(int slot) const {
  if (slot < 0) return nullptr;
  const StoredValue id = row_->value(slot);
  return id.isNull() ? nullptr : plan_.catalog->classById(id.int64());
}

Reason LeafReader::read(const Access* access, Value& value, std::string& text, Decisions& decisions) {
  while (access && access->kind == Access::Kind::Hop) {  // R12a, R13
    const Node& node = plan_.nodes[static_cast<size_t>(access->next->node)];
    if (row_->int64(node.idSlot) == 0) return Reason::NavNull;
    const Class* target = classOf(node.classSlot);
    if (!target) return Reason::NavDangling;  // E16
    access = accessIn(access->next, *target);
    // The link breaks its relationship's constraint; the statement has no column of such a target.
    if (!access) return Reason::NotComputableOffline;
  }
  if (!access) return Reason::Internal;
  if (access->kind == Access::Kind::Fail) return access->reason;
  decisions |= access->decisions;
  readLeaf(*access, value, text);
  if (value.isNull()) return access->isNavigationMember ? Reason::NavNull : Reason::ValueNull;
  if (access->jsonRest.empty()) return Reason::None;
  return readJson(*access, value, text, decisions);
}

Reason LeafReader::readJson(const Access& access, Value& value, std::string& text, Decisions& decisions) {
  JsonValue found = json_.walk(value.text, access.jsonRest, plan_.options, text);
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

void LeafReader::readLeaf(const Access& access, Value& value, std::string& text) {
  int slot = access.slot;
  value = Value();
  const StoredValue stored = row_->value(slot);
  if (access.shape.columnCount <= 1 && stored.isNull()) return;
  switch (access.shape.kind) {
    case ValueKind::Null:
      return;
    case ValueKind::Any:
      return readAny(stored, value);
    case ValueKind::Boolean:
      value = Value::boolean(stored.int64() != 0);
      return;
    case ValueKind::Integer:
      value = Value::ofInteger(stored.int64());
      return;
    case ValueKind::Double:
      value = Value::ofDouble(stored.real());
      return;
    case ValueKind::String:
    case ValueKind::Json:  // R14: JSON text at the leaf is the text
      value = Value::string(stored.text());
      return;
    case ValueKind::DateTime:
      text = isoDateTime(stored.real(), access.shape.dateTimeKind, access.shape.dateTimeComponent);
      if (!text.empty()) value = Value::of(ValueType::DateTime, text);
      return;
    case ValueKind::Guid:
      text = guidText(stored.blob());
      value = text.empty() ? Value::of(ValueType::Binary, {}) : Value::of(ValueType::Guid, text);
      return;
    case ValueKind::Binary:
    case ValueKind::GeometryStream:
    case ValueKind::Geometry:
      value = Value::of(ValueType::Binary, {});
      return;
    case ValueKind::Id:
      if (int64_t id = stored.int64()) value = Value::id(id);
      return;
    case ValueKind::ClassId:
      readClassId(stored.int64(), access.isRelationshipName, value, text);
      return;
    case ValueKind::Navigation:
      if (stored.int64() == 0) return;  // an id of 0 is none
      [[fallthrough]];
    default:
      // R14: composites are their compact JSON text.
      text.clear();
      if (appendJson(text, *row_, slot, access.shape, kJavaScript, *plan_.catalog))
        value = Value::of(ValueType::Composite, text);
  }
}

// `$->Property` has no type before its row is read.
void LeafReader::readAny(const StoredValue& stored, Value& value) {
  switch (stored.type()) {
    case ColumnType::Null:
      return;
    case ColumnType::Integer:
      value = Value::ofInteger(stored.int64());
      return;
    case ColumnType::Real:
      value = Value::ofDouble(stored.real());
      return;
    case ColumnType::Text:
      value = Value::string(stored.text());
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
