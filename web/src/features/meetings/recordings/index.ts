import { lazyRouteComponent } from "@tanstack/react-router";

const pages = () => import("./RecordingsPage");

export const RecordingsPage = lazyRouteComponent(pages, "RecordingsPage");
export const MeetingRecordingsPage = lazyRouteComponent(pages, "MeetingRecordingsPage");
export const RecordingPage = lazyRouteComponent(() => import("./RecordingPage"), "RecordingPage");
