import { lazyRouteComponent } from "@tanstack/react-router";

export { PolicyConsent } from "./PolicyConsent";
export { usePolicy } from "./policy";
export const PolicyPage = lazyRouteComponent(() => import("./PolicyPage"), "PolicyPage");
