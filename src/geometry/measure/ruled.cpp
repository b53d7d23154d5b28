// Strips between equal-numbered curves: quadrature for the truth, facets for the engine's values.
#include <algorithm>
#include <functional>
#include <numbers>
#include <optional>

#include "geometry/curves/pieces.h"
#include "geometry/math/count.h"
#include "geometry/measure/facets.h"
#include "geometry/measure/patch.h"
#include "geometry/measure/polygon.h"
#include "geometry/measure/region.h"
#include "geometry/measure/solids.h"

namespace premap::geometry {
namespace {

constexpr double kEngineFacet = std::numbers::pi / 4;

// A curve by the fraction of its parameter, and the fractions at which it is not smooth.
struct Track {
  std::vector<double> breaks{0};
  std::vector<std::function<PointAndTangent(double)>> pieces;  // each by its own fraction 0..1

  PointAndTangent at(double f, size_t piece) const {
    const double width = breaks[piece + 1] - breaks[piece];
    PointAndTangent p = pieces[piece]((f - breaks[piece]) / width);
    p.tangent = p.tangent * (1 / width);
    return p;
  }
  size_t pieceAt(double f) const {
    const auto after = std::upper_bound(breaks.begin(), breaks.end(), f);
    return std::min<size_t>(pieces.size() - 1, static_cast<size_t>(std::max<ptrdiff_t>(0, after - breaks.begin() - 1)));
  }
};

// Pieces of a spline are as wide as their knots are apart, those of any other curve are equal.
Track trackOf(const Curve& curve) {
  Track track;
  forEachPiece(curve, [&](const auto& piece) {
    using Piece = std::remove_cvref_t<decltype(piece)>;
    const double width = std::is_same_v<Piece, SplinePiece> ? piece.to - piece.from : 1;
    track.breaks.push_back(track.breaks.back() + width);
    track.pieces.push_back([piece](double f) {
      PointAndTangent p = piece.at(piece.from + (piece.to - piece.from) * f);
      p.tangent = p.tangent * (piece.to - piece.from);
      return p;
    });
  });
  for (double& b : track.breaks) b /= track.breaks.back();
  return track;
}

struct Pair {
  const Curve* a;
  const Curve* b;
  bool areBoth(auto* shape) const {
    using Shape = std::remove_pointer_t<decltype(shape)>;
    return std::holds_alternative<Shape>(a->shape) && std::holds_alternative<Shape>(b->shape);
  }
};

// The line from a point of one curve to that of the other.
struct Ruling {
  PointAndTangent a, b;
  PatchPoint operator()(double t) const {
    return {mix(a.point, b.point, t), mix(a.tangent, b.tangent, t), b.point - a.point};
  }
};

// The strip between two curves, cut where either is not smooth.
class Strip {
 public:
  explicit Strip(const Pair& pair) : a_(trackOf(*pair.a)), b_(trackOf(*pair.b)) {
    std::merge(a_.breaks.begin(), a_.breaks.end(), b_.breaks.begin(), b_.breaks.end(), std::back_inserter(breaks_));
    breaks_.erase(std::unique(breaks_.begin(), breaks_.end(), [](double x, double y) { return y - x < 1e-9; }),
                  breaks_.end());
    breaks_.back() = 1;
  }
  bool isEmpty() const { return a_.pieces.empty() || b_.pieces.empty(); }

  template <class F>
  void forEachSpan(F&& f) const {
    for (size_t i = 0; i + 1 < breaks_.size(); ++i) {
      const double middle = (breaks_[i] + breaks_[i + 1]) / 2;
      const size_t pa = a_.pieceAt(middle), pb = b_.pieceAt(middle);
      f([this, pa, pb](double s) { return Ruling{a_.at(s, pa), b_.at(s, pb)}; }, breaks_[i], breaks_[i + 1]);
    }
  }

