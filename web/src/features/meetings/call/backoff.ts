/** The first try comes soon enough to go unnoticed; the last ones do not hammer an engine that is starting. */
export const FIRST_DELAY = 500;
export const LONGEST_DELAY = 8000;
/** After two minutes people have gone for a coffee; the page then says so and offers a button. */
export const GIVE_UP_AFTER = 120_000;

export const delayBefore = (attempt: number) => Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt);
