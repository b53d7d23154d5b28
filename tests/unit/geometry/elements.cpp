// Columns by their names in the files at hand; the engine asks the catalog for them.
#include "geometry/elements.h"

namespace premap {
namespace {

constexpr const char* kIn3d =
    "SELECT e.Id, e.CodeValue, g.Origin_X, g.Origin_Y, g.Origin_Z, g.Yaw, g.Pitch, g.Roll, g.GeometryStream "
    "FROM bis_GeometricElement3d g JOIN bis_Element e ON e.Id = g.ElementId WHERE g.GeometryStream IS NOT NULL ORDER "
    "BY e.Id";
constexpr const char* kIn2d =
    "SELECT e.Id, e.CodeValue, g.Origin_X, g.Origin_Y, 0.0, g.Rotation, 0.0, 0.0, g.GeometryStream "
    "FROM bis_GeometricElement2d g JOIN bis_Element e ON e.Id = g.ElementId WHERE g.GeometryStream IS NOT NULL ORDER "
    "BY e.Id";
constexpr const char* kPart = "SELECT js1 FROM bis_DefinitionElement WHERE ElementId = ?1";

}  // namespace

std::optional<GeometricElements> GeometricElements::open(const std::string& path) {
  auto source = openFileSource(path);
  if (!source) return std::nullopt;
  auto database = Database::open(std::move(*source));
  if (!database) return std::nullopt;
  return GeometricElements(std::move(*database));
}

void GeometricElements::add(const char* sql, bool isIn3d, std::vector<GeometricElement>& elements) {
  auto statement = database_->prepare(sql);
  if (!statement) return;
  while (statement->step() == Step::Row) {
    const auto blob = statement->blob(8);
    elements.push_back({static_cast<uint64_t>(statement->int64(0)),
                        std::string(statement->text(1)),
                        isIn3d,
                        {{statement->real(2), statement->real(3), statement->real(4)},
                         {statement->real(5), statement->real(6), statement->real(7)}},
                        {blob.begin(), blob.end()}});
  }
}

std::vector<GeometricElement> GeometricElements::all() {
  std::vector<GeometricElement> elements;
  add(kIn3d, true, elements);
  add(kIn2d, false, elements);
  return elements;
}

geometry::PartBytes GeometricElements::parts() {
  auto prepared = database_->prepare(kPart);
  if (!prepared) return {};
  auto statement = std::make_shared<Statement>(std::move(*prepared));
  return [statement](uint64_t id) -> std::span<const std::byte> {
    statement->reset();
    statement->bind(1, static_cast<int64_t>(id));
    if (statement->step() != Step::Row || statement->type(0) != ColumnType::Blob) return {};
    return statement->blob(0);
  };
}

}  // namespace premap
