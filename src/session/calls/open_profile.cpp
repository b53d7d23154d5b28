// The call `openProfile`: a cursor that reads rows in slices and ends with the health of every column as JSON.
#include "premap/preview/profile.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"
#include "session/calls/sliced_cursor.h"

namespace premap::calls {

namespace {

void writeEntry(JsonWriter& json, int entry) {
  json.key("entry");
  if (entry < 0) json.null();
  else json.value(entry);
}

void writeGaps(JsonWriter& json, const std::vector<EntryGaps>& gaps) {
  json.key("whyNull").beginArray();
  for (const EntryGaps& gap : gaps) {
    json.beginObject().key("reason").value(toString(gap.reason));
    writeEntry(json, gap.entry);
    json.key("count").value(gap.count).key("words");
    writeJson(json, wordsOf(gap.reason));
    json.endObject();
  }
  json.endArray();
}

void writeWins(JsonWriter& json, const std::vector<EntryWins>& wins) {
  json.key("wins").beginArray();
  for (const EntryWins& win : wins) {
    json.beginObject();
    writeEntry(json, win.entry);
    json.key("source")
        .value(toString(win.source))
        .key("what")
        .value(whatIs(win.source))
        .key("count")
        .value(win.count)
        .endObject();
  }
  json.endArray();
}

void writeValues(JsonWriter& json, const ColumnHealth& column) {
  json.key("distinct").value(column.distinct).key("distinctIsCapped").value(column.isDistinctCapped);
  json.key("top").beginArray();
  const bool isWhole = column.dataType == "Integer";
  for (const auto& [value, count, isAtLeast] : column.top) {
    json.beginObject().key("value").raw(isWhole ? exactInteger(value) : value).key("count").value(count);
    if (isAtLeast) json.key("isAtLeast").value(true);
    json.endObject();
  }
  json.endArray();
  json.key("asDouble").value(column.asDouble).key("asInteger").value(column.asInteger);
  json.key("asBoolean").value(column.asBoolean);
  if (isWhole && column.leastWhole)
    json.key("min")
        .raw(exactInteger(std::to_string(*column.leastWhole)))
        .key("max")
        .raw(exactInteger(std::to_string(*column.greatestWhole)));
  else if (column.minimum) json.key("min").value(*column.minimum).key("max").value(*column.maximum);
}

void writeSpread(JsonWriter& json, const ColumnHealth& column) {
  if (column.wholeSum && column.dataType == "Integer")
    json.key("sum").raw(exactInteger(std::to_string(*column.wholeSum)));
  else if (column.sum) json.key("sum").value(*column.sum);
  if (column.bars.empty()) return;
  json.key("bars").beginArray();
  for (const HistogramBar& bar : column.bars)
    json.beginObject().key("from").raw(bar.from).key("below").raw(bar.below).key("count").value(bar.count).endObject();
  json.endArray();
}

void writeColumn(JsonWriter& json, const ColumnHealth& column) {
  json.beginObject().key("name").value(column.name).key("dataType").value(column.dataType);
  json.key("filled").value(column.filled).key("nulls").value(column.nulls).key("lossy").value(column.lossy);
  json.key("nullReasons").beginObject();
  for (const auto& [reason, count] : column.nullReasons) json.key(reason).value(count);
  json.endObject();
  writeGaps(json, column.whyNull);
  writeWins(json, column.wins);
  json.key("unusedEntries").beginArray();
  for (int entry : column.unusedEntries) json.value(entry);
  json.endArray();
  writeValues(json, column);
  writeSpread(json, column);
  json.endObject();
}

void writeFacts(JsonWriter& json, const Profile& profile) {
  json.key("rowCount").value(profile.rowCount).key("queryRows").value(profile.queryRows);
  json.key("isSample").value(profile.isSample).key("duplicateIds").value(profile.duplicateIds);
  json.key("danglingRows").value(profile.rows.dangling).key("notElements").value(profile.rows.notElements);
  json.key("classes").beginArray();
  for (const auto& [name, count] : profile.classes)
    json.beginObject().key("class").value(name).key("count").value(count).endObject();
  json.endArray();
}

std::string profileText(const Profile& profile, const MappingParams& params) {
  JsonWriter json;
  json.beginObject().key("group").value(profile.group).key("tableName").value(profile.tableName);
  writeFacts(json, profile);
  json.key("columns").beginArray();
  for (const ColumnHealth& column : profile.columns) writeColumn(json, column);
  json.endArray().key("aspects").beginArray();
  for (const AspectHealth& aspect : profile.aspects) {
    json.beginObject().key("class").value(aspect.className).key("none").value(aspect.none);
    json.key("one").value(aspect.one).key("several").value(aspect.several).endObject();
  }
  json.endArray().key("diagnostics");
  writeDiagnosticsOf(json, params, profile.diagnostics);
  json.endObject();
  return json.text();
}

class ProfileCursor : public SlicedCursor {
 public:
  ProfileCursor(MappingParams params, std::unique_ptr<ProfileRun> run)
      : params_(std::move(params)), run_(std::move(run)) {}

 private:
  Result<bool> advance(Deadline& deadline) override { return run_->advance(&deadline); }
  uint64_t rowsRead() const override { return run_->rowsRead(); }
  std::string answer() override { return profileText(run_->finish(), params_); }

  MappingParams params_;
  std::unique_ptr<ProfileRun> run_;  // refers to the mapping of params_
};

}  // namespace

std::string openProfile(SessionState& state, const Params& params) {
  auto read = readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto run = ProfileRun::open(read->mapping(), read->group, tablesOf(state), read->options,
                              params.count("sample").value_or(0));
  if (!run) return failEnvelope(run.diagnostics(), read->text());
  auto source = read->source;
  JsonWriter json;
  json.beginObject();
  if (auto rows = (*run)->rowCount()) json.key("rowCount").value(*rows);
  json.key("cursor");
  json.value(state.keep({std::move(source), {}, std::make_unique<ProfileCursor>(std::move(*read), std::move(*run))}));
  json.endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
