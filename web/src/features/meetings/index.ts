import { lazyRouteComponent } from "@tanstack/react-router";

export { meetingCodeOf } from "./code";
export const MeetingsPage = lazyRouteComponent(() => import("./MeetingsPage"), "MeetingsPage");
export const DetailsPage = lazyRouteComponent(() => import("./details/DetailsPage"), "DetailsPage");
export const RoomPage = lazyRouteComponent(() => import("./RoomPage"), "RoomPage");