 private:
  Track a_, b_;
  std::vector<double> breaks_;
};

// Flow through the strip of the field that grows from `base`: three times the volume of the cone from there, and with
// its moment four times that of the cone.
Amount coneOver(const auto& patch, double s0, double s1, const Vec3& base) {
  const auto sum = integrate<4>(
      [&](double s) {
        std::array<double, 4> at{};
        const Ruling ruling = patch(s);
        forGauss5(0, 1, [&](double t, double weight) {
          const PatchPoint p = ruling(t);
          const Vec3 arm = p.point - base;
          const double flux = dot(arm, cross(p.ds, p.dt)) * weight;
          at[0] += flux, at[1] += arm.x * flux, at[2] += arm.y * flux, at[3] += arm.z * flux;
        });
        return at;
      },
      s0, s1);
  return about(base, sum[0] / 3, Vec3{sum[1], sum[2], sum[3]} * 0.25);
}

// The cone from `base` over a loop's own flat area.
Amount coneOverCap(const CurveCollection& loop, const Vec3& base) {
  const auto area = measureRegion({CollectionKind::Parity, {}, {loop}});
  const Vec3 w = vectorArea(loop, base);
  if (!area || length(w) == 0) return {};
  const Vec3 middle = centroid(area->area) - base;
  const double volume = dot(middle, w) / 3;
  return about(base, volume, middle * (volume * 0.75));
}

double engineGauss5(const auto& patch, double s0, double s1) {
  double sum = 0;
  forGauss5(s0, s1, [&](double s, double ws) {
    const Ruling ruling = patch(s);
    forGauss5(0, 1, [&](double t, double wt) {
      const PatchPoint p = ruling(t);
      sum += ws * wt * length(cross(p.ds, p.dt));
    });
  });
  return std::abs(sum);
}

double angleBetween(const Vec3& a, const Vec3& b) {
  return std::atan2(length(cross(a, b)), dot(a, b));
}

int stepsFor(double angle) {
  return countOf(angle / kEngineFacet);
}

// A span of a spline has two chords or more, and one more where it turns by just 45 degrees.
int chordsOfSpan(double angle) {
  return std::max(2, countOf(angle / kEngineFacet + 2e-9));
}

struct FacetCounts {
  int along, across;
};

// So many that no edge turns by more than 45 degrees from one facet to the next.
FacetCounts facetsAlong(const auto& patch, double s0, double s1, bool isSpline) {
  constexpr int samples = 16;
  double alongA = 0, alongB = 0, across = 0, rulings = 0;
  const Ruling first = patch(s0);
  PatchPoint a = first(0), b = first(1);
  for (int i = 1; i <= samples; ++i) {
    const double s = s0 + (s1 - s0) * i / samples;
    const Ruling next = patch(s);
    const PatchPoint nextA = next(0), nextB = next(1);
    across = std::max({across, angleBetween(a.ds, b.ds), angleBetween(nextA.ds, nextB.ds)});
    alongA += angleBetween(a.ds, nextA.ds), alongB += angleBetween(b.ds, nextB.ds);
    rulings += angleBetween(a.dt, nextA.dt);
    a = nextA, b = nextB;
  }
  const double along = std::max(alongA, alongB);
  return {std::max(isSpline ? chordsOfSpan(along) : stepsFor(along), stepsFor(rulings)), stepsFor(across)};
}

void addEngineFacets(const auto& patch, double s0, double s1, bool isSpline, FacetSum& sum) {
  const auto [n, m] = facetsAlong(patch, s0, s1, isSpline);
  for (int i = 0; i < n; ++i) {
    const Ruling a = patch(s0 + (s1 - s0) * i / n), b = patch(s0 + (s1 - s0) * (i + 1) / n);
    for (int j = 0; j < m; ++j) {
      const double c = double(j) / m, d = double(j + 1) / m;
      sum.add(std::array{a(c).point, b(c).point, b(d).point, a(d).point});
    }
  }
}

// What lies nearer to each other meets.
constexpr double kGap = 1e-7;

// Curves of a section in order, loop by loop.
void collect(const CurveCollection& section, std::vector<const Curve*>& curves,
             std::vector<const CurveCollection*>& loops) {
  for (const Curve& curve : section.curves) curves.push_back(&curve), loops.push_back(&section);
  for (const CurveCollection& child : section.children) collect(child, curves, loops);
}

struct Section {
  std::vector<const Curve*> curves;
  std::vector<const CurveCollection*> loops;  // of each curve
  explicit Section(const CurveCollection& c) { collect(c, curves, loops); }
};

class Ruled {
 public:
  Ruled(const RuledSweep& sweep, const Wish& wish, Precision& p) : sweep_(sweep), wish_(wish), precision_(p) {
    for (const CurveCollection& c : sweep.sections) sections_.emplace_back(c);
  }

