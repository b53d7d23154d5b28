// Colours of subcategories, and of what streams say over them.
#pragma once

#include <unordered_map>

#include "premap/geometry/tessellate.h"
#include "premap/schema/catalog.h"

namespace premap::drawing {

/// What a run of a part has that is drawn in the colour of its instance. Colours of their own are never this.
inline constexpr uint32_t kColorOfInstance = 0;

class Colors {
 public:
  explicit Colors(const Catalog& catalog);
  /// 0xAABBGGRR of a look in an element of this category, so that the bytes are red, green, blue and alpha.
  uint32_t of(const geometry::Look& look, uint64_t category) const;

 private:
  struct Shade {
    uint32_t rgb;         ///< 0xBBGGRR
    double transparency;  ///< 0 to 1
  };
  static Shade shadeIn(std::string_view json);
  std::unordered_map<uint64_t, Shade> ofSubCategory_;
};

}  // namespace premap::drawing
