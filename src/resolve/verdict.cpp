// Equal verdicts are one entry of the book; when it is full, details are dropped before source and reason are.
#include "premap/resolve/verdict.h"

#include <algorithm>
#include <span>

#include "premap/base/text.h"

namespace premap::resolve {

namespace {

// Room kept for verdicts without details, so that a full book still tells source and reason.
constexpr size_t kDetailedVerdicts = 60000;

/// A word and the sentence part that tells it.
struct ToldWord {
  std::string_view code, what;
};

#include "resolve/verdict_words.inc"

void appendSkipped(std::string& out, const std::vector<Skipped>& skipped) {
  out += ",\"skipped\":[";
  for (size_t i = 0; i < skipped.size(); ++i) {
    if (i) out += ',';
    out += "{\"entry\":" + std::to_string(skipped[i].entry) + ",\"reason\":\"";
    out += toString(skipped[i].reason);
    out += "\"}";
  }
  out += ']';
}

void appendDecisions(std::string& out, Decisions decisions) {
  out += ",\"decisions\":[";
  bool isFirst = true;
  for (size_t i = 0; i < kDecisionCount; ++i) {
    if (!(decisions >> i & 1)) continue;
    if (!isFirst) out += ',';
    isFirst = false;
    appendJsonString(out, kDecisions[i].code);
  }
  out += ']';
}

void writeTold(JsonWriter& json, std::string_view name, std::span<const ToldWord> words, uint32_t used) {
  json.key(name).beginObject();
  for (size_t i = 0; i < words.size(); ++i)
    if (used >> i & 1) json.key(words[i].code).value(words[i].what);
  json.endObject();
}

}  // namespace

const ReasonWords& wordsOf(Reason reason) {
  return kReasons[static_cast<size_t>(reason)];
}
std::optional<ReasonSlot> slotFrom(std::string_view name) {
  for (size_t i = 0; i < std::size(kSlots); ++i)
    if (kSlots[i].code == name) return static_cast<ReasonSlot>(i);
  return std::nullopt;
}
std::string_view toString(Reason reason) {
  return wordsOf(reason).code;
}
std::string_view toString(Source source) {
  return kSources[static_cast<size_t>(source)].code;
}
std::string_view whatIs(Source source) {
  return kSources[static_cast<size_t>(source)].what;
}

void writeJson(JsonWriter& json, const ReasonWords& words) {
  json.beginObject().key("short").value(words.shortly).key("tone").value(words.tone);
  json.key("what").value(words.what).key("todo").value(words.todo).endObject();
}

void UsedWords::add(const Verdict& verdict) {
  add(verdict.reason);
  sources_ |= 1u << static_cast<uint8_t>(verdict.source);
  for (const Skipped& skipped : verdict.skipped) add(skipped.reason);
  decisions_ |= verdict.decisions;
}

void UsedWords::appendJson(std::string& out) const {
  JsonWriter json;
  json.beginObject().key("reasons").beginObject();
  for (size_t i = 1; i <= kReasonCount; ++i)
    if (reasons_ >> i & 1) json.key(kReasons[i].code), writeJson(json, kReasons[i]);
  json.endObject();
  writeTold(json, "sources", kSources, sources_);
  writeTold(json, "decisions", kDecisions, decisions_);
  out += json.endObject().text();
}

void appendJson(std::string& out, const Verdict& verdict) {
  out += "{\"entry\":";
  out += verdict.entry < 0 ? "null" : std::to_string(verdict.entry);
  out += ",\"source\":";
  appendJsonString(out, toString(verdict.source));
  if (!verdict.className.empty()) {
    out += ",\"class\":";
    appendJsonString(out, verdict.className);
  }
  if (verdict.reason != Reason::None) {
    out += ",\"reason\":";
    appendJsonString(out, toString(verdict.reason));
  }
  if (verdict.decidedBy >= 0) out += ",\"decidedBy\":" + std::to_string(verdict.decidedBy);
  appendSkipped(out, verdict.skipped);
  if (verdict.decisions) appendDecisions(out, verdict.decisions);
  out += '}';
}

std::string toldJson(const Verdict& verdict) {
  std::string text;
  appendJson(text, verdict);
  if (verdict.reason == Reason::None) return text;
  JsonWriter json;
  json.beginObject().key("words");
  writeJson(json, wordsOf(verdict.reason));
  text.back() = ',';
  return text + json.endObject().text().substr(1);
}

uint16_t VerdictBook::intern(const Verdict& verdict) {
  std::string key;
  premap::resolve::appendJson(key, verdict);
  auto found = indexes_.find(key);
  if (found != indexes_.end()) return found->second;
  if (verdicts_.size() < kDetailedVerdicts) return add(std::move(key), verdict);
  Verdict bare;
  bare.entry = verdict.entry, bare.source = verdict.source, bare.reason = verdict.reason;
  bare.decidedBy = verdict.decidedBy;
  key.clear();
  premap::resolve::appendJson(key, bare);
  found = indexes_.find(key);
  if (found != indexes_.end()) return found->second;
  // Entries times reasons stay far below what is left; a mapping of tens of thousands of entries shares the last one.
  if (verdicts_.size() > UINT16_MAX) return UINT16_MAX;
  return add(std::move(key), bare);
}

void ConversionTally::keep(std::vector<std::string>& values, std::string value) {
  if (values.size() < kMostExamples && std::find(values.begin(), values.end(), value) == values.end())
    values.push_back(std::move(value));
}

const ConversionTally* VerdictBook::findConversions(const GroupProperty* property, int entry) const {
  const auto found = conversions_.find({property, entry});
  return found == conversions_.end() ? nullptr : &found->second;
}

uint16_t VerdictBook::add(std::string key, const Verdict& verdict) {
  auto index = static_cast<uint16_t>(verdicts_.size());
  verdicts_.push_back(verdict);
  indexes_.emplace(std::move(key), index);
  return index;
}

void VerdictBook::appendJson(std::string& out) const {
  UsedWords words;
  out += "{\"verdicts\":[";
  for (size_t i = 0; i < verdicts_.size(); ++i) {
    if (i) out += ',';
    premap::resolve::appendJson(out, verdicts_[i]);
    words.add(verdicts_[i]);
  }
  out += "],\"words\":";
  words.appendJson(out);
  out += '}';
}

}  // namespace premap::resolve
