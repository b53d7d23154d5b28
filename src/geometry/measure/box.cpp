// A box is a polyhedron of six flat faces.
#include <array>

#include "geometry/measure/facets.h"
#include "geometry/measure/solids.h"

namespace premap::geometry {

// Opposite edges of every side are parallel, so all faces are flat.
Outcome<Measured> measure(const Box& box, const Wish&) {
  const auto ring = [&](const Vec3& o, double x, double y) {
    return std::array{o, o + box.x * x, o + box.x * x + box.y * y, o + box.y * y};
  };
  const auto base = ring(box.base, box.baseX, box.baseY), top = ring(box.top, box.topX, box.topY);
  FacetSum sum(box.base);
  for (size_t i = 0; i < 4; ++i) {
    const size_t j = (i + 1) % 4;
    sum.add(std::array{base[i], base[j], top[j], top[i]});
  }
  if (box.isCapped) {
    sum.add(top);
    sum.add(std::array{base[3], base[2], base[1], base[0]});
  }
  Measured out;
  out.exact.area = sum.area();
  if (box.isCapped) out.exact.volume = sum.volume() * (sum.volume().value < 0 ? -1 : 1);
  out.agree();
  return out;
}

}  // namespace premap::geometry
