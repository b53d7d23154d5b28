export * from "./context";
export * from "./problem";
export type * from "./types";
export * from "./workbench";
export * from "./class_names";
export * from "./health";
