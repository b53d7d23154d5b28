// Meshes: one with numbered points as it is stored, with every index list held against what it numbers; the other
// styles, which are points in a certain order, get the numbers that they imply.
#include <algorithm>
#include <limits>

#include "geometry/imodel_json/curves.h"
#include "geometry/imodel_json/shapes.h"

namespace premap::geometry::imodel {
namespace {

using Indices = std::vector<int64_t>;

// Fields of the mesh's table.
enum Field : unsigned {
  Points = 0,
  Params = 1,
  Normals = 2,
  Colors = 4,
  PointIndex = 5,
  ParamIndex = 6,
  NormalIndex = 7,
  ColorIndex = 8,
  PerFace = 10,
  PerRow = 11,
  MeshStyle = 12,
  TwoSided = 13,
  FaceIndex = 14,
  FaceData = 15,
  AuxData = 16,
  Closure = 17,
  Tags = 18,
};
enum class Style : int32_t { Indexed = 1, Triangles = 3, Quads = 4, TriangleGrid = 5, QuadGrid = 6 };

Indices indicesAt(const Table& table, unsigned field) {
  const NumberVector<int32_t> stored = table.numbers<int32_t>(field);
  Indices out(stored.size());
  for (size_t i = 0; i < out.size(); ++i) out[i] = stored[i];
  return out;
}

struct Mesh {
  NumberVector<double> points, params, normals, faceData;
  NumberVector<uint32_t> colors;
  Indices point, param, normal, color, face;
  int32_t perFace = 0;
};

bool isWithin(const Indices& indices, size_t count) {
  return std::all_of(indices.begin(), indices.end(),
                     [&](int64_t i) { return static_cast<size_t>(std::abs(i)) <= count; });
}

bool endAlike(const Indices& a, const Indices& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](int64_t x, int64_t y) { return (x == 0) == (y == 0); });
}

// An index list that the file has, even an empty one, must go with that of the points.
bool readIndexed(const Table& table, Mesh& mesh) {
  struct List {
    Indices Mesh::*indices;
    unsigned field;
    size_t count;
  };
  const List lists[] = {{&Mesh::param, ParamIndex, mesh.params.size() / 2},
                        {&Mesh::normal, NormalIndex, mesh.normals.size() / 3},
                        {&Mesh::color, ColorIndex, mesh.colors.size()}};
  mesh.point = indicesAt(table, PointIndex);
  if (mesh.point.empty() || !isWithin(mesh.point, mesh.points.size() / 3)) return false;
  for (const List& list : lists) {
    if (!table.has(list.field)) continue;
    mesh.*list.indices = indicesAt(table, list.field);
    if (!endAlike(mesh.*list.indices, mesh.point) || !isWithin(mesh.*list.indices, list.count)) return false;
  }
  mesh.face = indicesAt(table, FaceIndex);
  if (!mesh.face.empty() && mesh.face.size() != mesh.point.size()) return false;
  mesh.perFace = table.number<int32_t>(PerFace, 0);
  return true;
}

Indices blockIndices(size_t points, size_t block) {
  Indices out;
  for (size_t i = 0; i + block <= points; i += block) {
    for (size_t k = 1; k <= block; ++k) out.push_back(static_cast<int64_t>(i + k));
    out.push_back(0);
  }
  return out;
}

Indices gridIndices(size_t points, int32_t perRow, bool isTriangles) {
  Indices out;
  if (perRow < 2) return out;
  const auto width = static_cast<size_t>(perRow);
  for (size_t row = 0; (row + 2) * width <= points; ++row) {
    for (size_t i = 0; i + 1 < width; ++i) {
      const auto a = static_cast<int64_t>(row * width + i + 1), b = a + 1, d = a + perRow, c = d + 1;
      if (isTriangles) out.insert(out.end(), {a, b, d, 0, b, c, d, 0});
      else out.insert(out.end(), {a, b, c, d, 0});
    }
  }
  return out;
}

void numberImplied(const Indices& implied, Mesh& mesh) {
  mesh.point = implied;
  if (!mesh.params.empty()) mesh.param = implied;
  if (!mesh.normals.empty()) mesh.normal = implied;
  if (!mesh.colors.empty()) mesh.color = implied;
}

bool readStyle(const Table& table, Mesh& mesh) {
  const size_t points = mesh.points.size() / 3;
  const int32_t perRow = table.number<int32_t>(PerRow, 0);
  switch (static_cast<Style>(table.number<int32_t>(MeshStyle, 0))) {
    case Style::Indexed:
      return readIndexed(table, mesh);
    case Style::Triangles:
      return numberImplied(blockIndices(points, 3), mesh), true;
    case Style::Quads:
      return numberImplied(blockIndices(points, 4), mesh), true;
    case Style::TriangleGrid:
      return numberImplied(gridIndices(points, perRow, true), mesh), true;
    case Style::QuadGrid:
      return numberImplied(gridIndices(points, perRow, false), mesh), true;
  }
  return false;
}

