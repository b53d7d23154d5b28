export * from "./answer";
export * from "./context";
export * from "./problem";
export type * from "./types";
export * from "./workbench";
export * from "./class_names";
export * from "./health";
export * from "./push";
export * from "./kept_work";
