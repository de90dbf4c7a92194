/** The address bar, for components. */
import { useSyncExternalStore } from "react";
import { onRoute, routeNow } from "./route";

export const useRoute = () => useSyncExternalStore(onRoute, routeNow);
