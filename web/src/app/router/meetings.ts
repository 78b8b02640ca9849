import { createRoute } from "@tanstack/react-router";
import {
  DetailsPage,
  InvitedPage,
  MeetingRecordingsPage,
  MeetingsPage,
  RecordingPage,
  RecordingsPage,
  RoomPage,
  SchedulePage,
  SetPage,
} from "@/features/meetings";
import { loadTexts } from "@/ui";
import { framed, inSpace, root, signedInOnly } from "./base";

const meetings = createRoute({
  getParentRoute: () => framed,
  path: "/meetings",
  validateSearch: (search: Record<string, unknown>): { org?: string; view?: string; on?: string } => ({
    ...inSpace(search),
    // What the agenda shows.
    ...(typeof search.view === "string" ? { view: search.view } : {}),
    ...(typeof search.on === "string" ? { on: search.on } : {}),
  }),
  beforeLoad: signedInOnly,
  loader: () => loadTexts("schedule"),
  component: MeetingsPage,
});

const newMeeting = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/new",
  validateSearch: inSpace,
  beforeLoad: signedInOnly,
  loader: () => loadTexts("schedule"),
  component: SchedulePage,
});

const setMeeting = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/set/$schedule",
  validateSearch: (search: Record<string, unknown>): { series?: string; at?: string } => ({
    ...(typeof search.series === "string" ? { series: search.series } : {}),
    ...(typeof search.at === "string" ? { at: search.at } : {}),
  }),
  beforeLoad: signedInOnly,
  loader: () => loadTexts("schedule"),
  component: SetPage,
});

/** Whoever was sent an invitation needs no account. */
const invited = createRoute({
  getParentRoute: () => framed,
  path: "/invited/$token",
  loader: () => loadTexts("schedule"),
  component: InvitedPage,
});

const meetingDetails = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/$code",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("talk"),
  component: DetailsPage,
});

const recordings = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/recordings",
  validateSearch: inSpace,
  beforeLoad: signedInOnly,
  loader: () => loadTexts("recording"),
  component: RecordingsPage,
});

const meetingRecordings = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/$code/recordings",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("recording"),
  component: MeetingRecordingsPage,
});

const oneRecording = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/$code/recordings/$recording",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("recording"),
  component: RecordingPage,
});

/** The call has the whole window: no frame around it. */
export const room = createRoute({
  getParentRoute: () => root,
  path: "/m/$code",
  validateSearch: (search: Record<string, unknown>): { i?: string } =>
    typeof search.i === "string" ? { i: search.i } : {},
  loader: () => loadTexts("schedule", "call", "hosting", "recording", "talk"),
  component: RoomPage,
});

export const meetingRoutes = [
  meetings,
  newMeeting,
  setMeeting,
  invited,
  meetingDetails,
  recordings,
  meetingRecordings,
  oneRecording,
] as const;
