import { useQueryClient } from "@tanstack/react-query";
import { api, type Session, unwrap } from "@/api";
import { showTheme } from "@/ui/colorScheme";
import { chooseLanguage, type Language } from "@/ui/i18n";

type Person = NonNullable<Session["person"]>;
type Theme = NonNullable<Person["theme"]>;

let adopted = "";

/**
 * Language and theme are the account's where the person chose them signed in, so they come along to any browser, with
 * nothing kept in it. Once for each change in the account: a choice that could not be saved holds in this page.
 */
export async function adoptChoices(person: Person | null) {
  const known = person ? `${person.id} ${person.language} ${person.theme}` : "";
  if (known === adopted) return;
  adopted = known;
  if (person?.theme) showTheme(person.theme);
  if (person?.language) await chooseLanguage(person.language);
}

/** Saves a choice in the account of whoever is signed in; nobody signed in is no error. */
export function useSaveChoice() {
  const queryClient = useQueryClient();
  return async (choice: { language?: Language | null; theme?: Theme | null }) => {
    const person = queryClient.getQueryData<Session>(["session"])?.person;
    if (!person) return;
    await unwrap(api.PATCH("/api/v1/preferences", { body: choice }));
    const changed = { ...person, ...choice };
    adopted = `${changed.id} ${changed.language} ${changed.theme}`;
    queryClient.setQueryData<Session>(["session"], (session) => session && { ...session, person: changed });
  };
}
