import { lazyRouteComponent } from "@tanstack/react-router";

export { PolicyConsent } from "./PolicyConsent";
export { usePolicySummary } from "./policy";
export { STATES as CLAUSE_STATES } from "./promises/order";
export const CopyPage = lazyRouteComponent(() => import("./copy/CopyPage"), "CopyPage");
export const AccessPage = lazyRouteComponent(() => import("./access/AccessPage"), "AccessPage");
export const PolicyPage = lazyRouteComponent(() => import("./PolicyPage"), "PolicyPage");
export const StatusPage = lazyRouteComponent(() => import("./promises/StatusPage"), "StatusPage");
export const DeletePage = lazyRouteComponent(() => import("./erasure/DeletePage"), "DeletePage");
export const FarewellPage = lazyRouteComponent(() => import("./erasure/FarewellPage"), "FarewellPage");
