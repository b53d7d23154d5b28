// Placements in SQL, under two prefixes (iModel_point and DGN_point are one function). The values are blobs of
// little-endian doubles: point x, y, z; angles yaw, pitch, roll in degrees; box low x, y, z, high x, y, z; placement
// point, angles, box in the element's own frame.
//
// Numbers that are NULL count as 0, as in the native functions. A value that is not of the expected kind fails the
// statement ("Illegal input to …"); where NULL gives NULL is said function by function.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>
#include <optional>

#include "schema/functions/registrar.h"

namespace premap {

namespace {

using Vector = std::array<double, 3>;

struct Box {
  Vector low, high;
};

struct Placement {
  Vector origin, angles;
  Box box;
};

static_assert(sizeof(Vector) == 24 && sizeof(Box) == 48 && sizeof(Placement) == 96);

// ---------------------------------------------------------------- reading and answering

template <class Value>
std::optional<Value> read(sqlite3_value* argument) {
  Value value;
  if (sqlite3_value_type(argument) != SQLITE_BLOB || sqlite3_value_bytes(argument) != static_cast<int>(sizeof value))
    return std::nullopt;
  std::memcpy(&value, sqlite3_value_blob(argument), sizeof value);
  return value;
}

template <class Value>
void answerBlob(sqlite3_context* context, const Value& value) {
  sqlite3_result_blob(context, &value, static_cast<int>(sizeof value), SQLITE_TRANSIENT);
}

// The functions' user data is their name without prefix.
void answerIllegalInput(sqlite3_context* context) {
  answerError(context, std::string("Illegal input to iModel_") + static_cast<const char*>(sqlite3_user_data(context)));
}

bool anyIsNull(int count, sqlite3_value** values) {
  return std::any_of(values, values + count, isNullValue);
}

// ---------------------------------------------------------------- geometry

Vector sizeOf(const Box& box) {
  return {box.high[0] - box.low[0], box.high[1] - box.low[1], box.high[2] - box.low[2]};
}

Box makeBox(const Vector& a, const Vector& b) {
  Box box;
  for (size_t i = 0; i < 3; ++i) box.low[i] = std::min(a[i], b[i]), box.high[i] = std::max(a[i], b[i]);
  return box;
}

bool overlap(const Box& a, const Box& b) {
  for (size_t i = 0; i < 3; ++i)
    if (a.low[i] > b.high[i] || b.low[i] > a.high[i]) return false;
  return true;
}

bool isInside(const Box& inner, const Box& outer) {
  for (size_t i = 0; i < 3; ++i)
    if (inner.low[i] < outer.low[i] || inner.high[i] > outer.high[i]) return false;
  return true;
}

struct SineCosine {
  double sine, cosine;
};

// Exact for right angles, which buildings are full of.
SineCosine sineCosine(double degrees) {
  double quarter = degrees / 90;
  if (quarter == std::floor(quarter) && std::fabs(quarter) < 1e9) {
    static constexpr SineCosine kQuarters[] = {{0, 1}, {1, 0}, {0, -1}, {-1, 0}};
    auto turns = static_cast<int64_t>(quarter) % 4;
    return kQuarters[turns < 0 ? turns + 4 : turns];
  }
  double radians = degrees * (std::numbers::pi / 180);
  return {std::sin(radians), std::cos(radians)};
}

using Matrix = std::array<Vector, 3>;

// Rz(yaw) * Ry(-pitch) * Rx(roll), written out; rows.
Matrix rotation(const Vector& angles) {
  auto [sy, cy] = sineCosine(angles[0]);
  auto [sp, cp] = sineCosine(angles[1]);
  auto [sr, cr] = sineCosine(angles[2]);
  return {{{cy * cp, -sy * cr - cy * sp * sr, sy * sr - cy * sp * cr},
           {sy * cp, cy * cr - sy * sp * sr, -cy * sr - sy * sp * cr},
           {sp, cp * sr, cp * cr}}};
}

// A box without extent along an axis is given a little of it, so that it can be found in the spatial index.
Box withThickness(Box box) {
  constexpr double kHalfMillimetre = 0.0005;
  for (size_t i = 0; i < 3; ++i)
    if (box.high[i] == box.low[i]) box.low[i] -= kHalfMillimetre, box.high[i] += kHalfMillimetre;
  return box;
}

Box worldBox(const Placement& placement) {
  Matrix matrix = rotation(placement.angles);
  Box local = withThickness(makeBox(placement.box.low, placement.box.high)), world;
  for (size_t row = 0; row < 3; ++row) {
    world.low[row] = world.high[row] = placement.origin[row];
    for (size_t i = 0; i < 3; ++i) {
      double a = matrix[row][i] * local.low[i], b = matrix[row][i] * local.high[i];
      world.low[row] += std::min(a, b), world.high[row] += std::max(a, b);
    }
  }
  return world;
}

double distance(const Vector& a, const Vector& b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

double distanceToBox(const Vector& point, const Box& box) {
  Vector nearest;
  for (size_t i = 0; i < 3; ++i) nearest[i] = std::clamp(point[i], box.low[i], std::max(box.low[i], box.high[i]));
  return distance(point, nearest);
}

// ---------------------------------------------------------------- makers

void makePoint(sqlite3_context* context, int, sqlite3_value** values) {
  answerBlob(context,
             Vector{sqlite3_value_double(values[0]), sqlite3_value_double(values[1]), sqlite3_value_double(values[2])});
}

void makeBoxValue(sqlite3_context* context, int, sqlite3_value** values) {
  Vector corners[2];
  for (int i = 0; i < 6; ++i) corners[i / 3][static_cast<size_t>(i % 3)] = sqlite3_value_double(values[i]);
  answerBlob(context, makeBox(corners[0], corners[1]));
}

// NULL gives NULL.
void makePlacement(sqlite3_context* context, int, sqlite3_value** values) {
  if (anyIsNull(3, values)) return;
  auto origin = read<Vector>(values[0]), angles = read<Vector>(values[1]);
  auto box = read<Box>(values[2]);
  if (!origin || !angles || !box) return answerIllegalInput(context);
  answerBlob(context, Placement{*origin, *angles, *box});
}

// ---------------------------------------------------------------- members

template <class Value>
void member(sqlite3_context* context, int, sqlite3_value** values) {
  auto value = read<Value>(values[0]);
  int index = sqlite3_value_int(values[1]);
  constexpr int kCount = sizeof(Value) / sizeof(double);
  if (!value || index < 0 || index >= kCount) return answerIllegalInput(context);
  double members[kCount];
  std::memcpy(members, &*value, sizeof members);
  sqlite3_result_double(context, members[index]);
}

void memberOrNull(sqlite3_context* context, int count, sqlite3_value** values) {
  if (!isNullValue(values[0])) member<Vector>(context, count, values);
}

// NULL gives NULL.
template <auto get>
void ofPlacement(sqlite3_context* context, int, sqlite3_value** values) {
  if (isNullValue(values[0])) return;
  auto placement = read<Placement>(values[0]);
  if (!placement) return answerIllegalInput(context);
  answerBlob(context, get(*placement));
}

Vector originOf(const Placement& placement) {
  return placement.origin;
}
Vector anglesOf(const Placement& placement) {
  return placement.angles;
}
Box boxOf(const Placement& placement) {
  return placement.box;
}

// ---------------------------------------------------------------- measures

template <auto measure>
void ofBox(sqlite3_context* context, int, sqlite3_value** values) {
  auto box = read<Box>(values[0]);
  if (!box) return answerIllegalInput(context);
  sqlite3_result_double(context, measure(sizeOf(*box)));
}

double widthOf(const Vector& size) {
  return size[0];
}
double depthOf(const Vector& size) {
  return size[1];
}
double heightOf(const Vector& size) {
  return size[2];
}
double volumeOf(const Vector& size) {
  return size[0] * size[1] * size[2];
}
double areaOf(const Vector& size) {
  return size[0] * size[1];
}

void boxOverlaps(sqlite3_context* context, int, sqlite3_value** values) {
  auto a = read<Box>(values[0]), b = read<Box>(values[1]);
  if (!a || !b) return answerIllegalInput(context);
  sqlite3_result_int(context, overlap(*a, *b) ? 1 : 0);
}

void boxContains(sqlite3_context* context, int, sqlite3_value** values) {
  auto outer = read<Box>(values[0]), inner = read<Box>(values[1]);
  if (!outer || !inner) return answerIllegalInput(context);
  sqlite3_result_int(context, isInside(*inner, *outer) ? 1 : 0);
}

void pointDistance(sqlite3_context* context, int, sqlite3_value** values) {
  auto a = read<Vector>(values[0]), b = read<Vector>(values[1]);
  if (!a || !b) return answerIllegalInput(context);
  sqlite3_result_double(context, distance(*a, *b));
}

void pointToBox(sqlite3_context* context, int, sqlite3_value** values) {
  auto point = read<Vector>(values[0]);
  auto box = read<Box>(values[1]);
  if (!point || !box) return answerIllegalInput(context);
  sqlite3_result_double(context, distanceToBox(*point, *box));
}

// NULL gives NULL. Plain differences: 350 and 5 degrees are 345 apart.
void anglesMaxDiff(sqlite3_context* context, int, sqlite3_value** values) {
  if (anyIsNull(2, values)) return;
  auto a = read<Vector>(values[0]), b = read<Vector>(values[1]);
  if (!a || !b) return answerIllegalInput(context);
  double most = 0;
  for (size_t i = 0; i < 3; ++i) most = std::max(most, std::fabs((*a)[i] - (*b)[i]));
  sqlite3_result_double(context, most);
}

// ---------------------------------------------------------------- union of boxes

struct Union {
  bool any;
  Box box;
};

// NULL boxes do not count.
void addToUnion(sqlite3_context* context, int, sqlite3_value** values) {
  if (isNullValue(values[0])) return;
  auto box = read<Box>(values[0]);
  if (!box) return answerIllegalInput(context);
  auto* all = static_cast<Union*>(sqlite3_aggregate_context(context, sizeof(Union)));
  if (!all) return sqlite3_result_error_nomem(context);
  for (size_t i = 0; i < 3; ++i) {
    all->box.low[i] = all->any ? std::min(all->box.low[i], box->low[i]) : box->low[i];
    all->box.high[i] = all->any ? std::max(all->box.high[i], box->high[i]) : box->high[i];
  }
  all->any = true;
}

void answerUnion(sqlite3_context* context) {
  auto* all = static_cast<Union*>(sqlite3_aggregate_context(context, 0));
  if (all && all->any) answerBlob(context, all->box);
}

// ---------------------------------------------------------------- spatial index

// x MATCH iModel_spatial_overlap_aabb(box): entries of an R*Tree that overlap the box.
int spatialOverlap(sqlite3_rtree_query_info* info) {
  auto box = info->nParam == 1 && info->nCoord == 6 ? read<Box>(info->apSqlParam[0]) : std::nullopt;
  if (!box) return SQLITE_ERROR;
  const sqlite3_rtree_dbl* at = info->aCoord;
  Box node{{at[0], at[2], at[4]}, {at[1], at[3], at[5]}};
  bool inside = info->eParentWithin == FULLY_WITHIN || isInside(node, *box);
  info->eWithin = inside ? FULLY_WITHIN : overlap(node, *box) ? PARTLY_WITHIN : NOT_WITHIN;
  info->rScore = info->iLevel;
  return SQLITE_OK;
}

// ---------------------------------------------------------------- registration

struct Entry {
  const char* name;
  int arity;
  ScalarFunction function;
};

constexpr Entry kFunctions[] = {
    {"point", 3, makePoint},
    {"angles", 3, makePoint},
    {"bbox", 6, makeBoxValue},
    {"placement", 3, makePlacement},
    {"point_value", 2, member<Vector>},
    {"angles_value", 2, memberOrNull},
    {"bbox_value", 2, member<Box>},
    {"placement_origin", 1, ofPlacement<originOf>},
    {"placement_angles", 1, ofPlacement<anglesOf>},
    {"placement_eabb", 1, ofPlacement<boxOf>},
    {"placement_aabb", 1, ofPlacement<worldBox>},
    {"bbox_width", 1, ofBox<widthOf>},
    {"bbox_depth", 1, ofBox<depthOf>},
    {"bbox_height", 1, ofBox<heightOf>},
    {"bbox_volume", 1, ofBox<volumeOf>},
    {"bbox_areaxy", 1, ofBox<areaOf>},
    {"bbox_overlaps", 2, boxOverlaps},
    {"bbox_contains", 2, boxContains},
    {"point_distance", 2, pointDistance},
    {"point_min_distance_to_bbox", 2, pointToBox},
    {"angles_maxdiff", 2, anglesMaxDiff},
};

}  // namespace

void registerGeometryFunctions(Registrar& registrar) {
  for (const char* prefix : {"iModel_", "DGN_"}) {
    for (const Entry& entry : kFunctions)
      registrar.scalar(std::string(prefix) + entry.name, entry.arity, entry.function, entry.name);
    registrar.aggregate(std::string(prefix) + "bbox_union", 1, addToUnion, answerUnion, "bbox_union");
    registrar.note(sqlite3_rtree_query_callback(registrar.db(), (std::string(prefix) + "spatial_overlap_aabb").c_str(),
                                                spatialOverlap, nullptr, nullptr));
  }
}

}  // namespace premap
