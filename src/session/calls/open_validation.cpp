// The call `openValidation`: `validate` in slices, so that a long one can be stopped.
#include "premap/base/engine_parts.h"
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

// The rules compile formulas while the cursor runs, when it is too late to ask for the part.
void askForFormulas(const Mapping& mapping) {
  for (const Group& group : mapping.groups)
    for (const GroupProperty& property : group.properties)
      if (!property.formula.value.empty()) needPart(EnginePart::Formula);
}

}  // namespace

std::string openValidation(SessionState& state, const Params& params) {
  auto source = state.readings->read(params.view("mapping"));
  askForFormulas(source->read.mapping);
  for (const Mapping& other : source->read.others) askForFormulas(other);
  auto cursor = std::make_unique<ValidationCursor>(source, apiOf(params), tablesOf(state), rowChecksOf(params),
                                                   params.flag("edits"));
  JsonWriter json;
  json.beginObject().key("cursor").value(state.keep({std::move(source), {}, std::move(cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
