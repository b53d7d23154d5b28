// Geometry streams written by hand: FlatBuffers tables, ops around them, chunks around those.
//
//   Tables t = table({{0, scalar(int8_t{2})}, {1, numbers<double>({1, 2, 3})}});
//   const auto blob = stream({op(10, geometryPayload(t))});
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace premap::geometry::made {

using Bytes = std::vector<std::byte>;

template <class T>
requires std::is_arithmetic_v<T>
void append(Bytes& to, const T& value) {
  to.resize(to.size() + sizeof value);
  std::memcpy(&to[to.size() - sizeof value], &value, sizeof value);
}
inline void append(Bytes& to, std::span<const std::byte> more) {
  if (more.empty()) return;
  to.resize(to.size() + more.size());
  std::memcpy(&to[to.size() - more.size()], more.data(), more.size());
}
template <class T>
Bytes bytesOf(const std::vector<T>& items) {
  Bytes out;
  for (const T& item : items) append(out, item);
  return out;
}

/// Something that a table refers to; all offsets are relative, so it can be put anywhere.
struct Piece {
  Bytes bytes;
  size_t entry = 0;  ///< where in them the reference leads
};

/// What stands in a table: a number or struct itself, or a reference to a piece.
struct Field {
  unsigned number = 0;
  Bytes inPlace;
  std::vector<Piece> piece;  // none or one
};

template <class T>
Field scalar(unsigned number, T value) {
  Bytes bytes;
  append(bytes, value);
  return {number, std::move(bytes), {}};
}
/// Doubles, and behind them a bool when there is one.
inline Field structOf(unsigned number, const std::vector<double>& doubles, int isCapped = -1) {
  Bytes bytes = bytesOf(doubles);
  if (isCapped >= 0) append(bytes, uint64_t(isCapped));
  return {number, std::move(bytes), {}};
}
inline Field reference(unsigned number, Piece piece) {
  return {number, {}, {std::move(piece)}};
}

template <class T>
Piece numbers(const std::vector<T>& items) {
  Piece out;
  append(out.bytes, static_cast<uint32_t>(items.size()));
  append(out.bytes, bytesOf(items));
  return out;
}

inline void putOffset(Bytes& bytes, size_t at, size_t target) {
  const auto distance = static_cast<uint32_t>(target - at);
  std::memcpy(&bytes[at], &distance, sizeof distance);
}

inline Piece tables(const std::vector<Piece>& items) {
  Piece out;
  append(out.bytes, static_cast<uint32_t>(items.size()));
  out.bytes.resize(4 + 4 * items.size());
  for (size_t i = 0; i < items.size(); ++i) {
    putOffset(out.bytes, 4 + 4 * i, out.bytes.size() + items[i].entry);
    append(out.bytes, items[i].bytes);
  }
  return out;
}

inline Piece table(const std::vector<Field>& fields) {
  unsigned count = 0;
  for (const Field& f : fields) count = std::max(count, f.number + 1);
  const size_t vtable = 4 + 2 * count;
  std::vector<uint16_t> places(count, 0);
  Piece out{Bytes(vtable), vtable};
  append(out.bytes, static_cast<int32_t>(vtable));
  std::vector<std::pair<size_t, const Piece*>> references;
  for (const Field& f : fields) {
    places[f.number] = static_cast<uint16_t>(out.bytes.size() - vtable);
    if (!f.piece.empty()) references.emplace_back(out.bytes.size(), &f.piece[0]);
    append(out.bytes, f.piece.empty() ? f.inPlace : Bytes(4));
  }
  const uint16_t head[2] = {static_cast<uint16_t>(vtable), static_cast<uint16_t>(out.bytes.size() - vtable)};
  std::memcpy(out.bytes.data(), head, 4);
  if (count > 0) std::memcpy(out.bytes.data() + 4, places.data(), 2 * count);
  for (const auto& [at, piece] : references) {
    putOffset(out.bytes, at, out.bytes.size() + piece->entry);
    append(out.bytes, piece->bytes);
  }
  return out;
}

inline Bytes payload(const Piece& root) {
  Bytes out;
  append(out, static_cast<uint32_t>(4 + root.entry));
  append(out, root.bytes);
  return out;
}

inline Piece variant(uint8_t type, Piece inner) {
  return table({scalar(0, type), reference(1, std::move(inner))});
}
inline Bytes geometry(uint8_t type, Piece inner) {
  constexpr std::string_view mark = "bg0001fb";
  Bytes out;
  for (const char c : mark) out.push_back(static_cast<std::byte>(c));
  append(out, payload(variant(type, std::move(inner))));
  return out;
}

inline Bytes op(uint32_t code, Bytes bytes) {
  bytes.resize((bytes.size() + 7) / 8 * 8);
  Bytes out;
  append(out, code);
  append(out, static_cast<uint32_t>(bytes.size()));
  append(out, bytes);
  return out;
}

/// Ops as a blob: its head, cut into chunks that are packed without compression.
inline Bytes stream(const std::vector<Bytes>& ops) {
  Bytes all, out;
  append(all, uint32_t{0x0600});
  append(all, uint32_t{0});
  for (const Bytes& one : ops) append(all, one);
  const auto size = static_cast<uint32_t>(all.size() - 8);
  std::memcpy(&all[4], &size, 4);
  for (size_t at = 0; at < all.size(); at += 32768) {
    const size_t n = std::min<size_t>(32768, all.size() - at);
    Bytes packed;
    for (size_t v = n; packed.push_back(static_cast<std::byte>((v & 127) | (v > 127 ? 128 : 0))), v > 127;) v >>= 7;
    packed.push_back(std::byte{0xf4});
    append(packed, static_cast<uint16_t>(n - 1));
    append(packed, std::span<const std::byte>(all).subspan(at, n));
    append(out, static_cast<uint16_t>(packed.size() + 2));
    append(out, packed);
  }
  return out;
}

// ---- ops ---------------------------------------------------------------------------------------------------------

/// Points three by three; kind 0 points, 1 open, 2 closed.
inline Bytes pointsOp(const std::vector<double>& xyz, int8_t kind) {
  Piece list = numbers(xyz);
  const auto count = static_cast<uint32_t>(xyz.size() / 3);
  std::memcpy(list.bytes.data(), &count, 4);
  return op(5, payload(table({reference(0, list), scalar(1, kind)})));
}
inline Bytes lineOp(double length) {
  return pointsOp({0, 0, 0, length, 0, 0}, 1);
}
inline Bytes boxOp(double x, double y, double z) {
  return op(11, geometry(9, table({structOf(0, {0, 0, 0, 0, 0, z, 1, 0, 0, 0, 1, 0, x, y, x, y}, 1)})));
}
inline Bytes partOp(uint64_t id, const std::vector<double>& origin = {0, 0, 0}, double scale = 1) {
  return op(3, payload(table({scalar(0, id), structOf(1, origin), scalar(5, scale)})));
}
inline Bytes symbologyOp(int8_t geometryClass) {
  return op(4, payload(table({scalar(6, geometryClass)})));
}
/// Facets by one-based corners, each ended with 0.
inline Bytes meshOp(const std::vector<double>& points, const std::vector<int32_t>& corners) {
  return op(
      9, geometry(13, table({reference(0, numbers(points)), reference(5, numbers(corners)), scalar(12, int32_t{1})})));
}

inline Piece lineString(const std::vector<double>& points) {
  return variant(4, table({reference(0, numbers(points))}));
}
inline Piece collection(int32_t kind, const std::vector<Piece>& members) {
  return table({scalar(0, kind), reference(1, tables(members))});
}

}  // namespace premap::geometry::made
