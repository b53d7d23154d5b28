// The mapping of the resolver benchmark on the plant schema: direct, inherited, navigation, two steps of it, JSON, two
// aspect classes, fallbacks and conversions.
const entry = (ecSchemaName, ecClassName, ecPropertyName) => ({ ecSchemaName, ecClassName, ecPropertyName });
const any = (path) => entry("*", "*", path);
const plant = (ecClassName, path) => entry("PlantTest", ecClassName, path);
const column = (propertyName, dataType, ...ecProperties) => ({ propertyName, dataType, ecProperties });

export const mapping = {
  mappingName: "Bench",
  groups: [
    {
      groupName: "Plant",
      query: "SELECT ECInstanceId, ECClassId FROM PlantTest.PlantItem",
      properties: [
        column("Tag", "String", plant("PlantItem", "Tag")),
        column("Area", "String", any("Area")),
        column("Weight", "Double", any("Weight")),
        column("State", "Integer", any("State")),
        column("Label", "String", any("UserLabel"), any("CodeValue")),
        column("Category", "String", any("Category.CodeValue")),
        column("Model", "String", any("Model.ModeledElement.CodeValue")),
        column("Json", "String", any("JsonProperties.spec.code")),
        column(
          "Size",
          "Double",
          entry("*", "Pipe", "PipeSize"),
          entry("*", "Valve", "ValveSize"),
          entry("*", "Pump", "PumpSize"),
        ),
        column("Line", "String", plant("PipingItem", "PipingLine"), plant("EquipmentItem", "EquipmentLine")),
        column("Crew", "String", plant("Maintenance", "Crew")),
        column("Insulation", "String", plant("Insulation", "Material")),
      ],
    },
  ],
};
