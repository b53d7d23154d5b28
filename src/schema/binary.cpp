// Bytes to text and back: GUIDs, base64, and the chunked Snappy compression of geometry streams.
#include <array>
#include <cstring>

#include "premap/schema/value.h"

namespace premap {

namespace {

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint32_t kChunkLimit = 64 * 1024;  // writers stay below 32 KiB; anything above this is no chunk of theirs

uint32_t byteAt(std::span<const std::byte> bytes, size_t i) {
  return std::to_integer<uint32_t>(bytes[i]);
}

uint32_t littleEndian(std::span<const std::byte> bytes, size_t at, size_t count) {
  uint32_t value = 0;
  for (size_t i = 0; i < count; ++i) value |= byteAt(bytes, at + i) << (8 * i);
  return value;
}

// One element of raw Snappy: `length` bytes that follow as they are (offset 0), or that repeat what lies `offset` back.
struct SnappyElement {
  uint32_t length = 0;
  uint32_t offset = 0;
};

// Reads the element's tag at `at` and moves past it; false when the bytes end too early.
bool readElement(std::span<const std::byte> in, size_t& at, SnappyElement& element) {
  uint32_t tag = byteAt(in, at++);
  uint32_t upper = tag >> 2;
  size_t extra = 0;
  switch (tag & 3) {
    case 0:
      extra = upper < 60 ? 0 : upper - 59;
      if (in.size() - at < extra) return false;
      element = {(extra ? littleEndian(in, at, extra) : upper) + 1, 0};
      break;
    case 1:
      extra = 1;
      if (in.size() - at < extra) return false;
      element = {(upper & 7) + 4, (tag >> 5 << 8) | byteAt(in, at)};
      break;
    default:
      extra = (tag & 3) == 2 ? 2 : 4;
      if (in.size() - at < extra) return false;
      element = {upper + 1, littleEndian(in, at, extra)};
  }
  at += extra;
  return (tag & 3) == 0 || element.offset > 0;
}

bool readVarint(std::span<const std::byte> in, size_t& at, uint32_t& value) {
  value = 0;
  for (uint32_t shift = 0; shift < 32; shift += 7) {
    if (at >= in.size()) return false;
    uint32_t byte = byteAt(in, at++);
    value |= (byte & 0x7f) << shift;
    if (!(byte & 0x80)) return true;
  }
  return false;
}

bool appendSnappy(std::vector<std::byte>& out, std::span<const std::byte> in) {
  size_t at = 0;
  uint32_t expected = 0;
  if (!readVarint(in, at, expected) || expected > kChunkLimit) return false;
  const size_t begin = out.size(), end = begin + expected;
  out.reserve(end);
  while (at < in.size()) {
    SnappyElement element;
    if (!readElement(in, at, element) || end - out.size() < element.length) return false;
    if (element.offset == 0) {
      if (in.size() - at < element.length) return false;
      out.insert(out.end(), in.begin() + static_cast<std::ptrdiff_t>(at),
                 in.begin() + static_cast<std::ptrdiff_t>(at + element.length));
      at += element.length;
    } else {
      if (out.size() - begin < element.offset) return false;
      // Byte by byte: source and destination may overlap, which is how Snappy writes runs.
      for (uint32_t i = 0; i < element.length; ++i) out.push_back(out[out.size() - element.offset]);
    }
  }
  return out.size() == end;
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
  for (size_t at = 0; at < bytes.size();) {
    if (bytes.size() - at < 2) return {};
    uint32_t size = littleEndian(bytes, at, 2);  // counts its own two bytes
    if (size < 3 || bytes.size() - at < size) return {};
    if (!appendSnappy(out, bytes.subspan(at + 2, size - 2))) return {};
    at += size;
  }
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
