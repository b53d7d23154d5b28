#include "session/envelope.h"

#include <algorithm>

namespace premap {

namespace {

// UTF-16 units that the UTF-8 text takes, as editors and JavaScript count columns.
uint32_t utf16Length(std::string_view text) {
  uint32_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

void writeSpan(JsonWriter& json, Span span, std::string_view text) {
  json.key("span").beginObject().key("begin").value(span.begin).key("end").value(span.end);
  if (!text.empty()) {
    const std::string_view before = text.substr(0, std::min<size_t>(span.begin, text.size()));
    const size_t lineStart = before.rfind('\n') + 1;  // npos + 1 is 0
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    json.key("line").value(line).key("column").value(1 + utf16Length(before.substr(lineStart)));
  }
  json.endObject();
}

void writeRelated(JsonWriter& json, const std::vector<RelatedInfo>& related, std::string_view text) {
  json.key("related").beginArray();
  for (const RelatedInfo& info : related) {
    json.beginObject().key("message").value(info.message).optional("path", info.path);
    if (info.span) writeSpan(json, *info.span, text);
    json.endObject();
  }
  json.endArray();
}

void writeDiagnostic(JsonWriter& json, const Diagnostic& diagnostic, std::string_view text) {
  json.beginObject();
  json.key("code").value(diagnostic.code);
  json.key("severity").value(toString(diagnostic.severity));
  json.key("message").value(diagnostic.message);
  json.optional("path", diagnostic.path);
  if (diagnostic.span) writeSpan(json, *diagnostic.span, text);
  json.optional("target", diagnostic.target);
  json.optional("hint", diagnostic.hint);
  json.optional("patch", diagnostic.patch);
  if (!diagnostic.related.empty()) writeRelated(json, diagnostic.related, text);
  json.endObject();
}

}  // namespace

void writeDiagnostics(JsonWriter& json, const Diagnostics& diagnostics, std::string_view text) {
  json.beginArray();
  for (const Diagnostic& diagnostic : diagnostics) writeDiagnostic(json, diagnostic, text);
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
