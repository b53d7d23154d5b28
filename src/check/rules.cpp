// Codes that are missing here come from elsewhere: reading the text (mapping), compiling a query or formula (ecsql,
// formula, resolve), and what the profile says of the rows (preview/profile_notes.h).
#include "check/rules.h"

namespace premap {

namespace {

constexpr Rule kRules[] = {
    {"api-mixed", Need::Mapping, checkOneApi},
    {"field-missing name-invalid name-too-long name-double-underscore", Need::Mapping, checkMappingName},
    {"iModel-missing", Need::Mapping, checkIModel},
    {"mapping-no-groups source-not-in-file", Need::Mapping, checkHasGroups},
    {"extraction-disabled", Need::Mapping, checkExtraction},

    {"field-missing name-invalid name-too-long name-double-underscore", Need::Mapping, checkGroupName},
    {"query-blank query-not-ecsql query-invalid query-not-subselectable query-parameter query-no-ecinstanceid "
     "query-no-ecclassid query-limit-unordered query-not-portable query-dialect",
     Need::Mapping, checkQuery},
    {"metadata-key-blank metadata-key-duplicate gm-only-field", Need::Mapping, checkMetadata},
    {"group-no-properties source-not-in-file", Need::Mapping, checkHasColumns},

    {"field-missing name-invalid name-too-long name-double-underscore name-shadows-default-column "
     "name-shadows-constant name-not-usable-in-formula",
     Need::Mapping, checkPropertyName},
    {"field-missing enum-unknown type-undefined deprecated-number quantity-not-numeric ecproperties-empty "
     "property-no-source v1-only-field gm-only-field calculated-not-double formula-empty",
     Need::Mapping, checkProperty},
    {"ecproperty-blank name-whitespace wildcard-misused ec-name-impossible aspect-wildcard wildcard-no-inheritance "
     "path-invalid path-array-index field-missing type-undefined enum-unknown deprecated-number type-mismatch "
     "entry-unreachable v1-only-field",
     Need::Mapping, checkEntries},

    {"name-duplicate-in-group", Need::Mapping, checkUniqueProperties},
    {"groups-merged merge-type-conflict", Need::Mapping, checkMergedGroups},
    {"table-name-collision", Need::Mapping, checkTableNames},

    {"formula-invalid formula-too-deep formula-literal formula-operator formula-variable-unknown "
     "formula-function-unknown formula-arguments formula-always-null formula-self-reference formula-cycle "
     "formula-type-mismatch formula-not-offline",
     Need::FormulaTypes, checkFormulas},

    {"query-not-subselectable", Need::Plan, checkAsSubselect},
    {"query-duplicate-column", Need::Plan, checkColumnNames},
    {"class-unknown property-unknown aspect-wildcard wildcard-ambiguous-types quantity-unit-mismatch", Need::Schema,
     checkEntriesOnSnapshot},
    {"json-member-unknown", Need::Rows, checkJsonMembers},
    {"groups-overlap", Need::Rows, checkOverlaps},
};

}  // namespace

std::span<const Rule> rules() {
  return kRules;
}

}  // namespace premap
