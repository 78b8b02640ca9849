import { lazyRouteComponent } from "@tanstack/react-router";

export { JoinForm } from "./join/JoinForm";
export const MeetingsPage = lazyRouteComponent(() => import("./MeetingsPage"), "MeetingsPage");
export const DetailsPage = lazyRouteComponent(() => import("./details/DetailsPage"), "DetailsPage");
export const SchedulePage = lazyRouteComponent(() => import("./schedule/SchedulePage"), "SchedulePage");
export const SetPage = lazyRouteComponent(() => import("./schedule/SetPage"), "SetPage");
export const InvitedPage = lazyRouteComponent(() => import("./schedule/InvitedPage"), "InvitedPage");
export { MeetingRecordingsPage, RecordingPage, RecordingsPage } from "./recordings";
export const RoomPage = lazyRouteComponent(() => import("./RoomPage"), "RoomPage");