void writeTags(const Table& tags, Text& text) {
  if (!tags.isThere()) return;
  const int32_t a = tags.number<int32_t>(0, 0), b = tags.number<int32_t>(1, 0);
  const Indices wholes = indicesAt(tags, 2);
  const NumberVector<double> doubles = tags.numbers<double>(3);
  if (a == 0 && b == 0 && wholes.empty() && doubles.empty()) return;
  text.beginObject("tags").whole("tagA", a).whole("tagB", b);
  if (!wholes.empty()) text.wholes("intData", wholes);
  if (!doubles.empty()) text.blocks("doubleData", doubles, 1);
  text.endObject();
}

// How many items the first list of values has: numbers, or three a vector.
size_t auxItems(const Table& aux) {
  constexpr int32_t firstOfVectors = 2;
  const Table channel = aux.tableAt(1, 0);
  const size_t numbers = channel.tableAt(3, 0).numbers<double>(1).size();
  return numbers / (channel.number<int32_t>(0, 0) < firstOfVectors ? 1 : 3);
}

// Blocked meshes of old writers have indices from 0, without the padding of the points'.
bool isFromZero(const Indices& aux, const Indices& points, size_t items) {
  const auto [low, high] = std::minmax_element(aux.begin(), aux.end());
  const auto padding = [](const Indices& list) { return std::count(list.begin(), list.end(), 0); };
  if (*high == static_cast<int64_t>(items) || *high <= 0 || *low < 0) return false;
  return *low == 0 ? padding(points) != padding(aux) : padding(points) > 0;
}

Indices fromOne(const Indices& aux, const Indices& points) {
  Indices out;
  size_t next = 0;
  for (const int64_t point : points) {
    if (point != 0 && next == aux.size()) return {};
    out.push_back(point == 0 ? 0 : aux[next++] + 1);
  }
  return next == aux.size() ? out : Indices{};
}

Indices auxIndices(const Table& aux, const Mesh& mesh) {
  Indices indices = indicesAt(aux, 0);
  const size_t items = auxItems(aux);
  if (indices.empty() || items == 0) return {};
  if (mesh.perFace > 1) {
    if (*std::max_element(indices.begin(), indices.end()) > static_cast<int64_t>(items)) return {};
    if (isFromZero(indices, mesh.point, items)) return fromOne(indices, mesh.point);
  }
  return indices.size() == mesh.point.size() ? indices : Indices{};
}

std::string textAt(const Table& table, unsigned field) {
  const auto bytes = table.numbers<char>(field).bytes();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string channelJson(const Table& channel, TextState& state) {
  std::vector<std::string> data;
  for (size_t i = 0, n = channel.tableCount(3); i < n; ++i) {
    const Table item = channel.tableAt(3, i);
    Text text(state, "input");
    text.append(item.number<double>(0, 0.0));
    data.push_back(text.blocks("values", item.numbers<double>(1), 1).take());
  }
  Text text(state, "dataType");
  text.append(channel.number<int32_t>(0, 0));
  return text.string("name", textAt(channel, 1)).string("inputName", textAt(channel, 2)).list("data", data).take();
}

void writeAux(const Table& aux, const Mesh& mesh, TextState& state, Text& text) {
  if (!aux.isThere()) return;
  const Indices indices = auxIndices(aux, mesh);
  if (indices.empty()) return;
  std::vector<std::string> channels;
  for (size_t i = 0, n = aux.tableCount(1); i < n; ++i) channels.push_back(channelJson(aux.tableAt(1, i), state));
  text.beginObject("auxData").wholes("indices", indices).list("channels", channels).endObject();
}

}  // namespace

std::string meshJson(const Table& table, TextState& state) {
  Mesh mesh{table.numbers<double>(Points),
            table.numbers<double>(Params),
            table.numbers<double>(Normals),
            table.numbers<double>(FaceData),
            table.numbers<uint32_t>(Colors),
            {},
            {},
            {},
            {},
            {},
            0};
  if (!readStyle(table, mesh)) return {};
  Text text(state, "indexedMesh");
  text.beginObject().blocks("point", mesh.points, 3).wholes("pointIndex", mesh.point);
  if (mesh.perFace > 2) text.whole("numPerFace", mesh.perFace);
  text.flag("twoSided", table.number<uint8_t>(TwoSided, 0) != 0);
  if (const int32_t closure = table.number<int32_t>(Closure, 0); closure == 1 || closure == 2)
    text.whole("expectedClosure", closure);
  if (!mesh.colors.empty()) {
    Indices colors;
    for (size_t i = 0; i < mesh.colors.size(); ++i) colors.push_back(mesh.colors[i]);
    text.wholes("color", colors);
  }
  if (!mesh.color.empty()) text.wholes("colorIndex", mesh.color);
  if (mesh.params.size() >= 2) text.blocks("param", mesh.params, 2);
  if (!mesh.param.empty()) text.wholes("paramIndex", mesh.param);
  if (mesh.normals.size() >= 3) text.blocks("normal", mesh.normals, 3);
  if (!mesh.normal.empty()) text.wholes("normalIndex", mesh.normal);
  if (mesh.faceData.size() >= 8) text.blocks("faceData", mesh.faceData, 8);
  if (!mesh.face.empty()) text.wholes("faceIndex", mesh.face);
  writeTags(table.table(Tags), text);
  writeAux(table.table(AuxData), mesh, state, text);
  return text.endObject().take();
}

}  // namespace premap::geometry::imodel
