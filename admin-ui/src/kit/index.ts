// First, so that the styles of the kit come after those of the component library.
import "./mantine.css";
import "./tokens.css";

export * from "./clock";
export * from "./code";
export * from "./controls";
export * from "./fields";
export * from "./filter";
export * from "./filterbar";
export * from "./format";
export * from "./icons";
export * from "./page";
export * from "./provider";
export * from "./spark";
export * from "./state";
export * from "./table";
export * from "./theme";
export * from "./time";
export * from "./toast";
