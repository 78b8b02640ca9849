/** Spaces, hyphens and brackets are for people; `00` is how many dial the plus sign. */
export const normalizePhone = (typed: string) => {
  const compact = typed.normalize("NFKC").replace(/[\s\-().·]/g, "");
  return compact.replace(/^00/, "+");
};

/** Only whether it is worth asking: the server decides, and says what is wrong in words. */
export const looksLikePhone = (typed: string) => /^\+?\d{6,15}$/.test(normalizePhone(typed));
