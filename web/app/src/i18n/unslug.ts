/** A name that authors gave, as one reads it: "two-a-week" is "two a week". */
export const unslug = (name: string) => name.replace(/[-_]+/g, " ");

/** An id as a name: "annual_turnover" is "Annual turnover". */
export const readable = (id: string) => { const words = unslug(id); return words.charAt(0).toUpperCase() + words.slice(1); };
