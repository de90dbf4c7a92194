/** What a slip is printed on: receipt printers by the width of their paper, or a sheet. */
export const papers = ["receipt80", "receipt58", "a4"] as const;
export type Paper = (typeof papers)[number];
