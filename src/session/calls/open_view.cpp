// The call `openView`: a cursor that finds the rows of a table that fit a filter, and their order, in slices. It is
// kept for `openViewRows`, which reads some of them, until it is closed.
#include "premap/base/names.h"
#include "premap/preview/row_view.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"
#include "session/calls/row_conditions_json.h"
#include "session/calls/sliced_cursor.h"
#include "session/calls/table_json.h"

namespace premap::calls {

namespace {

using Json = nlohmann::json;

class ViewFinder : public SlicedCursor {
 public:
  explicit ViewFinder(std::unique_ptr<RowViewRun> run) : run_(std::move(run)) {}
  std::shared_ptr<const RowView> view() const override { return view_; }

 private:
  Result<bool> advance(Deadline& deadline) override { return run_->advance(&deadline); }
  uint64_t rowsRead() const override { return run_ ? run_->rowsRead() : view_->tableRows(); }
  std::string answer() override {
    view_ = run_->finish();
    run_.reset();  // what sorting took is given back
    JsonWriter json;
    json.beginObject().key("rowCount").value(view_->rowCount()).key("tableRowCount").value(view_->tableRows());
    json.endObject();
    return json.text();
  }

  std::unique_ptr<RowViewRun> run_;
  std::shared_ptr<const RowView> view_;
};

Diagnostic misfit(std::string what, const std::string& expected) {
  return error("option-value", '`' + std::move(what) + "` must be " + expected);
}

Result<RowOrder> orderOf(const Json& value, const GroupTable& table) {
  if (Diagnostics faults = unknownMembers(value, "orderBy", {"column", "descending"}); !faults.empty()) return faults;
  const Json descending = value.value("descending", Json(false));
  if (!descending.is_boolean()) return misfit("orderBy.descending", "true or false");
  auto column = columnOf(value.value("column", Json()), "orderBy.column", table);
  if (!column) return std::move(column.diagnostics());
  return RowOrder{*column, descending.get<bool>()};
}

Result<RowFilter> filterOf(const Json& value, const GroupTable& table) {
  const Json text = value.value("text", Json("")), columns = value.value("columns", Json::array());
  if (!text.is_string()) return misfit("filter.text", "text");
  if (!columns.is_array()) return misfit("filter.columns", "a list of columns");
  RowFilter filter{text.get<std::string>(), {}};
  for (const Json& each : columns) {
    auto column = columnOf(each, "filter.columns", table);
    if (!column) return std::move(column.diagnostics());
    filter.columns.push_back(*column);
  }
  return filter;
}

Result<ViewWish> wishOf(const Params& params, const GroupTable& table) {
  ViewWish wish;
  if (const Json* given = params.object("orderBy")) {
    auto order = orderOf(*given, table);
    if (!order) return std::move(order.diagnostics());
    wish.order = *order;
  }
  if (const Json* given = params.object("filter")) {
    if (Diagnostics faults = unknownMembers(*given, "filter", {"text", "columns", "where"}); !faults.empty())
      return faults;
    auto filter = filterOf(*given, table);
    if (!filter) return std::move(filter.diagnostics());
    if (!filter->text.empty()) wish.filter = std::move(*filter);
    auto where = rowConditionsOf(given->value("where", Json::array()), table);
    if (!where) return std::move(where.diagnostics());
    wish.where = std::move(*where);
  }
  return wish;
}

}  // namespace

std::string openView(SessionState& state, const Params& params) {
  auto read = readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto table = GroupTable::open(read->mapping(), read->group, plannerOf(state), read->options);
  if (!table) return failEnvelope(table.diagnostics(), read->text());
  auto wish = wishOf(params, *table);
  if (!wish) return failEnvelope(wish.diagnostics());
  auto run = RowViewRun::open({read->source, read->group, read->options}, std::move(*wish), plannerOf(state));
  if (!run) return failEnvelope(run.diagnostics(), read->text());
  JsonWriter json;
  json.beginObject();
  writeTable(json, *read, *table);
  if (auto rows = (*run)->rowCount()) json.key("rowCount").value(*rows);
  json.key("cursor").value(state.keep({read->source, {}, std::make_unique<ViewFinder>(std::move(*run))})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