  Outcome<Measured> measure() {
    for (size_t i = 1; i < sections_.size(); ++i)
      if (sections_[i].curves.size() != sections_[0].curves.size()) return Refusal::Damaged;
    if (sections_.size() < 2 || sections_[0].curves.empty()) return Measured{};
    const bool wantsArea = wish_.has(Quantity::Area);
    if (wantsArea) sides();
    const bool isCapped = sweep_.isCapped && sweep_.sections[0].isRegion();
    if (isCapped)
      if (const Refusal why = caps(); why != Refusal::None) return why;
    out_.agree();
    if (wantsArea) engineArea(isCapped);
    if (isCapped && wish_.has(Quantity::Volume)) volume();
    return out_;
  }

 private:
  template <class F>
  void forEachStrip(size_t curve, F&& f) const {
    for (size_t i = 1; i < sections_.size(); ++i) {
      const Pair pair{sections_[i - 1].curves[curve], sections_[i].curves[curve]};
      const Strip strip(pair);
      if (!strip.isEmpty()) f(pair, strip);
    }
  }

  // As forEachStrip, of the lines from the ends of one curve to the begins of another; not where all of them meet.
  template <class F>
  void forEachGap(size_t from, size_t to, F&& f) const {
    std::vector<Curve> lines;
    bool isOpen = false;
    for (const Section& section : sections_) {
      const Vec3 a = endOf(*section.curves[from]), b = beginOf(*section.curves[to]);
      isOpen = isOpen || distance(a, b) > kGap;
      lines.push_back({LineString{{a, b}}});
    }
    if (!isOpen) return;
    for (size_t i = 1; i < lines.size(); ++i) {
      const Pair pair{&lines[i - 1], &lines[i]};
      f(pair, Strip(pair));
    }
  }

  void sides() {
    for (size_t c = 0; c < sections_[0].curves.size(); ++c) {
      forEachStrip(c, [&](const Pair& pair, const Strip& strip) { side(pair, strip); });
      if (!isLastOfLoop(c) && sections_[0].loops[c]->isLoop())
        forEachGap(c, c + 1, [&](const Pair& pair, const Strip& strip) { gap(pair, strip); });
    }
  }

  bool isLastOfLoop(size_t curve) const {
    const auto& loops = sections_[0].loops;
    return curve + 1 == loops.size() || loops[curve + 1] != loops[curve];
  }

  // The engine has it among its facets only. Where a loop does not close it has none at all, but for the volume.
  void gap(const Pair& pair, const Strip& strip) {
    FacetSum facets(beginOf(*pair.a));
    strip.forEachSpan([&](const auto& patch, double s0, double s1) {
      out_.exact.area += areaOfPatch(patch, s0, s1, 0, 1, precision_);
      addEngineFacets(patch, s0, s1, false, facets);
    });
    facetedSide_ += facets.area().value;
  }

