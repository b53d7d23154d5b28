// What reading a piece of geometry gives: the piece, or why it is refused. A refused primitive never
// takes its element along.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

namespace premap::geometry {

/// Why a primitive (or a whole stream) cannot be read. The words are in src/geometry/words.cpp.
enum class Refusal : uint8_t {
  None,
  // The stream
  Chunks,       ///< its chunks or their compression are damaged
  Head,         ///< it does not begin as a geometry stream does
  TruncatedOp,  ///< an op reaches past the end; what comes after is lost
  // A primitive
  Damaged,      ///< an offset or a count leaves the bytes at hand
  NotFinite,    ///< a coordinate is not a number, or infinite
  Order,        ///< a B-spline whose order is not 2 to 26, or whose poles and knots do not fit it
  Index,        ///< a mesh that names points it does not have
  UnknownType,  ///< a type of geometry that is not known
  SpiralType,   ///< a transition spiral of an unknown kind, or beyond what its formula is for
  Nesting,      ///< tables, or parts in parts, deeper than 12
  Crossing,     ///< curved boundaries that cross each other: which side is inside is not told
  TooComplex,   ///< so many pieces that comparing each with each would take minutes
  // Parts
  PartMissing,   ///< the file has no such part, or it has no stream
  PartInItself,  ///< a part that refers to itself, directly or through others
  // Bodies: they need the vendor's modeller
  BodyFormat,   ///< not the transmit format that is published
  BodyNode,     ///< a node whose layout is not known; what follows it cannot be found
  BodySurface,  ///< a face on a surface that cannot be measured
  BodyCurve,    ///< an edge on a curve that cannot be measured
  Count
};

template <class T>
class [[nodiscard]] Outcome {
 public:
  Outcome(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Outcome(Refusal why) : state_(std::in_place_index<1>, why) {}
  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() { return *std::get_if<0>(&state_); }
  const T& operator*() const { return *std::get_if<0>(&state_); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  /// None when there is a value.
  Refusal refusal() const { return state_.index() == 1 ? *std::get_if<1>(&state_) : Refusal::None; }

 private:
  std::variant<T, Refusal> state_;
};

/// "truncated-op"
std::string_view toString(Refusal refusal);
/// One sentence about what is wrong.
std::string_view sentenceOf(Refusal refusal);

}  // namespace premap::geometry
