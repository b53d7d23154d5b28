#include "premap/resolve/verdict.h"

#include <algorithm>

#include "premap/base/text.h"

namespace premap::resolve {

namespace {

// Room kept for verdicts without details, so that a full book still tells source and reason.
constexpr size_t kDetailedVerdicts = 60000;

constexpr std::string_view kDecisionNames[] = {"A2",  "A3",  "A4",  "A5",  "A6",  "A8", "A9",
                                               "A10", "A11", "A22", "A23", "A28", "A31"};

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
  for (size_t i = 0; i < std::size(kDecisionNames); ++i) {
    if (!(decisions >> i & 1)) continue;
    if (!isFirst) out += ',';
    isFirst = false;
    appendJsonString(out, kDecisionNames[i]);
  }
  out += ']';
}

}  // namespace

std::string_view toString(Reason reason) {
  switch (reason) {
    case Reason::None:
      return "";
    case Reason::ColumnAbsent:
      return "column-absent";
    case Reason::MergeConflict:
      return "merge-type-conflict";
    case Reason::NoSource:
      return "no-source";
    case Reason::ClassUnknown:
      return "class-unknown";
    case Reason::ClassMismatch:
      return "class-mismatch";
    case Reason::AspectWildcard:
      return "aspect-wildcard";
    case Reason::PathInvalid:
      return "path-invalid";
    case Reason::TypeUnknown:
      return "type-unknown";
    case Reason::ColumnNotSelected:
      return "column-not-selected";
    case Reason::PropertyMissing:
      return "property-missing";
    case Reason::AspectNone:
      return "aspect-none";
    case Reason::AspectMultiple:
      return "aspect-multiple";
    case Reason::NavNull:
      return "nav-null";
    case Reason::NavDangling:
      return "nav-dangling";
    case Reason::JsonMemberMissing:
      return "json-member-missing";
    case Reason::JsonCaseAmbiguous:
      return "json-case-ambiguous";
    case Reason::JsonInvalid:
      return "json-invalid";
    case Reason::PathIntoScalar:
      return "path-into-scalar";
    case Reason::ValueNull:
      return "value-null";
    case Reason::ConvertFailed:
      return "convert-failed";
    case Reason::NotGeometric:
      return "not-geometric";
    case Reason::NotComputableOffline:
      return "not-computable-offline";
    case Reason::FormulaInvalid:
      return "formula-invalid";
    case Reason::FormulaNull:
      return "formula-null";
    case Reason::FormulaNonFinite:
      return "formula-non-finite";
    case Reason::FormulaIncomparable:
      return "formula-incomparable";
    case Reason::FormulaTooLong:
      return "formula-too-long";
    case Reason::Internal:
      return "internal";
  }
  return "internal";
}

std::string_view toString(Source source) {
  switch (source) {
    case Source::None:
      return "none";
    case Source::Queried:
      return "queried";
    case Source::Element:
      return "element";
    case Source::Aspect:
      return "aspect";
    case Source::Calculated:
      return "calculated";
    case Source::Formula:
      return "formula";
  }
  return "none";
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
  appendSkipped(out, verdict.skipped);
  if (verdict.decisions) appendDecisions(out, verdict.decisions);
  out += '}';
}

uint16_t VerdictBook::intern(const Verdict& verdict) {
  std::string key;
  premap::resolve::appendJson(key, verdict);
  auto found = indexes_.find(key);
  if (found != indexes_.end()) return found->second;
  if (verdicts_.size() < kDetailedVerdicts) return add(std::move(key), verdict);
  Verdict bare;
  bare.entry = verdict.entry, bare.source = verdict.source, bare.reason = verdict.reason;
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
  out += '[';
  for (size_t i = 0; i < verdicts_.size(); ++i) {
    if (i) out += ',';
    premap::resolve::appendJson(out, verdicts_[i]);
  }
  out += ']';
}

}  // namespace premap::resolve
