// The JSON of a subcategory's Properties, read once a cursor.
#include "session/drawing/colors.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "premap/ecsql/compile.h"

namespace premap::drawing {
namespace {

constexpr uint32_t kWhite = 0x00ffffff;

}  // namespace

Colors::Shade Colors::shadeIn(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  const auto number = [&](const char* name, double absent) {
    if (!json.is_object()) return absent;
    const auto found = json.find(name);
    return found != json.end() && found->is_number() ? found->get<double>() : absent;
  };
  const double color = number("color", kWhite);
  const bool isColor = color >= 0 && color <= double{0xffffffff};
  return {(isColor ? static_cast<uint32_t>(color) : kWhite) & kWhite, number("transp", 0)};
}

Colors::Colors(const Catalog& catalog) {
  const auto query = ecsql::compile("SELECT ECInstanceId, Properties FROM bis.SubCategory", catalog);
  if (!query) return;
  auto statement = catalog.database().prepare(query->sql);
  if (!statement) return;
  while (statement->step() == Step::Row)
    ofSubCategory_[static_cast<uint64_t>(statement->int64(0))] =
        shadeIn(statement->type(1) == ColumnType::Text ? statement->text(1) : std::string_view());
}

uint32_t Colors::of(const geometry::Look& look, uint64_t category) const {
  // The default subcategory of a category has the id after its own.
  const auto found = ofSubCategory_.find(look.subCategory != 0 ? look.subCategory : category + 1);
  Shade shade = found == ofSubCategory_.end() ? Shade{kWhite, 0} : found->second;
  if (look.hasColor) shade.rgb = look.color & kWhite;
  if (look.hasTransparency) shade.transparency = look.transparency;
  const double alpha = shade.transparency > 0 ? 1 - std::min(shade.transparency, 1.0) : 1;
  return shade.rgb | static_cast<uint32_t>(std::max(1.0, std::round(alpha * 255))) << 24;
}

}  // namespace premap::drawing
