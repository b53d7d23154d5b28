// The call `openValidation`: `validate` in slices, so that a long one can be stopped.
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"
#include "session/calls/sliced_cursor.h"

namespace premap::calls {

namespace {

class ValidationCursor : public SlicedCursor {
 public:
  ValidationCursor(std::shared_ptr<const MappingText> source, std::optional<ApiGeneration> api, SnapshotTables& tables,
                   RowChecks rows, bool withEdits)
      : run_(std::move(source), api, tables, rows), withEdits_(withEdits) {}

 private:
  Result<bool> advance(Deadline& deadline) override { return run_.advance(&deadline); }
  uint64_t rowsRead() const override { return run_.rowsRead(); }
  std::string answer() override { return validationText(run_.finish(), run_.text(), run_.api(), withEdits_); }

  ValidationRun run_;
  const bool withEdits_;
};

}  // namespace

std::string openValidation(SessionState& state, const Params& params) {
  auto source = state.readings->read(params.view("mapping"));
  auto cursor = std::make_unique<ValidationCursor>(source, apiOf(params), tablesOf(state), rowChecksOf(params),
                                                   params.flag("edits"));
  JsonWriter json;
  json.beginObject().key("cursor").value(state.keep({std::move(source), {}, std::move(cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
