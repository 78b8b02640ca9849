import { useSyncExternalStore } from "react";
import { current, subscribe } from "./queue";

export const useQueue = () => useSyncExternalStore(subscribe, current);
