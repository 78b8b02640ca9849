/** Keys of texts that are chosen by a word, written out so that an unused or missing one is found. */
export const PLACES = {
  recent: "cloud.place.recent",
  favourites: "cloud.place.favourites",
  shared: "cloud.place.shared",
  given: "cloud.place.given",
  trash: "cloud.place.trash",
} as const;

export const EMPTY = {
  folder: { title: "cloud.empty.folder.title", text: "cloud.empty.folder.text" },
  readOnly: { title: "cloud.empty.readOnly.title", text: "cloud.empty.readOnly.text" },
  recent: { title: "cloud.empty.recent.title", text: "cloud.empty.recent.text" },
  favourites: { title: "cloud.empty.favourites.title", text: "cloud.empty.favourites.text" },
  shared: { title: "cloud.empty.shared.title", text: "cloud.empty.shared.text" },
  hidden: { title: "cloud.empty.hidden.title", text: "cloud.empty.hidden.text" },
  given: { title: "cloud.empty.given.title", text: "cloud.empty.given.text" },
  trash: { title: "cloud.empty.trash.title", text: "cloud.empty.trash.text" },
} as const;

export const KEYS = { enter: "cloud.key.enter", f2: "cloud.key.f2", delete: "cloud.key.delete" } as const;
