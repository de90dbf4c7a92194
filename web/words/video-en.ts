/** What staff read of who carries a visit's picture, in English. */
import type { videoJa } from "./video-ja";
import type { Widen } from "./words";

export const videoEn: Widen<typeof videoJa> = {
  switching: "The video is being switched over. The visit goes on; please wait.",
};
