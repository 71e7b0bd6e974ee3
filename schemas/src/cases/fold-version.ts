/** The numbers that say by which rules a published figure was made. */

/** The number of the merging rules of DESIGN, section 3, that every answer states. Past answers are given by the rules of their time. */
export const mergingRules = 1;

/**
 * The number of the code that makes published rows out of statements. It grows with every change of what is written, also where
 * the merging rules stay the same; rows of another number ask for a rebuild.
 */
export const foldVersion = 1;
