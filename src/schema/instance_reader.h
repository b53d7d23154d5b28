// Reads one instance of one class by its id: a prepared statement over the tables the class is stored in.
//
//   auto reader = InstanceReader::make(catalog, *beam, "Origin");   // one property; {} for all
//   if (reader->seek(0x26) == Step::Row) reader->appendFieldJson(out, reader->fields()[0], {});
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "premap/schema/value.h"

namespace premap {

struct InstanceField {
  std::string name;            ///< declared name of the property, or of the system property
  std::string javaScriptName;  ///< "codeValue"; "id", "className", "sourceId" …
  ValueShape shape;
  int firstColumn = 0;
};

class InstanceReader {
 public:
  /// Null when the class has no rows of its own (structs, foreign key relationships, views, mixins without a table) or
  /// lacks the property. Errors: `sqlite-error` when the tables are not as the schema says.
  static Result<std::unique_ptr<InstanceReader>> make(const Catalog& catalog, const Class& cls,
                                                      std::string_view property = {});

  /// Row when there is an instance of that id that is of the class or one derived from it.
  Step seek(int64_t id);
  /// Lets go of the row; call it when done with one, so that no read stays open.
  void rest() { statement_.reset(); }

  const Statement& row() const { return statement_; }
  const std::vector<InstanceField>& fields() const { return fields_; }

  bool appendFieldJson(std::string& out, const InstanceField& field, const ValueFormat& format) const;
  /// The whole instance as a JSON object, null members left out.
  void appendInstanceJson(std::string& out, const ValueFormat& format) const;

 private:
  explicit InstanceReader(const Catalog& catalog) : catalog_(catalog) {}

  const Catalog& catalog_;
  Statement statement_;
  std::vector<InstanceField> fields_;
};

}  // namespace premap
