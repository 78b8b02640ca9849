export { CallRoom } from "./CallRoom";
export { CallConnection } from "./connection";
export type { Ending } from "./ending";
export { whenTold } from "./parts/recording/gate";
