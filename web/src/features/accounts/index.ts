import { lazyRouteComponent } from "@tanstack/react-router";

export { AccountMenu } from "./AccountMenu";
export { useSaveChoice } from "./choices";
export { localPath } from "./localPath";
export { looksLikePhone, normalizePhone } from "./phone";
export { sessionQuery, usePerson } from "./session";
export const SignInPage = lazyRouteComponent(() => import("./SignInPage"), "SignInPage");
