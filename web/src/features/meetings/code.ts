/** The meeting code inside whatever was pasted: the code alone, a link, or an invitation with a link in it. */
export function meetingCodeOf(text: string): string | null {
  const compact = text.normalize("NFKC").trim().toLowerCase();
  const inside = compact.match(/(?:^|[^a-z0-9])([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})(?![a-z0-9-])/);
  if (inside?.[1]) return inside[1];
  const bare = compact.match(/^([a-z0-9]{4})([a-z0-9]{4})([a-z0-9]{4})$/);
  return bare ? `${bare[1]}-${bare[2]}-${bare[3]}` : null;
}

/** A meeting's ten digits, as they are read out or written in groups; what else a text may hold makes them none. */
export function meetingNumberOf(text: string): string | null {
  const compact = text.normalize("NFKC").replace(/[\s-]/g, "");
  return /^\d{10}$/.test(compact) ? compact : null;
}
