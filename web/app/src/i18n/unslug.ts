/** A name that authors gave, as one reads it: "two-a-week" is "two a week". */
export const unslug = (name: string) => name.replace(/[-_]+/g, " ");
