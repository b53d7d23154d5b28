// The call `apply`: a JSON Patch of a mapping as edits of its text.
#include "premap/mapping/patch.h"
#include "session/calls/calls.h"

namespace premap::calls {

std::string apply(Readings&, const Params& params) {
  const std::string_view text = params.view("mapping");
  const Result<TextEdits> edits = editsOfPatch(text, params.json("patch"));
  if (!edits) return failEnvelope(edits.diagnostics(), text);
  JsonWriter json;
  PlaceFinder places(text);
  json.beginObject().key("edits");
  writeEdits(json, *edits, places);
  json.endObject();
  return okEnvelope(json.take());
}

}  // namespace premap::calls
