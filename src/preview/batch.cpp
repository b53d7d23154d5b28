// Columns grow while rows come in, and are joined once at the end: a batch costs one copy, a value none.
#include "premap/preview/batch.h"

#include <cstring>

#include "premap/base/text.h"
#include "premap/resolve/cell_block.h"

namespace premap {

namespace {

constexpr uint32_t magic = 0x31424D50;  // "PMB1"

void appendU32(std::vector<uint8_t>& out, uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<uint8_t>(value >> shift));
}

void setU32(std::vector<uint8_t>& out, size_t at, uint32_t value) {
  for (size_t i = 0; i < 4; ++i) out[at + i] = static_cast<uint8_t>(value >> (8 * i));
}

void padTo8(std::vector<uint8_t>& out) {
  out.resize((out.size() + 7) & ~size_t{7}, 0);
}

bool isText(VectorKind kind) {
  return kind == VectorKind::Text || kind == VectorKind::Json || kind == VectorKind::Bytes;
}

void appendRaw(std::vector<uint8_t>& out, const void* data, size_t size) {
  // Not insert, which copies byte by byte.
  const size_t at = out.size();
  out.resize(at + size);
  if (size > 0) std::memcpy(out.data() + at, data, size);
}

void appendHeader(std::vector<uint8_t>& out, uint32_t flags, uint32_t rows, uint32_t columns) {
  appendU32(out, magic);
  appendU32(out, flags);
  appendU32(out, rows);
  appendU32(out, columns);
}

}  // namespace

BatchWriter::BatchWriter(const std::vector<VectorKind>& kinds) {
  columns_.reserve(kinds.size());
  for (const VectorKind kind : kinds) {
    columns_.emplace_back();
    columns_.back().kind = kind;
  }
}

void BatchWriter::markNull(Vector& column, uint32_t row) {
  if (column.nulls.size() <= row / 8) column.nulls.resize(row / 8 + 1, 0);
  column.nulls[row / 8] |= static_cast<uint8_t>(1u << (row % 8));
  ++column.nullCount;
}

// After the cell's text is in place.
void BatchWriter::endCell(Vector& column) {
  const size_t begin = column.ends.empty() ? 0 : column.ends.back();
  column.ends.push_back(static_cast<uint32_t>(column.text.size()));
  byteSize_ += sizeof(uint32_t) + column.text.size() - begin;
}

void BatchWriter::appendNull(int index) {
  Vector& column = columns_[static_cast<size_t>(index)];
  markNull(column, rowCount_);
  switch (column.kind) {
    case VectorKind::Bool:
      return push(index, uint8_t{0});
    case VectorKind::U16:
      return push(index, uint16_t{0});
    case VectorKind::F64:
    case VectorKind::Id:
    case VectorKind::I64:
      return push(index, uint64_t{0});
    case VectorKind::Null:
      return;
    default:
      return endCell(column);
  }
}

void BatchWriter::appendText(int index, std::string_view value) {
  Vector& column = columns_[static_cast<size_t>(index)];
  if (column.isQuoted) appendJsonString(column.text, value);
  else column.text += value;
  endCell(column);
}

void BatchWriter::appendJsonCell(int index, std::string_view json) {
  Vector& column = columns_[static_cast<size_t>(index)];
  if (!column.isQuoted) quoteCells(column);
  column.text += json;
  endCell(column);
}

void BatchWriter::quoteCells(Vector& column) {
  std::string quoted;
  uint32_t begin = 0;
  for (uint32_t& end : column.ends) {
    appendJsonString(quoted, std::string_view(column.text).substr(begin, end - begin));
    begin = end, end = static_cast<uint32_t>(quoted.size());
  }
  column.text = std::move(quoted);
  column.kind = VectorKind::Json, column.isQuoted = true;
}

