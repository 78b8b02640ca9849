import type { Participant, TrackPublication } from "livekit-client";

/** One thing to look at: a person, or what a person shares. */
export interface View {
  /** Stable while the thing is there: pinning and React both go by it. */
  key: string;
  participant: Participant;
  share: TrackPublication | null;
}

export interface Layout {
  mode: "gallery" | "speaker";
  /** A view's key. For this person alone; the host's spotlight is for everybody. */
  pinned: string | null;
  self: "tile" | "corner" | "hidden";
  page: number;
  fullScreen: boolean;
  /** The small window that stays over other programs. */
  pip: Window | null;
}

export const initialLayout: Layout = {
  mode: "gallery",
  pinned: null,
  self: "tile",
  page: 0,
  fullScreen: false,
  pip: null,
};

export interface Composition {
  /** Shown large; empty in a gallery. */
  main: View[];
  /** Everybody else, in the stable order. */
  rest: View[];
}

interface Given {
  views: View[];
  layout: Layout;
  /** Identities. */
  spotlight: string | null;
  speaker: string | null;
}

/**
 * What is large: what this person pinned, else what is shared, else whom the host shows, else who speaks. Nobody changes
 * places for speaking: the order of the rest is that of arrival.
 */
export function compose({ views, layout, spotlight, speaker }: Given): Composition {
  const person = (identity: string | null) =>
    views.filter((view) => view.share === null && identity !== null && view.participant.identity === identity);
  const candidates = [
    views.filter((view) => view.key === layout.pinned),
    views.filter((view) => view.share !== null),
    person(spotlight),
    layout.mode === "speaker" ? mainSpeaker(views, person(speaker)) : [],
  ];
  const main = candidates.find((group) => group.length > 0) ?? [];
  return { main, rest: views.filter((view) => !main.includes(view)) };
}

/** Before anybody has spoken the first of the others is large: an empty stage would be no speaker's. */
function mainSpeaker(views: View[], speaking: View[]): View[] {
  if (speaking.length > 0) return speaking;
  const first = views.find((view) => !view.participant.isLocal) ?? views[0];
  return first ? [first] : [];
}

export function pageOf<Item>(items: Item[], page: number, size: number): Item[] {
  return items.slice(page * size, (page + 1) * size);
}
