// Bytes to text and back: GUIDs and base64; and geometry streams unpacked.
#include <array>
#include <cstring>

#include "premap/base/snappy.h"
#include "premap/schema/value.h"

namespace premap {

namespace {

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

uint32_t byteAt(std::span<const std::byte> bytes, size_t i) {
  return std::to_integer<uint32_t>(bytes[i]);
}

int base64Digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

}  // namespace

std::vector<std::byte> decompressGeometryStream(std::span<const std::byte> bytes) {
  std::vector<std::byte> out;
  if (!unpackChunks(bytes, out)) return {};
  // A signature and the size of what follows: readers are given the stream alone.
  constexpr std::ptrdiff_t kHeader = 8;
  if (out.size() < kHeader) return {};
  out.erase(out.begin(), out.begin() + kHeader);
  return out;
}

std::string base64Text(std::span<const std::byte> bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    size_t left = bytes.size() - i;
    uint32_t group = byteAt(bytes, i) << 16;
    if (left > 1) group |= byteAt(bytes, i + 1) << 8;
    if (left > 2) group |= byteAt(bytes, i + 2);
    out += kBase64[group >> 18];
    out += kBase64[group >> 12 & 63];
    out += left > 1 ? kBase64[group >> 6 & 63] : '=';
    out += left > 2 ? kBase64[group & 63] : '=';
  }
  return out;
}

std::optional<std::vector<std::byte>> base64Bytes(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  std::vector<std::byte> out;
  out.reserve(text.size() * 3 / 4);
  uint32_t group = 0, bits = 0;
  for (char c : text) {
    int digit = base64Digit(c);
    if (digit < 0) return std::nullopt;
    group = group << 6 | static_cast<uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out.push_back(static_cast<std::byte>(group >> bits & 0xff));
  }
  return out;
}

std::string guidText(std::span<const std::byte> bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  if (bytes.size() != 16) return {};
  std::string out;
  out.reserve(36);
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += kHex[byteAt(bytes, i) >> 4];
    out += kHex[byteAt(bytes, i) & 15];
  }
  return out;
}

std::optional<std::array<std::byte, 16>> guidBytes(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::array<std::byte, 16> out{};
  size_t digits = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return std::nullopt;
      continue;
    }
    int digit = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
    if (digit < 0) return std::nullopt;
    std::byte& byte = out[digits / 2];
    byte = byte << 4 | static_cast<std::byte>(digit);
    ++digits;
  }
  return out;
}

}  // namespace premap
