// In the place of the client's own set-up, which signs in by a browser and creates an iTwin and an iModel: all from the environment.
const path = require("node:path");
const lib = path.join(__dirname, "../..");
const { BASE_URL: base, INSIGHTS_TOKEN, INSIGHTS_ITWIN_ID, INSIGHTS_IMODEL_ID, INSIGHTS_CHANGESET_ID = "" } = process.env;
const bases = {
  reporting: `${base}/insights/reporting`,
  mapping: `${base}/grouping-and-mapping`,
  carbon: `${base}/insights/carbon-calculation`,
  named: `${base}/named-groups`,
};

// Between two looks at an extraction they wait as for a service far away; one on this machine is done sooner.
const waiting = require("./imodels-client-test-utils/CommonTestUtils");
waiting.sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms / 30));

exports.getTestRunId = () => "local";
exports.accessToken = `Bearer ${INSIGHTS_TOKEN}`;
exports.iTwinId = INSIGHTS_ITWIN_ID;
exports.testIModel = { id: INSIGHTS_IMODEL_ID, changesetId: INSIGHTS_CHANGESET_ID, name: "local", description: "" };

/** A client of this version of the package, where it has it. */
function client(file, ...addresses) {
  try {
    const found = require(path.join(lib, `${file}.js`));
    return new found[path.basename(file)](...addresses);
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

const { reporting, mapping, carbon, named } = bases;
const oldMappings = client("reporting/clients/MappingsClient", reporting, mapping);
exports.mappingsClient = oldMappings ?? client("grouping-and-mapping/clients/MappingsClient", mapping);
exports.extractionClient = oldMappings
  ? client("reporting/clients/ExtractionClient", reporting)
  : client("grouping-and-mapping/clients/ExtractionClient", mapping);
exports.reportsClient = client("reporting/clients/ReportsClient", reporting);
exports.oDataClient = client("reporting/clients/ODataClient", reporting);
exports.aggregationsClient = client("reporting/clients/AggregationsClient", reporting);
exports.configurationsClient = client("carbon-calculation/clients/EC3ConfigurationsClient", carbon);
exports.jobsClient = client("carbon-calculation/clients/EC3JobsClient", carbon);
exports.groupsClient = client("grouping-and-mapping/clients/GroupsClient", mapping);
exports.propertiesClient = client("grouping-and-mapping/clients/PropertiesClient", mapping);
exports.cdmClient = client("grouping-and-mapping/clients/CDMClient", mapping);
exports.auditTrailClient = client("grouping-and-mapping/clients/AuditTrailClient", mapping);
exports.namedGroupsClient = client("named-groups/clients/NamedGroupsClient", named);
