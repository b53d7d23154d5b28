// The call `explain`: one cell, entry by entry, with the words of every code in the answer.
#include "premap/preview/explain.h"

#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"
#include "session/calls/measures_json.h"

namespace premap::calls {

namespace {

constexpr std::string_view kOutcomes[] = {"used", "skipped", "not-reached"};

void writeSource(JsonWriter& json, const resolve::Verdict& verdict) {
  if (verdict.source != resolve::Source::None) json.key("source").value(toString(verdict.source));
  json.optional("class", verdict.className);
}

void writeSteps(JsonWriter& json, const std::vector<PathStep>& steps) {
  json.key("steps").beginArray();
  for (const PathStep& step : steps) {
    json.beginObject().key("path").value(step.path).key("value").raw(step.value);
    writeSource(json, step.verdict);
    json.optional("reason", toString(step.verdict.reason)).endObject();
  }
  json.endArray();
}

void writeEntry(JsonWriter& json, const ExplainedEntry& entry, bool isWhole) {
  json.beginObject().key("entry").value(entry.entry);
  json.key("ecSchemaName").value(entry.written->ecSchemaName.value);
  json.key("ecClassName").value(entry.written->ecClassName.value);
  json.key("ecPropertyName").value(entry.written->ecPropertyName.value);
  json.key("outcome").value(kOutcomes[static_cast<size_t>(entry.outcome)]);
  writeSource(json, entry.verdict);
  json.optional("reason", toString(entry.verdict.reason)).optional("text", entry.text);
  json.key("value").raw(isWhole ? exactInteger(entry.value) : entry.value);
  writeSteps(json, entry.steps);
  json.endObject();
}

std::string wordsOf(const Explanation& why) {
  resolve::UsedWords words;
  words.add(why.verdict);
  for (const ExplainedEntry& entry : why.entries) {
    words.add(entry.verdict);
    for (const PathStep& step : entry.steps) words.add(step.verdict);
  }
  std::string json;
  words.appendJson(json);
  return json;
}

}  // namespace

std::string explain(SessionState& state, const Params& params) {
  auto read = readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  const int64_t id = *hexToId(params.text("ecInstanceId"));
  auto why = explainCell(read->mapping(), read->group, id, params.text("property"), plannerOf(state), read->options);
  if (!why) return failEnvelope(why.diagnostics(), read->text());

  JsonWriter json;
  json.beginObject().key("group").value(why->group).key("property").value(why->property);
  json.key("ecInstanceId").value(idToHex(why->ecInstanceId));
  json.optional("class", why->className);
  json.key("value")
      .raw(why->isWhole ? exactInteger(why->value) : why->value)
      .key("verdict")
      .raw(toldJson(why->verdict));
  json.optional("text", why->text);
  json.key("entries").beginArray();
  for (const ExplainedEntry& entry : why->entries) writeEntry(json, entry, why->isWhole);
  json.endArray();
  json.key("words").raw(wordsOf(*why)).key("rowCount").value(why->rowCount);
  if (why->measures) {
    json.key("measures");
    writeMeasures(json, *why->measures);
  }
  json.optional("ecsql", why->ecsql).optional("sql", why->sql);
  json.key("plan").beginArray();
  for (const std::string& line : why->plan) json.value(line);
  json.endArray().endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
