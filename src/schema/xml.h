// Just enough XML for custom attributes: elements, attributes, text, entities, CDATA; comments and declarations are
// skipped. Without namespaces' meaning, without document types.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace premap {

struct XmlElement {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<XmlElement> children;
  std::string text;  ///< all its own character data, entities resolved

  /// Empty when there is none of that name.
  std::string attribute(std::string_view wanted) const;
};

/// The root element; nullopt when the text is not well-formed or deeper than 64 elements.
std::optional<XmlElement> parseXml(std::string_view text);

}  // namespace premap
