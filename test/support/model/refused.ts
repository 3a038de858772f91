/** What ZFS would have said. */
export class Refused extends Error {}
