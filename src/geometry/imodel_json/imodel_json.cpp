// From the mark at the beginning of the bytes to the writer of the kind behind it.
#include "premap/geometry/imodel_json.h"

#include <cstring>

#include "geometry/imodel_json/curves.h"
#include "geometry/imodel_json/shapes.h"

namespace premap::geometry {
namespace imodel {
namespace {

std::string variantJson(const Table& variant, TextState& state) {
  if (!variant.isThere() || !variant.table(1).isThere()) return {};
  switch (typeOf(variant)) {
    case TableType::Mesh:
      return meshJson(variant.table(1), state);
    case TableType::BSplineSurface:
      return surfaceJson(variant.table(1), state);
    default:
      break;
  }
  std::string json = curveJson(variant, state);
  return json.empty() ? solidJson(variant, state) : json;
}

}  // namespace
}  // namespace imodel

[[gnu::noinline]] std::string imodelJson(std::span<const std::byte> bytes, JsonNumbers numbers) {
  constexpr std::string_view mark = "bg0001fb";
  if (bytes.size() < mark.size() || std::memcmp(bytes.data(), mark.data(), mark.size()) != 0) return {};
  Buffer buffer(bytes.subspan(mark.size()));
  imodel::TextState state{numbers, false};
  std::string json = imodel::variantJson(buffer.root(), state);
  return buffer.isBroken() || state.hasNotANumber || json == imodel::kNoJson ? std::string() : json;
}

}  // namespace premap::geometry
