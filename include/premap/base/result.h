// Result<T>: a value, or the diagnostics that say why there is none. Nothing throws across a seam.
//
//   Result<int> half(int n) { if (n % 2) return error("odd", "not even"); return n / 2; }
//   if (auto r = half(4)) use(*r); else report(r.diagnostics());
#pragma once

#include <utility>
#include <variant>

#include "premap/base/diagnostic.h"

namespace premap {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Diagnostic diagnostic) : state_(std::in_place_index<1>, Diagnostics{std::move(diagnostic)}) {}
  Result(Diagnostics diagnostics) : state_(std::in_place_index<1>, std::move(diagnostics)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& operator*() { return *std::get_if<0>(&state_); }
  const T& operator*() const { return *std::get_if<0>(&state_); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  /// The faults; only when !ok().
  Diagnostics& diagnostics() { return *std::get_if<1>(&state_); }
  const Diagnostics& diagnostics() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Diagnostics> state_;
};

/// A Result without a value.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Diagnostic diagnostic) : diagnostics_{std::move(diagnostic)} {}
  Status(Diagnostics diagnostics) : diagnostics_(std::move(diagnostics)) {}
  bool ok() const { return diagnostics_.empty(); }
  explicit operator bool() const { return ok(); }
  Diagnostics& diagnostics() { return diagnostics_; }
  const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  Diagnostics diagnostics_;
};

}  // namespace premap
