/** Of all who voted, in whole percent. */
export const shareOf = (votes: number, voters: number) => (voters === 0 ? 0 : Math.round((votes / voters) * 100));
