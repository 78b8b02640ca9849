export { DetailsPanel } from "./details";
export { Viewer } from "./preview";
export { ShareDialog } from "./sharing";
