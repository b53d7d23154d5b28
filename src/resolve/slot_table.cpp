// A slot is known by what it holds, as a key: two columns that read one stored value share it.
#include "resolve/slot_table.h"

namespace premap::resolve {

namespace {

// Access strings of a value's columns, each at the place its shape counts it (a struct's members stand in the order
// they are written in, which is not that of their columns).
void placeLeaves(const ValueShape& shape, const std::string& access, size_t first, std::vector<std::string>& leaves) {
  if (leaves.size() < first + static_cast<size_t>(shape.columnCount))
    leaves.resize(first + static_cast<size_t>(shape.columnCount));
  switch (shape.kind) {
    case ValueKind::Point2d:
    case ValueKind::Point3d:
      leaves[first] = access + ".X", leaves[first + 1] = access + ".Y";
      if (shape.kind == ValueKind::Point3d) leaves[first + 2] = access + ".Z";
      break;
    case ValueKind::Navigation:
      leaves[first] = access + ".Id", leaves[first + 1] = access + ".RelECClassId";
      break;
    case ValueKind::Struct:
      for (const ValueShape& member : shape.members)
        placeLeaves(member, access + "." + member.name, first + static_cast<size_t>(member.column), leaves);
      break;
    default:
      leaves[first] = access;
  }
}

}  // namespace

int SlotTable::add(const std::string& key, std::vector<Slot> slots) {
  auto [found, isNew] = indexes_.try_emplace(key, static_cast<int>(data_.slots.size()));
  if (isNew) data_.slots.insert(data_.slots.end(), slots.begin(), slots.end());
  return found->second;
}

int SlotTable::queried(const ValueShape& shape, int first) {
  std::vector<Slot> slots;
  for (int i = 0; i < shape.columnCount; ++i) {
    Slot slot;
    slot.kind = Slot::Kind::QueryColumn, slot.queryColumn = first + i;
    slots.push_back(slot);
  }
  return add("q" + std::to_string(first) + "+" + std::to_string(shape.columnCount), std::move(slots));
}

int SlotTable::ofNode(Slot::Kind kind, int node) {
  Slot slot;
  slot.kind = kind, slot.node = node;
  return add((kind == Slot::Kind::NodeId ? "id" : "class") + std::to_string(node), {slot});
}

// One slot for each column of the value, in the order its shape counts them. -1: the class does not map it.
int SlotTable::stored(const Class& cls, int node, const ValueShape& shape, const std::string& access,
                      const Property& property, int offset) {
  std::vector<std::string> leaves;
  placeLeaves(shape, access, 0, leaves);
  std::vector<Slot> slots;
  std::string key = "n" + std::to_string(node);
  bool isMapped = false;
  for (size_t i = static_cast<size_t>(offset); i < leaves.size(); ++i) {
    Slot slot = storedLeaf(cls, node, leaves[i], property);
    if (isBytes(shape.kind) && slot.kind == Slot::Kind::Stored && !isMeasured(shape, node))
      slot.kind = Slot::Kind::Presence;
    isMapped = isMapped || slot.kind != Slot::Kind::Null;
    key += "," + std::to_string(static_cast<int>(slot.kind)) + ":" +
           (slot.column ? std::to_string(slot.column->id) : "") + ":" + std::to_string(slot.constant);
    slots.push_back(slot);
  }
  return isMapped ? add(key, std::move(slots)) : -1;
}

// The stream of the row's element, when a column measures it.
bool SlotTable::isMeasured(const ValueShape& shape, int node) const {
  return shape.kind == ValueKind::GeometryStream && node == 0 && !data_.measures.wanted.isEmpty();
}

Slot SlotTable::storedLeaf(const Class& cls, int node, const std::string& access, const Property& property) const {
  Slot slot;
  slot.node = node;
  const StoredColumn* column = catalog_.findColumn(cls, access);
  if (!column) return slot;
  if (!column->isVirtual) {
    slot.kind = Slot::Kind::Stored, slot.column = column;
    return slot;
  }
  // A virtual relationship class id is the navigation property's relationship, wherever there is an id.
  const StoredColumn* idColumn = catalog_.findColumn(cls, property.name + ".Id");
  if (property.kind != PropertyKind::Navigation || !property.relationship || !idColumn || idColumn->isVirtual)
    return slot;
  slot.kind = Slot::Kind::RelationshipClass, slot.column = idColumn, slot.constant = property.relationship->id;
  return slot;
}

}  // namespace premap::resolve
