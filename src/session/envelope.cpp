// Diagnostics as JSON: each place is turned into lines and columns of the text its reader has.
#include "premap/session/envelope.h"

namespace premap {

namespace {

// `places` is null when there is no text to count in.
void writeSpan(JsonWriter& json, Span span, const std::optional<Span>& literal, PlaceFinder* places) {
  json.key("span").beginObject();
  if (!places) {
    json.key("begin").value(span.begin).key("end").value(span.end).endObject();
    return;
  }
  const FoundPlace place = places->find(span, literal);
  json.key("begin").value(place.span.begin).key("end").value(place.span.end);
  json.key("line").value(place.start.line).key("column").value(place.start.column);
  json.key("from").value(place.from).key("to").value(place.to);
  if (place.inField)
    json.key("inField").beginObject().key("from").value(place.inField->begin).key("to").value(place.inField->end);
  if (place.inField) json.endObject();
  json.endObject();
}

void writeRelated(JsonWriter& json, const std::vector<RelatedInfo>& related, PlaceFinder* places) {
  json.key("related").beginArray();
  for (const RelatedInfo& info : related) {
    json.beginObject().key("message").value(info.message).optional("path", info.path);
    if (info.span) writeSpan(json, *info.span, std::nullopt, places);
    json.endObject();
  }
  json.endArray();
}

void writePatchEdits(JsonWriter& json, const std::string& patch, const PatchPlaces& patches, PlaceFinder& places) {
  if (patch.empty()) return;
  const std::optional<TextEdits> edits = patches.editsOf(patch);
  if (!edits) return;
  json.key("edits");
  writeEdits(json, *edits, places);
}

void writeDiagnostic(JsonWriter& json, const Diagnostic& diagnostic, PlaceFinder* places, const PatchPlaces* patches) {
  json.beginObject();
  json.key("code").value(diagnostic.code);
  json.key("severity").value(toString(diagnostic.severity));
  json.key("message").value(diagnostic.message);
  json.optional("path", diagnostic.path);
  if (diagnostic.span) writeSpan(json, *diagnostic.span, diagnostic.literal, places);
  json.optional("target", diagnostic.target);
  json.optional("hint", diagnostic.hint);
  json.optional("patch", diagnostic.patch);
  if (!diagnostic.patch.empty() && diagnostic.isPatchSafe) json.key("isPatchSafe").value(true);
  if (places && !diagnostic.edits.empty()) json.key("edits"), writeEdits(json, diagnostic.edits, *places);
  if (patches && places) writePatchEdits(json, diagnostic.patch, *patches, *places);
  if (!diagnostic.related.empty()) writeRelated(json, diagnostic.related, places);
  json.endObject();
}

}  // namespace

std::string exactInteger(std::string_view json) {
  constexpr std::string_view kLargest = "9007199254740991";
  const std::string_view digits = json.substr(json.starts_with('-') ? 1 : 0);
  const bool isSafe = digits.size() < kLargest.size() || (digits.size() == kLargest.size() && digits <= kLargest);
  return isSafe || json == "null" ? std::string(json) : "{\"$integer\":\"" + std::string(json) + "\"}";
}

void writeSpan(JsonWriter& json, Span span, PlaceFinder& places) {
  writeSpan(json, span, std::nullopt, &places);
}

void writeDiagnostics(JsonWriter& json, const Diagnostics& diagnostics, std::string_view text,
                      const PatchPlaces* patches) {
  PlaceFinder places(text);
  json.beginArray();
  for (const Diagnostic& diagnostic : diagnostics)
    writeDiagnostic(json, diagnostic, text.empty() ? nullptr : &places, patches);
  json.endArray();
}

void writeEdits(JsonWriter& json, const TextEdits& edits, PlaceFinder& places) {
  json.beginArray();
  for (const TextEdit& edit : edits) {
    json.beginObject();
    writeSpan(json, edit.span, places);
    json.key("text").value(edit.text).endObject();
  }
  json.endArray();
}

std::string okEnvelope(std::string json) {
  json.insert(0, "{\"ok\":true,\"value\":");
  json += '}';
  return json;
}

std::string needsEnvelope(std::string_view part) {
  return R"({"ok":false,"needs":")" + std::string(part) + "\"}";
}

std::string failEnvelope(const Diagnostics& diagnostics, std::string_view text) {
  JsonWriter json;
  json.beginObject().key("ok").value(false).key("diagnostics");
  writeDiagnostics(json, diagnostics, text);
  json.endObject();
  return json.take();
}

}  // namespace premap
