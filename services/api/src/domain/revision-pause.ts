/** Lets others have their turn between two stretches of a long computation. */
export type Pause = () => Promise<void>;
