// The mappings of the benchmarks, on the plant schema: direct, inherited, navigation, two steps of it, JSON, two aspect
// classes, fallbacks and conversions.
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

const [group] = mapping.groups;

/** The same with a name edited: no text of it was seen before. */
export const edited = (edit) => ({
  ...mapping,
  groups: [
    { ...group, properties: [{ ...group.properties[0], propertyName: `Tag${edit}` }, ...group.properties.slice(1)] },
  ],
});

/** One column that reads what the twelve read: `explain` tells its statement, which is the one that fills the group. */
export const everything = {
  ...mapping,
  groups: [
    { ...group, properties: [column("All", "String", ...group.properties.flatMap((each) => each.ecProperties))] },
  ],
};

const classes = ["Pipe", "Elbow", "Tee", "Reducer", "Valve", "Flange", "Pump", "Vessel", "Exchanger", "Tank"];

/** 40 groups of 12 columns over ten classes, none of which was seen with another `edit`; `last`: a name in the last one. */
export const large = (edit, last = "") => ({
  mappingName: "Large",
  groups: Array.from({ length: 40 }, (_, index) => ({
    ...edited(`${edit}-${index}${index === 39 ? last : ""}`).groups[0],
    groupName: `Group${index}`,
    query: `SELECT ECInstanceId, ECClassId FROM PlantTest.${classes[index % classes.length]} WHERE State = ${index % 3}`,
  })),
});

/** The same cells as a user of the native engine would ask for them, the fallbacks side by side. */
export const nativeEcsql = `
  SELECT p.ECInstanceId, p.ECClassId, p.Tag, p.Area, p.Weight, p.State, p.UserLabel, p.CodeValue, c.CodeValue, e.CodeValue,
    json_extract(p.JsonProperties, '$.spec.code'), pipe.PipeSize, valve.ValveSize, pump.PumpSize, piping.PipingLine,
    equipment.EquipmentLine, maintenance.Crew, insulation.Material
  FROM PlantTest.PlantItem p
  LEFT JOIN bis.Element c ON c.ECInstanceId = p.Category.Id
  LEFT JOIN bis.Model m ON m.ECInstanceId = p.Model.Id
  LEFT JOIN bis.Element e ON e.ECInstanceId = m.ModeledElement.Id
  LEFT JOIN PlantTest.Pipe pipe ON pipe.ECInstanceId = p.ECInstanceId
  LEFT JOIN PlantTest.Valve valve ON valve.ECInstanceId = p.ECInstanceId
  LEFT JOIN PlantTest.Pump pump ON pump.ECInstanceId = p.ECInstanceId
  LEFT JOIN PlantTest.PipingItem piping ON piping.ECInstanceId = p.ECInstanceId
  LEFT JOIN PlantTest.EquipmentItem equipment ON equipment.ECInstanceId = p.ECInstanceId
  LEFT JOIN PlantTest.Maintenance maintenance ON maintenance.Element.Id = p.ECInstanceId
  LEFT JOIN PlantTest.Insulation insulation ON insulation.Element.Id = p.ECInstanceId`;

/** Where the cells of each of the twelve columns stand in a row of it. */
export const nativeColumns = [[2], [3], [4], [5], [6, 7], [8], [9], [10], [11, 12, 13], [14, 15], [16], [17]];
