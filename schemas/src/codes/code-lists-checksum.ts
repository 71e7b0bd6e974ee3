/** What the code lists of this program are, in one text: lists only grow, so another text means that codes were added. */
import { sha256 } from "../sha256.ts";
import { activityNames } from "./activity-names.ts";
import { ageBands, causes, kinds, severities, sexes } from "./enumerations.ts";
import { regions } from "./regions.ts";

/** SHA-256, hex, of the lists that the codes of figures are of, their names included. */
export const codeListsChecksum: string = sha256(JSON.stringify({ regions, activityNames, severities, kinds, sexes, ageBands, causes }));
