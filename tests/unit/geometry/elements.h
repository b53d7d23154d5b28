// The geometric elements of a snapshot, as the tests and the bench of measures walk them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "premap/geometry/measure.h"
#include "premap/sqlite/database.h"

namespace premap {

struct GeometricElement {
  uint64_t id = 0;
  std::string code;
  bool isIn3d = true;
  geometry::Placement placement;
  std::vector<std::byte> stream;
};

class GeometricElements {
 public:
  /// Nothing when the file cannot be opened.
  static std::optional<GeometricElements> open(const std::string& path);

  /// Elements with a stream, 3d before 2d, by id.
  std::vector<GeometricElement> all();
  geometry::PartBytes parts();

 private:
  explicit GeometricElements(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  void add(const char* sql, bool isIn3d, std::vector<GeometricElement>& elements);

  std::unique_ptr<Database> database_;
};

}  // namespace premap
