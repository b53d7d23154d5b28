// A yard of precast parts: sixty classes in very unequal shares, sparse ids, JSON and aspects for nearly every part, texts longer than
// a page (fill_yard.py). Its columns: direct, fallback, one and two navigation steps, two members of one JSON text, properties of two
// aspects, angle, boolean, date, id.
import { any, column, family, formula, ofSchema } from "./family.mjs";
import { kinds } from "./yard_classes.mjs";

const yardTest = ofSchema("YardTest");
const classes = Object.entries(kinds).flatMap(([kind, names]) => names.map((name) => `${name}${kind}`));

export const yard = family({
  name: "yard",
  base: "yard.bim",
  script: "fill_yard.py",
  query: "SELECT ECInstanceId, ECClassId FROM YardTest.Part",
  columns: [
    column("Mark", "String", yardTest("Part", "Mark")),
    column("Label", "String", any("UserLabel"), any("CodeValue")),
    column("Sheet", "String", any("Sheet.CodeValue")),
    column("Yard", "String", any("Model.ModeledElement.UserLabel")),
    column("Shop", "String", any("JsonProperties.shop.code")),
    column("Weight", "Double", any("JsonProperties.weight")),
    column("Grade", "String", yardTest("Inspection", "Grade")),
    column("Load", "Double", yardTest("Delivery", "Load")),
    column("Yaw", "Double", any("Yaw")),
    column("Released", "Boolean", any("Released")),
    column("Changed", "String", any("LastMod")),
    column("CategoryId", "String", any("Category.Id")),
  ],
  native: {
    ecsql: `
      SELECT p.ECInstanceId, p.ECClassId, p.Mark, p.UserLabel, p.CodeValue, s.CodeValue, e.UserLabel,
        json_extract(p.JsonProperties, '$.shop.code'), json_extract(p.JsonProperties, '$.weight'), i.Grade, d.[Load],
        p.Yaw, p.Released, p.LastMod, p.Category.Id
      FROM YardTest.Part p
      LEFT JOIN YardTest.Sheet s ON s.ECInstanceId = p.Sheet.Id
      LEFT JOIN bis.Model m ON m.ECInstanceId = p.Model.Id
      LEFT JOIN bis.Element e ON e.ECInstanceId = m.ModeledElement.Id
      LEFT JOIN YardTest.Inspection i ON i.Element.Id = p.ECInstanceId
      LEFT JOIN YardTest.Delivery d ON d.Element.Id = p.ECInstanceId`,
    columns: [[2], [3, 4], [5], [6], [7], [8], [9], [10], [11], [12], [13], [14]],
  },
  groups: classes
    .slice(0, 40)
    .map(
      (each, index) =>
        `SELECT ECInstanceId, ECClassId FROM YardTest.${each}${index % 2 ? " WHERE Released = TRUE" : ""}`,
    ),
  few: [column("Mark", "String", any("Mark")), column("Mass", "Double", any("Mass"))],
  added: {
    "direct text": column("Label", "String", any("UserLabel")),
    "direct double": column("Yaw", "Double", any("Yaw")),
    "long text": column("Note", "String", any("Note")),
    "JSON member": column("Shop", "String", any("JsonProperties.shop.code")),
    navigation: column("Sheet", "String", any("Sheet.CodeValue")),
    "two-step navigation": column("Yard", "String", any("Model.ModeledElement.UserLabel")),
    "aspect property": column("Grade", "String", yardTest("Inspection", "Grade")),
    "multi-aspect property": column("Load", "Double", yardTest("Delivery", "Load")),
    date: column("Changed", "String", any("LastMod")),
    boolean: column("Released", "Boolean", any("Released")),
    point: column("Hook", "String", any("Hook")),
    id: column("CategoryId", "String", any("Category.Id")),
    formula: formula("Double", "Double", "Mass * 2"),
  },
});
