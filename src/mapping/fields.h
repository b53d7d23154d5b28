// The fields of each kind of object in a mapping text, and an object seen through them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mapping/document.h"
#include "premap/mapping/model.h"
#include "premap/mapping/sink.h"

namespace premap {

/// Kinds of objects; an object may be several at once (a pasted property with a query is a group and a property).
enum Level : uint8_t {
  kEnvelopeLevel = 1,
  kMappingLevel = 2,
  kGroupLevel = 4,
  kPropertyLevel = 8,
  kECPropertyLevel = 16,
  kMetadataLevel = 32
};
using Levels = uint8_t;

struct KnownField {
  std::string_view name;
  Levels levels = 0;
  bool isOfAnswers = false;  ///< only in answers of the API (ids, dates, links): read over
};
std::span<const KnownField> knownFields();

/// "a mapping", "a group", … of the lowest level in `levels`.
std::string_view describe(Levels levels);

/// One token of a JSON pointer (RFC 6901).
std::string escapePointer(std::string_view token);

/// The members of one object by name. Of a repeated name the last counts, as it does for the APIs.
class ObjectView {
 public:
  ObjectView(const JsonDocument& document, NodeId object, std::string path);

  NodeId find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != kNoNode; }
  bool hasObject(std::string_view name) const;
  bool hasArray(std::string_view name) const;
  /// True also when the field was written with another spelling (known after reportStrays).
  bool isMisspelt(std::string_view name) const;

  NodeId id() const { return id_; }
  Span span() const { return (*document_)[id_].span; }
  const std::string& path() const { return path_; }
  std::string pathTo(std::string_view name) const { return path_ + "/" + escapePointer(name); }
  const JsonDocument& document() const { return *document_; }
  const std::vector<std::pair<std::string, NodeId>>& members() const { return members_; }

  /// Reports repeated names, and names no object of these levels has.
  void reportStrays(Levels levels, DiagnosticSink& sink);

  /// `name` must be static text.
  TextField text(std::string_view name, DiagnosticSink& sink) const;
  BoolField boolean(std::string_view name, DiagnosticSink& sink) const;
  /// The array's length; its node is find(name).
  Field<size_t> array(std::string_view name, DiagnosticSink& sink) const;
  /// Reports a member that is there but no object.
  void expectObject(std::string_view name, DiagnosticSink& sink) const;

 private:
  template <class T>
  Field<T> open(std::string_view name, JsonKind wanted, DiagnosticSink& sink) const;
  void reportType(std::string_view name, NodeId value, JsonKind wanted, DiagnosticSink& sink) const;
  void reportRepeats(DiagnosticSink& sink) const;
  void reportStray(const std::string& key, NodeId value, Levels levels, DiagnosticSink& sink);

  const JsonDocument* document_;
  NodeId id_;
  std::string path_;
  std::vector<std::pair<std::string, NodeId>> members_;  // by name, then place
  std::vector<std::string> misspelt_;                    // the names that were meant
};

/// The field of these levels that `key` most likely stands for; empty when none is close.
std::string suggestField(std::string_view key, Levels levels);

}  // namespace premap
