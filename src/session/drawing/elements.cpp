// Ids first, where some were chosen; then each element by its id, in that order, so that the file is read once from
// front to back.
#include "session/drawing/elements.h"

#include <algorithm>
#include <cmath>

#include "premap/base/text.h"
#include "premap/ecsql/compile.h"
#include "session/calls/mapping_params.h"

namespace premap::drawing {
namespace {

using geometry::Transform;
using geometry::Vec3;

Diagnostic misfit(const char* what) {
  return error("option-value", what);
}

// What the spatial index would have: templates stand in no space.
constexpr const char* kInSpace =
    " AND Model.Id IN (SELECT ECInstanceId FROM bis.SpatialModel WHERE IsTemplate IS NULL OR NOT IsTemplate)";

Result<std::vector<int64_t>> idsIn(const Params& params) {
  const Diagnostic fault = misfit("`elements` must be a list of ids such as [\"0x2d\"]");
  const auto list = nlohmann::json::parse(params.json("elements"), nullptr, false);
  if (!list.is_array()) return fault;
  std::vector<int64_t> ids;
  for (const auto& each : list) {
    const auto id = each.is_string() ? hexToId(*each.get_ptr<const std::string*>()) : std::nullopt;
    if (!id) return fault;
    ids.push_back(static_cast<int64_t>(*id));
  }
  return ids;
}

}  // namespace

Result<std::unique_ptr<ElementRows>> ElementRows::open(SessionState& state, const Params& params, Wanted wanted) {
  auto rows = std::make_unique<ElementRows>();
  if (params.has("mapping") && params.has("elements"))
    return misfit("`elements` chooses some without a mapping: give one of the two");
  if (params.has("elements")) {
    auto ids = idsIn(params);
    if (!ids) return std::move(ids.diagnostics());
    rows->isChosen_ = true, rows->ids_ = std::move(*ids);
    sortOnce(rows->ids_);
  } else if (params.has("mapping")) {
    auto read = calls::readMappingParams(state, params);
    if (!read) return std::move(read.diagnostics());
    rows->mapping = read->source;
    auto table = GroupTable::open(read->mapping(), read->group, calls::plannerOf(state), read->options,
                                  resolve::PlanScope::Rows);
    if (!table) return std::move(table.diagnostics());
    rows->isChosen_ = true, rows->group_.emplace(std::move(*table));
  } else if (params.has("group")) {
    return misfit("`group` is the name of a group of `mapping`, which is missing");
  }
  if (Status prepared = rows->prepare(*state.catalog, wanted); !prepared) return std::move(prepared.diagnostics());
  return rows;
}

// Columns: id, category, origin, angles, box, stream; in 2d the origin has two numbers, and there is one angle.
Status ElementRows::prepare(const Catalog& catalog, Wanted wanted) {
  const std::string box = wanted == Wanted::Box ? "BBoxLow.X" : "GeometryStream";
  const std::string stream = wanted == Wanted::Box ? "" : ", GeometryStream";
  const auto kind = [&](std::optional<OfKind>& to, const char* cls, const char* angles) -> Status {
    if (!catalog.findClass("BisCore", cls)) return {};
    const auto query =
        ecsql::compile(std::string("SELECT ECInstanceId, Category.Id, Origin, ") + angles + ", BBoxLow, BBoxHigh" +
                           stream + " FROM bis." + cls + " WHERE Origin.X IS NOT NULL AND " + box + " IS NOT NULL" +
                           (isChosen_               ? " AND ECInstanceId=?"
                            : wanted == Wanted::Box ? kInSpace
                                                    : ""),
                       catalog);
    if (!query) return std::move(query.diagnostics());
    auto statement = catalog.database().prepare(query->sql);
    if (!statement) return std::move(statement.diagnostics());
    to = OfKind{std::move(*statement), isChosen_ ? query->parameters[0].sqlIndexes[0] : 0};
    return {};
  };
  if (Status done = kind(in3d_, "GeometricElement3d", "Yaw, Pitch, Roll"); !done) return done;
  return isChosen_ ? kind(in2d_, "GeometricElement2d", "Rotation") : Status();
}

Result<uint64_t> ElementRows::countAll(const Catalog& catalog) {
  if (!catalog.findClass("BisCore", "GeometricElement3d")) return uint64_t{0};
  const auto query = ecsql::compile("SELECT COUNT(*) FROM bis.GeometricElement3d", catalog);
  if (!query) return Diagnostics(query.diagnostics());
  auto statement = catalog.database().prepare(query->sql);
  if (!statement) return std::move(statement.diagnostics());
  if (statement->step() != Step::Row) return statement->failure();
  return static_cast<uint64_t>(statement->int64(0));
}

Result<ElementRows::Found> ElementRows::next(const Deadline& deadline) {
  if (group_) {
    const auto isDone = group_->collect(deadline);
    if (!isDone) return std::move(isDone.diagnostics());
    if (!*isDone) return Found::Nothing;
    ids_ = std::move(group_->ids());
    group_.reset();
  }
  for (;;) {
    switch (step()) {
      case Step::Row:
        return Found::Row;
      case Step::Done:
        if (!isChosen_ || at_ == ids_.size()) return Found::Done;
        if (deadline.passedNow()) return Found::Nothing;
        break;
      case Step::Interrupted:
        return error("cancelled", "the drawing was stopped");
      case Step::Failed:
        return row_->failure();
    }
  }
}

// Done: there is none of the next id, or none at all.
Step ElementRows::step() {
  if (!isChosen_) {
    if (!in3d_) return Step::Done;
    row_ = &in3d_->statement;
    const Step found = in3d_->statement.step();
    if (found == Step::Done) in3d_.reset();
    return found;
  }
  if (at_ == ids_.size()) return Step::Done;
  const int64_t id = ids_[at_++];
  isIn3d_ = true;
  Step found = in3d_ ? stepOf(*in3d_, id) : Step::Done;
  if (found != Step::Done || !in2d_) return found;
  isIn3d_ = false;
  return stepOf(*in2d_, id);
}

Step ElementRows::stepOf(OfKind& kind, int64_t id) {
  row_ = &kind.statement;
  kind.statement.reset();
  kind.statement.bind(kind.parameter, id);
  return kind.statement.step();
}

Transform ElementRows::placement() const {
  const auto at = [&](int column) { return row_->real(column); };
  if (isIn3d_) return Transform::fromAngles({at(2), at(3), at(4)}, {at(5), at(6), at(7)});
  return Transform::fromAngles({at(2), at(3), 0}, {at(4), 0, 0});
}

std::optional<WorldBox> ElementRows::box() const {
  const int first = isIn3d_ ? 8 : 5, numbers = isIn3d_ ? 3 : 2;
  for (int i = 0; i < 2 * numbers; ++i)
    if (row_->type(first + i) == ColumnType::Null) return std::nullopt;
  const auto corner = [&](int column) {
    return Vec3{row_->real(column), row_->real(column + 1), isIn3d_ ? row_->real(column + 2) : 0};
  };
  const Transform frame = placement();
  const Vec3 low = corner(first), high = corner(first + numbers);
  if (!(low.x <= high.x && low.y <= high.y && low.z <= high.z)) return std::nullopt;
  // Its middle, and how far the turned box reaches from there along each axis.
  const Vec3 middle = frame.point(mix(low, high, 0.5)), half = (high - low) * 0.5;
  const auto reach = [&](double x, double y, double z) {
    return std::abs(x) * half.x + std::abs(y) * half.y + std::abs(z) * half.z;
  };
  const Vec3 out{reach(frame.x.x, frame.y.x, frame.z.x), reach(frame.x.y, frame.y.y, frame.z.y),
                 reach(frame.x.z, frame.y.z, frame.z.z)};
  if (!isFinite(middle) || !isFinite(out)) return std::nullopt;
  return WorldBox{middle - out, middle + out};
}

}  // namespace premap::drawing
