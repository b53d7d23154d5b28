// The integral of the speed, piece by piece; of lines, their length.
#include "geometry/measure/curve_length.h"

#include "geometry/curves/pieces.h"
#include "geometry/math/quadrature.h"

namespace premap::geometry {
namespace {

Amount lengthOfPiece(const LinePiece& line) {
  return at((line.begin + line.end) * 0.5, distance(line.begin, line.end));
}

Amount lengthOfPiece(const auto& piece) {
  const Vec3 base = beginOf(piece);
  const auto sum = integrate<4>(
      [&](double t) {
        const PointAndTangent p = piece.at(t);
        const double speed = length(p.tangent);
        const Vec3 moment = (p.point - base) * speed;
        return std::array{speed, moment.x, moment.y, moment.z};
      },
      piece.from, piece.to);
  // Backwards along the parameter is no negative length.
  return about(base, sum[0], {sum[1], sum[2], sum[3]}) * (piece.to < piece.from ? -1 : 1);
}

Amount lengthOfAll(const auto& curves) {
  Amount sum;
  forEachPiece(curves, [&](const auto& piece) { sum += lengthOfPiece(piece); });
  return sum;
}

}  // namespace

Amount lengthOf(const Curve& curve) {
  return lengthOfAll(curve);
}

Amount lengthOf(const CurveCollection& collection) {
  return lengthOfAll(collection);
}

double lengthBetween(const std::vector<Vec3>& points) {
  double sum = 0;
  for (size_t i = 1; i < points.size(); ++i) sum += distance(points[i - 1], points[i]);
  return sum;
}

}  // namespace premap::geometry
