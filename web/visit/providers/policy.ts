/**
 * Zoom's files want a policy that only kiosk and desk are given, with their document. Somebody who came to the desk
 * from another page without loading it has that page's policy: then the desk is loaded anew, once, before any visit.
 */

/** The shortest program there is; a page that may not compile it may not run Zoom's files. */
const EMPTY_PROGRAM = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
const RENEWED = "madoguchi.renewed-for-zoom";

export function mayCompile(): boolean {
  try {
    return new WebAssembly.Module(EMPTY_PROGRAM) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}

/** Loads the page anew where this document may not run Zoom's files; true while it does. */
export function renewsForZoom(): boolean {
  const may = mayCompile();
  if (may || sessionStorage.getItem(RENEWED) !== null) {
    if (may) sessionStorage.removeItem(RENEWED);
    return false;
  }
  sessionStorage.setItem(RENEWED, "1");
  location.reload();
  return true;
}
