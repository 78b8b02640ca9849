import type { Attendee, Meeting } from "@/api";

export interface Bar {
  left: number;
  width: number;
}

/** The stretch of time the picture shows: from the first arrival to the last departure, or to now while it is open. */
export function stretch(meeting: Meeting, participants: Attendee[], asOf: string): { from: number; to: number } {
  const arrivals = participants.map((person) => Date.parse(person.joined_at));
  const from = Math.min(...arrivals, Date.parse(meeting.started_at ?? asOf));
  const departures = participants.map((person) => Date.parse(person.left_at ?? asOf));
  const to = Math.max(from + 1000, ...departures, meeting.ended_at ? Date.parse(meeting.ended_at) : Date.parse(asOf));
  return { from, to };
}

/** Spells as percentages of the stretch. */
export function bars(person: Attendee, from: number, to: number): Bar[] {
  const total = to - from;
  return person.spells.map((spell) => {
    const start = Math.max(0, Date.parse(spell.joined_at) - from);
    const end = Math.min(total, (spell.left_at ? Date.parse(spell.left_at) : to) - from);
    return { left: (start / total) * 100, width: (Math.max(0, end - start) / total) * 100 };
  });
}
