// Green's theorem over the parameters: along the edges the integral of what lies between them and a line of the
// surface. Of a surface that comes back in one parameter, the other is the one to integrate over within, so that loops
// which go all around need no seam.
#include "geometry/measure/body_patch.h"

#include <algorithm>

#include "geometry/math/quadrature.h"

namespace premap::geometry {
namespace {

constexpr int kTrackSteps = 8;
constexpr double kOnSurface = 1e-6;
// A hundredth of what is promised: surfaces that fold in a point cost ten times as much for every two digits.
constexpr double kTolerance = 1e-9;

struct ParameterPoint {
  Vec2 at, slope;
  Vec2 most;  ///< what the slopes would be, straight along one parameter
};

// A piece of an edge, followed in the parameters.
class Track {
 public:
  template <class Piece>
  Track(const PatchSurface& s, const Piece& piece, const Vec2& start) : s_(s) {
    places_[0] = s.nearest(piece.at(piece.from).point, start);
    for (int i = 1; i <= kTrackSteps; ++i) {
      // From where it would be if it went on as it did.
      const Vec2 last = places_[i - 1];
      const Vec2 guess = i > 1 ? Vec2{2 * last.x - places_[i - 2].x, 2 * last.y - places_[i - 2].y} : last;
      const Vec3 p = piece.at(piece.from + (piece.to - piece.from) * i / kTrackSteps).point;
      places_[i] = s.nearest(p, guess);
      if (off(p, places_[i]) > kOnSurface) places_[i] = s.nearest(p, last);
    }
  }
  Vec2 begin() const { return places_[0]; }
  Vec2 end() const { return places_[kTrackSteps]; }

  template <class Piece>
  ParameterPoint at(const Piece& piece, double t) {
    const double f = (t - piece.from) / (piece.to - piece.from) * kTrackSteps;
    const int i = std::clamp(static_cast<int>(f), 0, kTrackSteps - 1);
    const Vec2 a = places_[i], b = places_[i + 1];
    const PointAndTangent p = piece.at(t);
    const Vec2 uv = s_.nearest(p.point, {a.x + (b.x - a.x) * (f - i), a.y + (b.y - a.y) * (f - i)});
    const PatchPoint q = s_.at(uv);
    farthest_ = std::max(farthest_, distance(q.point, p.point));
    const double e = dot(q.ds, q.ds), m = dot(q.ds, q.dt), g = dot(q.dt, q.dt), square = e * g - m * m;
    const double x = dot(q.ds, p.tangent), y = dot(q.dt, p.tangent);
    const double speed = length(p.tangent);
    const Vec2 most{e > 0 ? speed / std::sqrt(e) : 0, g > 0 ? speed / std::sqrt(g) : 0};
    if (square > 1e-14 * e * g) return {uv, {(g * x - m * y) / square, (e * y - m * x) / square}, most};
    if (e >= g && e > 0) return {uv, {x / e, 0}, most};
    return {uv, {0, g > 0 ? y / g : 0}, most};
  }
  double farthest() const { return farthest_; }

 private:
  double off(const Vec3& p, const Vec2& uv) const { return distance(p, s_.at(uv).point); }

  const PatchSurface& s_;
  std::array<Vec2, kTrackSteps + 1> places_;
  double farthest_ = 0;
};

class PatchIntegral {
 public:
  PatchIntegral(const Face& face, const PatchSurface& s, const Vec3& base, double tolerance, size_t& work)
      : face_(face), s_(s), base_(base), allowed_(kOnSurface + 2 * tolerance), work_(work) {}

  Outcome<FaceSum> sum() {
    for (const BodyLoop& loop : face_.loops)
      if (const Refusal why = follow(loop); why != Refusal::None) return why;
    if (face_.loops.empty() || !hasPlace_) return whole();
    if (woundU_ && woundV_) return Refusal::BodySurface;
    isWithinU_ = woundV_ || (!woundU_ && s_.u().isBounded() && s_.u().breaks.size() < s_.v().breaks.size());
    if (!s_.v().isBounded() && isWithinU_ && !woundV_) isWithinU_ = false;
    if (const Refusal why = findStart(); why != Refusal::None) return why;
    FaceSum sum;
    for (const BodyLoop& loop : face_.loops) add(loop, sum);
    if (isOff_) return Refusal::BodyCurve;
    sum.area *= sign();
    if (within().isPeriodic && (woundU_ || woundV_)) {
      // How many whole rounds lie between loops that go all around is left open: none, of a face.
      const FaceSum all = total();
      const double rounds = std::floor(sum.area / all.area);
      sum.area -= rounds * all.area, sum.flow -= rounds * all.flow * sign();
    }
    return checked(sum);
  }

