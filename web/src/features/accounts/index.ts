import { lazyRouteComponent } from "@tanstack/react-router";

export { AccountMenu } from "./AccountMenu";
export { localPath } from "./localPath";
export { sessionQuery, usePerson } from "./session";
export const SignInPage = lazyRouteComponent(() => import("./SignInPage"), "SignInPage");
