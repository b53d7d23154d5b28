// Integration without facets: Gauss-Kronrod 7/15 with halving.
//
//   const auto [sum] = integrate<1>([](double t) { return std::array{std::sin(t)}; }, 0, 1);
//
// The integrands are smooth within a piece (a span of a spline, a quarter of a turn), where 15 points reach the last
// digits; halving is for cusps and for weights that vary wildly.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace premap::geometry {

inline constexpr std::array<double, 8> kKronrodNodes = {
    0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
    0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
    0.586087235467691130294144691693013, 0.405845151377397166906606412076961,
    0.207784955007898467600689403773245, 0.0};
inline constexpr std::array<double, 8> kKronrodWeights = {
    0.022935322010529224963732008058970, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518,
    0.140653259715525918745189590510238, 0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
    0.204432940075298892414161999234649, 0.209482141084727828012999174891714};
/// Of the odd nodes.
inline constexpr std::array<double, 4> kGaussWeights = {
    0.129484966168869693270611432679082, 0.279705391489276667901467771423780, 0.381830050505118944950369775488975,
    0.417959183673469387755102040816327};
/// A rule over three of the same nodes, the middle and those of this number.
inline constexpr size_t kThirdNode = 3;
inline constexpr double kThirdWeight = 1 / (3 * kKronrodNodes[kThirdNode] * kKronrodNodes[kThirdNode]);

namespace detail {

template <size_t N>
struct Estimate {
  std::array<double, N> value{};
  double error = 0, size = 0;  // of the worst component, and the sum of absolutes to hold it against
};

// The 7-point rule is `coarse` from the 15-point one, the 3-point rule `coarsest` from the 7-point one. Of a smooth
// function the errors fall faster from rule to rule the further one goes, so what is left is less than the next of
// their geometric row; where they do not fall (a cusp, a bend) nothing is promised but `coarse`.
inline double remaining(double coarse, double coarsest) {
  constexpr double caution = 10;
  return coarse * caution < coarsest ? coarse * (coarse * caution / coarsest) : coarse;
}

template <size_t N, class F>
Estimate<N> kronrod(const F& f, double a, double b) {
  const double middle = (a + b) / 2, half = (b - a) / 2;
  std::array<double, N> fine{}, coarse{}, coarsest{}, absolute{};
  const auto add = [&](double t, size_t node) {
    const std::array<double, N> y = f(t);
    for (size_t k = 0; k < N; ++k) {
      fine[k] += kKronrodWeights[node] * y[k];
      absolute[k] += kKronrodWeights[node] * std::abs(y[k]);
      if (node % 2 == 1) coarse[k] += kGaussWeights[node / 2] * y[k];
      if (node == kThirdNode) coarsest[k] += kThirdWeight * y[k];
      if (node == 7) coarsest[k] += (2 - 2 * kThirdWeight) * y[k];
    }
  };
  for (size_t node = 0; node < 7; ++node) {
    add(middle - half * kKronrodNodes[node], node);
    add(middle + half * kKronrodNodes[node], node);
  }
  add(middle, 7);
  Estimate<N> out;
  for (size_t k = 0; k < N; ++k) {
    out.value[k] = fine[k] * half;
    const double error = remaining(std::abs(fine[k] - coarse[k]), std::abs(coarse[k] - coarsest[k]));
    out.error = std::max(out.error, error * std::abs(half));
    out.size = std::max(out.size, std::abs(absolute[k] * half));
  }
  return out;
}

template <size_t N, class F>
std::array<double, N> refine(const F& f, double a, double b, const Estimate<N>& whole, double allowed, int& halvings) {
  // "Not larger" stops at NaN too.
  if (halvings == 0 || !(whole.error > allowed)) return whole.value;
  --halvings;
  const double middle = (a + b) / 2;
  const Estimate<N> left = kronrod<N>(f, a, middle), right = kronrod<N>(f, middle, b);
  std::array<double, N> sum = refine<N>(f, a, middle, left, allowed / 2, halvings);
  const std::array<double, N> other = refine<N>(f, middle, b, right, allowed / 2, halvings);
  for (size_t k = 0; k < N; ++k) sum[k] += other[k];
  return sum;
}

}  // namespace detail

/// To a tolerance relative to the integral of the absolutes. What is no smooth function ends when so many halvings are
/// used up: a cusp needs two dozen.
template <size_t N, class F>
std::array<double, N> integrate(const F& f, double a, double b, int& halvings, double tolerance = 1e-11) {
  const detail::Estimate<N> whole = detail::kronrod<N>(f, a, b);
  return detail::refine<N>(f, a, b, whole, tolerance * whole.size, halvings);
}
template <size_t N, class F>
std::array<double, N> integrate(const F& f, double a, double b) {
  int halvings = 40;
  return integrate<N>(f, a, b, halvings);
}

/// Five points of Gauss, for polynomials up to degree 9.
template <class F>
void forGauss5(double a, double b, const F& f) {
  constexpr std::array<double, 3> nodes = {0.0, 0.538469310105683091036314420700208,
                                           0.906179845938663992797626878299392};
  constexpr std::array<double, 3> weights = {0.568888888888888888888888888888889, 0.478628670499366468041291514835638,
                                             0.236926885056189087514264040719918};
  const double middle = (a + b) / 2, half = (b - a) / 2;
  f(middle, weights[0] * half);
  for (size_t i = 1; i < 3; ++i) {
    f(middle - half * nodes[i], weights[i] * half);
    f(middle + half * nodes[i], weights[i] * half);
  }
}

/// Seven points of Gauss, which are among those of Kronrod.
template <class F>
void forGauss7(double a, double b, const F& f) {
  const double middle = (a + b) / 2, half = (b - a) / 2;
  f(middle, kGaussWeights[3] * half);
  for (size_t i = 0; i < 3; ++i) {
    const double node = kKronrodNodes[2 * i + 1] * half;
    f(middle - node, kGaussWeights[i] * half), f(middle + node, kGaussWeights[i] * half);
  }
}

/// What integratePolynomial takes.
inline constexpr int kPolynomialDegree = 22;

/// Exact, without looking for what is left.
template <size_t N, class F>
std::array<double, N> integratePolynomial(const F& f, double a, double b, int degree) {
  if (degree > 9) return detail::kronrod<N>(f, a, b).value;
  std::array<double, N> sum{};
  forGauss5(a, b, [&](double t, double weight) {
    const std::array<double, N> y = f(t);
    for (size_t k = 0; k < N; ++k) sum[k] += y[k] * weight;
  });
  return sum;
}

}  // namespace premap::geometry
