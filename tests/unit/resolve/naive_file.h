// The snapshot as the naive resolver sees it: the ec_ tables read with plain SQL and one stored row at a time. Shares
// nothing with Catalog, ECSQL or the plan, so that a fault there cannot hide here.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "premap/sqlite/database.h"

namespace premap::test {

using Json = nlohmann::ordered_json;

struct NaiveProperty {
  std::string name;
  int kind = 0;       ///< 0 primitive, 1 struct, 2 array, 3 array of structs, 4 navigation
  int primitive = 0;  ///< ec_Property.PrimitiveType, of an enumeration its underlying type
  std::string extendedType, dateKind, dateComponent;
  int64_t structClass = 0, relationship = 0;
  bool isForward = true;
};

struct NaiveClass {
  int64_t id = 0;
  std::string schema, name;
  std::vector<int64_t> bases;
  std::vector<NaiveProperty> own;
  std::string fullName() const { return schema + "." + name; }
};

/// One stored column's value; a blob is its bytes.
struct NaiveStored {
  ColumnType type = ColumnType::Null;
  int64_t integer = 0;
  double real = 0;
  std::string text;
};

class NaiveFile {
 public:
  explicit NaiveFile(Database& database);

  const NaiveClass* classById(int64_t id) const;
  const NaiveClass* classNamed(const std::string& schema, const std::string& name) const;  ///< ignoring case
  const std::map<int64_t, NaiveClass>& classes() const { return classes_; }
  bool hasSchema(const std::string& name) const;
  bool isA(int64_t cls, int64_t base) const;
  /// Own properties first, then those of the bases in their order, however deep.
  const NaiveProperty* property(int64_t cls, const std::string& name) const;
  const std::vector<const NaiveProperty*>& properties(int64_t cls) const;  ///< each name once

  /// Where a class stores an access string such as "Section.Size.Width"; nullopt: nowhere, or virtually.
  std::optional<NaiveStored> stored(int64_t cls, int64_t id, const std::string& access);
  /// "[table].[column]" of an access string, for hand-written SQL.
  std::string column(int64_t cls, const std::string& access);
  /// The class of an instance of `root` or a class below it; null when there is no such row.
  const NaiveClass* classOf(int64_t root, int64_t id);
  /// Classes at the other end of a navigation property.
  std::vector<int64_t> targets(const NaiveProperty& navigation);
  /// The element's aspects of the class or one below it.
  std::vector<std::pair<int64_t, const NaiveClass*>> aspects(int64_t element, int64_t aspectClass);
  std::vector<std::vector<NaiveStored>> rows(const std::string& sql);

 private:
  struct Place {
    std::string table, column, idColumn;
    bool isVirtual = false;
  };
  using StoredRow = std::map<std::string, NaiveStored>;
  void readClasses();
  void readProperties();
  const std::map<std::string, Place>& places(int64_t cls);
  const StoredRow& row(const std::string& table, const std::string& idColumn, int64_t id);

  Database& database_;
  std::map<int64_t, NaiveClass> classes_;
  std::map<std::string, const NaiveClass*> byName_;  // "schema.class" in small letters
  mutable std::map<int64_t, std::vector<const NaiveProperty*>> propertiesOf_;
  std::map<std::pair<int64_t, bool>, std::vector<int64_t>> targetsOf_;
  std::map<int64_t, std::map<std::string, Place>> places_;
  std::map<std::pair<std::string, int64_t>, StoredRow> rowsRead_;
  std::map<int64_t, std::vector<std::vector<NaiveStored>>> tablesBelow_;
  std::map<int64_t, std::vector<std::pair<int64_t, int64_t>>> aspectsOf_;
};

}  // namespace premap::test
