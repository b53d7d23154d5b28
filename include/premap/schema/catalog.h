// Catalog: everything a snapshot says about its own schema, loaded once and then read-only.
//
//   auto catalog = Catalog::load(db);
//   const Class* beam = (*catalog)->findClass("bt", "Beam");          // schema name or alias, any case
//   for (const Property* p : beam->properties) ...                     // own and inherited
//   const StoredColumn* c = (*catalog)->findColumn(*beam, "Section.Size.X"); // where a leaf is stored
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "premap/base/result.h"
#include "premap/schema/model.h"
#include "premap/sqlite/database.h"

namespace premap {

/// Of the tables that one layer of the vendor's engine keeps in the file.
struct ProfileVersion {
  int major = 0, minor = 0, sub1 = 0, sub2 = 0;
  bool known = false;
  std::string text() const;  ///< "4.0.0.5"
};

/// What the file says of itself before any class is looked at.
struct FileInfo {
  ProfileVersion ec, dgn, be;
  bool isIModel = false;  ///< has a dgn_Db profile and the BisCore schema
  std::string iModelId, iTwinId;
  std::string name;   ///< of the root subject, when there is one
  Diagnostics notes;  ///< what is to be known and does not keep the file from being read: `profile-mixed`
};

class Catalog {
 public:
  /// Errors: `file-not-imodel` (no be_Prop), `profile-too-new`, `profile-too-old`, `profile-unknown`, `file-corrupt`.
  /// An ECDb file without BIS loads; fileInfo().isIModel is false then.
  /// Cost: one pass over the ec_ tables; property maps are read per class on first use.
  static Result<std::unique_ptr<Catalog>> load(Database& db);
  ~Catalog();

  const FileInfo& fileInfo() const;
  const std::vector<const Schema*>& schemas() const;  ///< by name
  const std::vector<const Class*>& classes() const;   ///< by id
  const std::vector<const Enumeration*>& enumerations() const;

  const Schema* findSchema(std::string_view nameOrAlias) const;
  /// Null when there is none. Schema by name or alias; names ignore ASCII case.
  const Class* findClass(std::string_view schemaNameOrAlias, std::string_view name) const;
  /// "Schema.Class" or "Schema:Class".
  const Class* findClass(std::string_view qualifiedName) const;
  const Class* classById(int64_t id) const;
  const Enumeration* findEnumeration(std::string_view schemaNameOrAlias, std::string_view name) const;
  /// Name of the kind of quantity and its persistence unit; empty strings when the id is unknown.
  std::pair<std::string, std::string> kindOfQuantity(int64_t id) const;

  /// Is `cls` the class `base` or derived from it, mixins included?
  bool isA(const Class& cls, const Class& base) const;
  /// The class and everything derived from it, by id.
  const std::vector<const Class*>& selfAndDerived(const Class& cls) const;
  /// The top-level property of that name a class has, own or inherited; null when none.
  const Property* findProperty(const Class& cls, std::string_view name) const;

  /// Has the class rows of its own for that property in the mapping, rather than only what its base class has? Below a
  /// class that a schema upgrade put in it has none, and `$->Property` leaves its instances out.
  bool mapsItself(const Class& cls, std::string_view name) const;

  /// All leaves of a mapped class in property order; system properties are not among them. Read on first use.
  const std::vector<MappedColumn>& columns(const Class& cls) const;
  /// Column of one leaf ("CodeValue", "Origin.X", "Model.Id", "Model.RelECClassId"), its own or its base class's; null
  /// when the class lacks it.
  const StoredColumn* findColumn(const Class& cls, std::string_view accessString) const;
  /// Columns of the system properties of a class (ECInstanceId and ECClassId have one for each table).
  const std::vector<MappedColumn>& systemColumns(const Class& cls) const;

  Database& database() const;

 private:
  struct Impl;
  explicit Catalog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace premap
