#include "session/envelope.h"

#include "premap/base/position.h"

namespace premap {

namespace {

// `lines` is null when there is no text to count in.
void writeSpan(JsonWriter& json, Span span, const LineIndex* lines) {
  json.key("span").beginObject().key("begin").value(span.begin).key("end").value(span.end);
  if (lines) {
    const TextPosition position = lines->at(span.begin);
    json.key("line").value(position.line).key("column").value(position.column);
  }
  json.endObject();
}

void writeRelated(JsonWriter& json, const std::vector<RelatedInfo>& related, const LineIndex* lines) {
  json.key("related").beginArray();
  for (const RelatedInfo& info : related) {
    json.beginObject().key("message").value(info.message).optional("path", info.path);
    if (info.span) writeSpan(json, *info.span, lines);
    json.endObject();
  }
  json.endArray();
}

void writeDiagnostic(JsonWriter& json, const Diagnostic& diagnostic, const LineIndex* lines) {
  json.beginObject();
  json.key("code").value(diagnostic.code);
  json.key("severity").value(toString(diagnostic.severity));
  json.key("message").value(diagnostic.message);
  json.optional("path", diagnostic.path);
  if (diagnostic.span) writeSpan(json, *diagnostic.span, lines);
  json.optional("target", diagnostic.target);
  json.optional("hint", diagnostic.hint);
  json.optional("patch", diagnostic.patch);
  if (!diagnostic.patch.empty() && diagnostic.isPatchSafe) json.key("isPatchSafe").value(true);
  if (!diagnostic.related.empty()) writeRelated(json, diagnostic.related, lines);
  json.endObject();
}

}  // namespace

void writeDiagnostics(JsonWriter& json, const Diagnostics& diagnostics, std::string_view text) {
  const LineIndex lines(text);
  json.beginArray();
  for (const Diagnostic& diagnostic : diagnostics) writeDiagnostic(json, diagnostic, text.empty() ? nullptr : &lines);
  json.endArray();
}

std::string okEnvelope(std::string_view value) {
  std::string envelope = "{\"ok\":true,\"value\":";
  envelope += value;
  envelope += '}';
  return envelope;
}

std::string failEnvelope(const Diagnostics& diagnostics, std::string_view text) {
  JsonWriter json;
  json.beginObject().key("ok").value(false).key("diagnostics");
  writeDiagnostics(json, diagnostics, text);
  json.endObject();
  return json.take();
}

}  // namespace premap