  void side(const Pair& pair, const Strip& strip) {
    const Way way = wayOf(pair);
    const bool areSplines = pair.areBoth(static_cast<BSpline*>(nullptr));
    hasFormula_ = hasFormula_ && way != Way::None, hasSingles_ = hasSingles_ || way == Way::Nothing;
    FacetSum facets(beginOf(*pair.a));
    strip.forEachSpan([&](const auto& patch, double s0, double s1) {
      const Amount area = areaOfPatch(patch, s0, s1, 0, 1, precision_);
      out_.exact.area += area;
      if (way == Way::Sampled) engineSide_ += engineGauss5(patch, s0, s1);
      if (way == Way::Exact) engineSide_ += area.value, precision_.isNeeded = true;
      addEngineFacets(patch, s0, s1, areSplines, facets);
    });
    facetedSide_ += facets.area().value;
  }

  // How the engine has the area of a strip: of single lines it takes one for both, which gives none.
  enum class Way { None, Nothing, Sampled, Exact };
  static Way wayOf(const Pair& pair) {
    if (pair.areBoth(static_cast<Arc*>(nullptr))) return Way::Exact;
    if (!pair.areBoth(static_cast<LineString*>(nullptr))) return Way::None;
    const auto &a = std::get<LineString>(pair.a->shape), &b = std::get<LineString>(pair.b->shape);
    if (a.isSegment && b.isSegment) return Way::Nothing;
    return a.isSegment == b.isSegment && a.points.size() == b.points.size() ? Way::Sampled : Way::None;
  }

  static Vec3 beginOf(const Curve& curve) {
    std::optional<Vec3> first;
    forEachPiece(curve, [&](const auto& piece) {
      if (!first) first = geometry::beginOf(piece);
    });
    return first.value_or(Vec3{});
  }
  static Vec3 endOf(const Curve& curve) {
    Vec3 last;
    forEachPiece(curve, [&](const auto& piece) { last = geometry::endOf(piece); });
    return last;
  }
  Refusal caps() {
    for (const CurveCollection* end : {&sweep_.sections.front(), &sweep_.sections.back()}) {
      const auto cap = measureRegion(*end);
      if (!cap) return cap.refusal();
      if (wish_.has(Quantity::Area)) out_.exact.area += cap->area;
      caps_ += cap->engineArea;
      hasFormula_ = hasFormula_ && cap->isPlanar;
    }
    return Refusal::None;
  }

  // By its formulas where it has one for every strip and they come to something, else all of it in facets.
  void engineArea(bool isCapped) {
    const double area = hasFormula_ ? engineSide_ + caps_ : 0;
    if (area != 0)
      return out_.override(&EngineMeasures::area, area,
                           hasSingles_ ? Deviation::RuledLines : Deviation::FacetedRuledArea);
    const double caps = isCapped ? facetedCap(true) + facetedCap(false) : 0;
    out_.override(&EngineMeasures::area, facetedSide_ + caps, Deviation::FacetedRuledArea);
  }

  double facetedCap(bool isFirst) const {
    std::vector<double> areas;
    for (size_t c = 0; c < sections_[0].curves.size();) {
      const CurveCollection* loop = sections_[0].loops[c];
      std::vector<Vec3> ring;
      for (; c < sections_[0].curves.size() && sections_[0].loops[c] == loop; ++c) {
        size_t layer = 0;
        forEachStrip(c, [&](const Pair& pair, const Strip& strip) {
          const bool areSplines = pair.areBoth(static_cast<BSpline*>(nullptr)),
                     isLast = ++layer + 1 == sections_.size();
          if (isFirst ? layer != 1 : !isLast) return;
          strip.forEachSpan([&](const auto& patch, double s0, double s1) {
            addEnds(patch, s0, s1, areSplines, isFirst ? &ring : nullptr, isFirst ? nullptr : &ring);
          });
        });
      }
      FacetSum area(ring.empty() ? Vec3{} : ring[0]);
      area.add(ring);
      areas.push_back(area.area().value);
    }
    return together(areas);
  }

  // The largest adds, all others take away; in a union all add.
  double together(const std::vector<double>& loops) const {
    double sum = 0, largest = 0;
    for (const double loop : loops) sum += loop, largest = std::max(largest, loop);
    return sweep_.sections[0].kind == CollectionKind::Union ? sum : std::abs(2 * largest - sum);
  }

