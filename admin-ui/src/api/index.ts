export * from "./client";
export * from "./connection";
export * from "./events";
export * from "./problem";
export * from "./types";
export * from "./queries";
