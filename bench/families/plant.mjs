// A plant: thirty classes in equal shares, ids in one run for each copy of the base, a tenth of the elements with JSON, aspects for
// few. Its columns: direct, inherited, navigation, two steps of it, JSON, two aspect classes, fallbacks.
import { any, column, family, formula, ofClass, ofSchema } from "./family.mjs";

const plantTest = ofSchema("PlantTest");
const classes = ["Pipe", "Elbow", "Tee", "Reducer", "Valve", "Flange", "Pump", "Vessel", "Exchanger", "Tank"];

export const plant = family({
  name: "plant",
  base: "plant-1k.bim",
  script: "resize_plant.py",
  query: "SELECT ECInstanceId, ECClassId FROM PlantTest.PlantItem",
  columns: [
    column("Tag", "String", plantTest("PlantItem", "Tag")),
    column("Area", "String", any("Area")),
    column("Weight", "Double", any("Weight")),
    column("State", "Integer", any("State")),
    column("Label", "String", any("UserLabel"), any("CodeValue")),
    column("Category", "String", any("Category.CodeValue")),
    column("Model", "String", any("Model.ModeledElement.CodeValue")),
    column("Json", "String", any("JsonProperties.spec.code")),
    column("Size", "Double", ofClass("Pipe", "PipeSize"), ofClass("Valve", "ValveSize"), ofClass("Pump", "PumpSize")),
    column("Line", "String", plantTest("PipingItem", "PipingLine"), plantTest("EquipmentItem", "EquipmentLine")),
    column("Crew", "String", plantTest("Maintenance", "Crew")),
    column("Insulation", "String", plantTest("Insulation", "Material")),
  ],
  // As a user of the native engine would ask, the fallbacks side by side.
  native: {
    ecsql: `
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
      LEFT JOIN PlantTest.Insulation insulation ON insulation.Element.Id = p.ECInstanceId`,
    columns: [[2], [3], [4], [5], [6, 7], [8], [9], [10], [11, 12, 13], [14, 15], [16], [17]],
  },
  groups: Array.from(
    { length: 40 },
    (_, index) =>
      `SELECT ECInstanceId, ECClassId FROM PlantTest.${classes[index % classes.length]} WHERE State = ${index % 3}`,
  ),
  few: [column("Tag", "String", any("Tag")), column("Weight", "Double", any("Weight"))],
  added: {
    "direct text": column("Area", "String", any("Area")),
    "direct double": column("Pressure", "Double", any("Design.Pressure")),
    "JSON member": column("Json", "String", any("JsonProperties.spec.code")),
    navigation: column("Category", "String", any("Category.CodeValue")),
    "two-step navigation": column("Model", "String", any("Model.ModeledElement.CodeValue")),
    "aspect property": column("Crew", "String", plantTest("Maintenance", "Crew")),
    date: column("Changed", "String", any("LastMod")),
    point: column("Place", "String", any("Origin")),
    id: column("CategoryId", "String", any("Category.Id")),
    formula: formula("Double", "Double", "Weight * 2"),
  },
});