  // Loop by loop: each is a tube with two caps. How deep a loop lies in the first section tells whether it truly adds;
  // to the engine the largest does, and in a union all.
  void volume() {
    const Vec3 base = beginOf(*sections_[0].curves[0]);
    std::vector<std::vector<Vec3>> rings;
    std::vector<Amount> tubes;
    std::vector<double> faceted;
    for (size_t c = 0; c < sections_[0].curves.size();) {
      const CurveCollection* loop = sections_[0].loops[c];
      Amount tube = coneOverCap(*sections_.back().loops[c], base) + coneOverCap(*loop, base) * -1;
      FacetSum facets(base);
      std::vector<Vec3> first, last;
      const auto add = [&](const Pair& pair, const Strip& strip, size_t layer) {
        const bool areSplines = pair.areBoth(static_cast<BSpline*>(nullptr));
        strip.forEachSpan([&](const auto& patch, double s0, double s1) {
          tube += coneOver(patch, s0, s1, base);
          addEngineFacets(patch, s0, s1, areSplines, facets);
          addEnds(patch, s0, s1, areSplines, layer == 1 ? &first : nullptr,
                  layer + 1 == sections_.size() ? &last : nullptr);
        });
      };
      for (const size_t begin = c; c < sections_[0].curves.size() && sections_[0].loops[c] == loop; ++c) {
        size_t layer = 0;
        forEachStrip(c, [&](const Pair& pair, const Strip& strip) { add(pair, strip, ++layer); });
        layer = 0;
        forEachGap(c, isLastOfLoop(c) ? begin : c + 1,
                   [&](const Pair& pair, const Strip& strip) { add(pair, strip, ++layer); });
      }
      std::reverse(first.begin(), first.end());
      facets.add(first), facets.add(last);
      std::reverse(first.begin(), first.end());
      rings.push_back(first), tubes.push_back(tube), faceted.push_back(std::abs(facets.volume().value));
    }
    const std::vector<int> depth = depths(rings);
    for (size_t i = 0; i < tubes.size(); ++i) {
      const double sign = depth[i] % 2 == 0 ? 1 : -1;
      out_.exact.volume += tubes[i] * (tubes[i].value < 0 ? -sign : sign);
    }
    out_.engine.volume = out_.exact.volume.value;
    out_.override(&EngineMeasures::volume, together(faceted), Deviation::FacetedRuledVolume);
  }

  static void addEnds(const auto& patch, double s0, double s1, bool isSpline, std::vector<Vec3>* first,
                      std::vector<Vec3>* last) {
    const int n = facetsAlong(patch, s0, s1, isSpline).along;
    for (int i = 0; i < n; ++i) {
      const Ruling ruling = patch(s0 + (s1 - s0) * i / n);
      if (first) first->push_back(ruling(0).point);
      if (last) last->push_back(ruling(1).point);
    }
  }

  static std::vector<int> depths(const std::vector<std::vector<Vec3>>& rings) {
    if (rings.size() < 2) return {0};
    const Plane plane = planeOf(rings);
    std::vector<Polygon> polygons;
    for (const auto& ring : rings) {
      polygons.emplace_back();
      for (const Vec3& p : ring) polygons.back().push_back(plane.at(p));
    }
    return nestingOf(polygons);
  }

  const RuledSweep& sweep_;
  const Wish wish_;
  Precision& precision_;
  std::vector<Section> sections_;
  Measured out_;
  double engineSide_ = 0, facetedSide_ = 0, caps_ = 0;
  bool hasFormula_ = true, hasSingles_ = false;
};

}  // namespace

Outcome<Measured> measure(const RuledSweep& sweep, const Wish& wish) {
  return converged<Measured>([&](Precision& precision) { return Ruled(sweep, wish, precision).measure(); });
}

}  // namespace premap::geometry