BatchWriter::Texts BatchWriter::extendTexts(int index, size_t rows, size_t bytes) {
  Vector& column = columns_[static_cast<size_t>(index)];
  const size_t begin = column.text.size(), first = column.ends.size();
  column.text.resize(begin + bytes);
  column.ends.resize(first + rows);
  byteSize_ += bytes + rows * sizeof(uint32_t);
  return {column.text.data() + begin, static_cast<uint32_t>(begin), column.ends.data() + first};
}

double* BatchWriter::extendPoints(int index, size_t rows, size_t dimensions) {
  Vector& column = columns_[static_cast<size_t>(index)];
  if (column.dimensions == 0 && column.ends.empty()) column.dimensions = dimensions;
  if (column.dimensions != dimensions) return nullptr;
  return extend<double>(index, rows * dimensions);
}

void BatchWriter::pointsToTexts(int index) {
  Vector& column = columns_[static_cast<size_t>(index)];
  if (column.dimensions == 0) return;
  byteSize_ -= column.fixed.size();
  const auto* coordinates = reinterpret_cast<const double*>(column.fixed.data());
  for (uint32_t row = 0; row < rowCount_; ++row, coordinates += column.dimensions) {
    const bool isNull = row / 8 < column.nulls.size() && (column.nulls[row / 8] >> (row % 8) & 1);
    if (!isNull) resolve::appendPoint(column.text, coordinates, column.dimensions == 3);
    endCell(column);
  }
  column.fixed.clear(), column.dimensions = 0;
}

void BatchWriter::appendBytes(int index, const std::byte* data, size_t size) {
  appendText(index, {reinterpret_cast<const char*>(data), size});
}

void BatchWriter::endText(int index, bool isNull) {
  Vector& column = columns_[static_cast<size_t>(index)];
  if (isNull) {
    column.text.resize(column.ends.empty() ? 0 : column.ends.back());
    markNull(column, rowCount_);
  }
  endCell(column);
}

void BatchWriter::appendBlock(std::vector<uint8_t>& out, Vector& column) const {
  const bool allNull = rowCount_ > 0 && column.nullCount == rowCount_;
  const VectorKind kind = allNull                  ? VectorKind::Null
                          : column.dimensions == 2 ? VectorKind::Point2d
                          : column.dimensions == 3 ? VectorKind::Point3d
                                                   : column.kind;
  appendU32(out, static_cast<uint32_t>(kind));
  const size_t lengthAt = out.size();
  appendU32(out, 0);
  const size_t start = out.size();

  column.nulls.resize((rowCount_ + 7) / 8, 0);
  appendRaw(out, column.nulls.data(), column.nulls.size());
  padTo8(out);
  if (!allNull && isText(kind)) {
    appendU32(out, 0);
    appendRaw(out, column.ends.data(), column.ends.size() * 4);
    padTo8(out);
    appendRaw(out, column.text.data(), column.text.size());
  } else if (!allNull) {
    appendRaw(out, column.fixed.data(), column.fixed.size());
  }
  padTo8(out);
  setU32(out, lengthAt, static_cast<uint32_t>(out.size() - start));
}

std::vector<uint8_t> BatchWriter::finish(uint32_t flags) {
  std::vector<uint8_t> out;
  out.reserve(16 + byteSize_ + columns_.size() * (48 + rowCount_ / 8));
  appendHeader(out, flags, rowCount_, static_cast<uint32_t>(columns_.size()));
  for (Vector& column : columns_) {
    appendBlock(out, column);
    column.nulls.clear();
    column.nullCount = 0;
    column.fixed.clear(), column.dimensions = 0;
    column.ends.clear();
    column.text.clear();
    if (column.isQuoted) column.kind = VectorKind::Text, column.isQuoted = false;
  }
  rowCount_ = 0;
  byteSize_ = 0;
  return out;
}

std::vector<uint8_t> failedBatch(std::string_view envelope) {
  std::vector<uint8_t> out;
  out.reserve(16 + envelope.size());
  appendHeader(out, BatchFlag::Failed | BatchFlag::Last, 0, 0);
  appendRaw(out, envelope.data(), envelope.size());
  return out;
}

}  // namespace premap