 private:
  const ParameterRange& within() const { return isWithinU_ ? s_.u() : s_.v(); }
  const ParameterRange& around() const { return isWithinU_ ? s_.v() : s_.u(); }
  double sign() const { return face_.isOutward ? 1 : -1; }

  template <class F>
  void forEachTrack(const BodyLoop& loop, F&& f) {
    std::optional<Vec2> place;
    for (const Curve& curve : loop)
      forEachPiece(curve, [&](const auto& piece) {
        if (!spend(100)) return;
        const Vec3 begin = piece.at(piece.from).point;
        // What is nearest to the end of the last piece has to be this one's begin; else it is looked for anew.
        if (!place || distance(s_.at(*place).point, begin) > allowed_) place = s_.seed(begin);
        Track track(s_, piece, *place);
        f(piece, track);
        place = track.end();
      });
  }

  Refusal follow(const BodyLoop& loop) {
    if (loop.empty()) return Refusal::None;
    if (!spend(2000)) return Refusal::TooComplex;
    std::optional<Vec2> first;
    Vec2 last;
    forEachTrack(loop, [&](const auto&, const Track& track) {
      if (!first) first = track.begin();
      last = track.end();
      for (const Vec2& p : {track.begin(), track.end()}) {
        low_ = {std::min(low_.x, p.x), std::min(low_.y, p.y)};
        high_ = {std::max(high_.x, p.x), std::max(high_.y, p.y)};
      }
    });
    if (work_ == 0) return Refusal::TooComplex;
    if (!first) return Refusal::None;
    const auto turns = [](const ParameterRange& range, double from, double to) {
      return range.isPeriodic ? std::round((to - from) / range.width()) : 0;
    };
    const double u = turns(s_.u(), first->x, last.x), v = turns(s_.v(), first->y, last.y);
    woundU_ = woundU_ || u != 0, woundV_ = woundV_ || v != 0;
    turnsU_ += u, turnsV_ += v;
    if (!std::exchange(hasPlace_, true)) start_ = *first;
    return Refusal::None;
  }

  // Where the integrals within begin. Loops that go around once more one way than the other close about a point in
  // which the surface ends; which of its two ends it is tells the side of the loop that the face is on.
  Refusal findStart() {
    const double turns = (isWithinU_ ? turnsV_ : -turnsU_) * sign();
    from_ = isWithinU_ ? start_.x : start_.y;
    if (turns == 0) return Refusal::None;
    if (within().isPeriodic || !within().isBounded() || std::abs(turns) != 1) return Refusal::BodySurface;
    from_ = turns > 0 ? within().low : within().high;
    return isPoint(from_) ? Refusal::None : Refusal::BodySurface;
  }

  bool isPoint(double end) const {
    constexpr int samples = 16;
    const Vec3 first = at(end, around().low);
    for (int i = 1; i <= samples; ++i)
      if (distance(first, at(end, around().low + around().width() * i / samples)) > kOnSurface) return false;
    return true;
  }
  Vec3 at(double inside, double outside) const {
    return s_.at(isWithinU_ ? Vec2{inside, outside} : Vec2{outside, inside}).point;
  }

  void add(const BodyLoop& loop, FaceSum& sum) {
    const double reach = isWithinU_ ? high_.x - low_.x : high_.y - low_.y;
    forEachTrack(loop, [&](const auto& piece, Track& track) {
      if (isOff_) return;
      // The third is as large as the first could be: along lines of the surface the others are nothing but rounding,
      // which no halving makes smooth.
      const auto part = integrate<3>(
          [&](double t) {
            // Off the surface nothing is told any more.
            if (!spend(6) || track.farthest() > allowed_) return std::array{0.0, 0.0, 0.0};
            const ParameterPoint p = track.at(piece, t);
            const double slope = isWithinU_ ? p.slope.y : -p.slope.x, most = isWithinU_ ? p.most.y : p.most.x;
            const auto strip = isWithinU_ ? stripTo(p.at.x, p.at.y) : stripTo(p.at.y, p.at.x);
            const double all = element([&](double) { return s_.at(p.at); }, 0)[0] * reach;
            return std::array{strip[0] * slope, strip[1] * slope, all * most};
          },
          piece.from, piece.to, halvings_, kTolerance);
      sum.area += part[0], sum.flow += part[1];
      isOff_ = isOff_ || track.farthest() > allowed_;
    });
  }

