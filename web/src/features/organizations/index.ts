export { SpaceSwitch } from "./SpaceSwitch";
export { useSpace } from "./space";
