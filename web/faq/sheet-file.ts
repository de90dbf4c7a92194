/** A file that comes back from a spreadsheet: what it is called decides under which type it is sent. Pure. */
export const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export const CSV = "text/csv";

/** Null for a file that is neither. Browsers without a spreadsheet program name no type, so the name decides. */
export function sheetType(name: string): string | null {
  if (/\.xlsx$/i.test(name)) return XLSX;
  return /\.csv$/i.test(name) ? CSV : null;
}
