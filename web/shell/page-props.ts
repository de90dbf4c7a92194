import type { Me } from "../api/types";

/** What every page is given. */
export interface PageProps {
  me: Me;
  /** What follows the page's own path, such as an id. */
  rest: string;
}
