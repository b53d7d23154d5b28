// The call `info`: what the file says of itself.
#include "session/calls/calls.h"

namespace premap::calls {

namespace {

void writeProfile(JsonWriter& json, const char* name, const ProfileVersion& profile) {
  json.key(name).value(profile.known ? profile.text() : std::string());
}

}  // namespace

std::string info(SessionState& state, const Params&) {
  const FileInfo& file = state.catalog->fileInfo();
  JsonWriter json;
  json.beginObject();
  json.key("name").value(file.name);
  json.key("iModelId").value(file.iModelId);
  json.key("iTwinId").value(file.iTwinId);
  json.key("isIModel").value(file.isIModel);
  json.key("profiles").beginObject();
  writeProfile(json, "ec", file.ec);
  writeProfile(json, "dgn", file.dgn);
  writeProfile(json, "be", file.be);
  json.endObject();
  json.key("byteLength").value(state.database->byteLength());
  json.key("schemaCount").value(state.catalog->schemas().size());
  json.key("classCount").value(state.catalog->classes().size());
  json.key("diagnostics");
  Diagnostics notes = state.database->notes();
  notes.insert(notes.end(), file.notes.begin(), file.notes.end());
  writeDiagnostics(json, notes, {});
  json.endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