  // From the start to a parameter, at one value of the other; in steps over which the surface is smooth.
  std::array<double, 2> stripTo(double to, double other) {
    std::array<double, 2> sum{};
    if (to == from_) return sum;
    const double low = std::min(from_, to), high = std::max(from_, to), direction = to < from_ ? -1 : 1;
    const auto step = [&](double a, double b) {
      const auto line = s_.line(!isWithinU_, other, (a + b) / 2);
      const auto part = integrate<2>([&](double t) { return element(line, t); }, a, b, halvings_, kTolerance);
      for (size_t k = 0; k < 2; ++k) sum[k] += part[k] * direction;
    };
    double last = low;
    const auto stop = [&](double at) {
      if (at > last && at < high) step(std::exchange(last, at), at);
    };
    const ParameterRange& range = within();
    if (range.isPeriodic) {
      // Round after round, their ends too.
      const double first = std::floor((low - range.low) / range.width());
      const double rounds = std::floor((high - range.low) / range.width()) - first;
      for (double k = 0; k <= std::min(rounds, 8.0); ++k) {
        const double shift = (first + k) * range.width();
        stop(range.low + shift);
        for (const double t : range.breaks) stop(t + shift);
      }
    } else {
      for (const double t : range.breaks) stop(t);
    }
    step(last, high);
    return sum;
  }

  std::array<double, 2> element(const auto& line, double inside) {
    if (!spend(1)) return {0, 0};
    const PatchPoint p = line(inside);
    const Vec3 n = cross(p.ds, p.dt);
    return {length(n), dot(p.point - base_, n)};
  }

  // Without an edge: all of a surface that closes.
  Outcome<FaceSum> whole() {
    if (!s_.u().isBounded() || !s_.v().isBounded()) return Refusal::BodySurface;
    for (const bool isU : {true, false}) {
      isWithinU_ = isU;
      if (!within().isPeriodic && !(isPoint(within().low) && isPoint(within().high))) return Refusal::BodySurface;
    }
    const FaceSum sum = total();
    return checked({sum.area, sum.flow * sign()});
  }

  // Over all parameters, along the surface's own normal.
  FaceSum total() {
    isWithinU_ = true, from_ = s_.u().low;
    FaceSum sum;
    std::vector<double> stops{s_.v().low};
    stops.insert(stops.end(), s_.v().breaks.begin(), s_.v().breaks.end());
    stops.push_back(s_.v().high);
    for (size_t i = 0; i + 1 < stops.size(); ++i) {
      const auto part = integrate<2>([&](double v) { return stripTo(s_.u().high, v); }, stops[i], stops[i + 1],
                                     halvings_, kTolerance);
      sum.area += part[0], sum.flow += part[1];
    }
    return sum;
  }

  // Loops run with the face at their left, so an area below zero is none.
  Outcome<FaceSum> checked(const FaceSum& sum) const {
    if (work_ == 0 || halvings_ == 0) return Refusal::TooComplex;
    if (!(sum.area > 0)) return Refusal::BodySurface;
    return sum;
  }

  bool spend(size_t points) {
    work_ -= std::min(work_, points * s_.cost());
    return work_ > 0;
  }

  const Face& face_;
  const PatchSurface& s_;
  Vec3 base_;
  double allowed_;
  size_t& work_;
  int halvings_ = 10'000;
  bool isWithinU_ = true, hasPlace_ = false, woundU_ = false, woundV_ = false, isOff_ = false;
  double turnsU_ = 0, turnsV_ = 0, from_ = 0;
  Vec2 start_, low_{INFINITY, INFINITY}, high_{-INFINITY, -INFINITY};
};

}  // namespace

Outcome<FaceSum> measurePatch(const Face& face, const PatchSurface& surface, const Vec3& base, double tolerance,
                              size_t& work) {
  return PatchIntegral(face, surface, base, tolerance, work).sum();
}

}  // namespace premap::geometry
