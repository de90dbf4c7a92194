import { expect, test } from "vitest";
import type { DocumentPicture, Plan } from "../visit/document-picture";
import { DocumentShow } from "./document-show";

/** A picture whose camera opens as told; notes what could be seen, in order. */
function showing(opens = true, covers = true) {
  const story: string[] = [];
  const picture = {
    track: {} as MediaStreamTrack,
    camera: {} as MediaStream,
    ratio: 4 / 3,
    open: (device: string | null) => {
      story.push(`open ${device ?? "any"}`);
      return Promise.resolve(opens);
    },
    reveal: ({ kind }: Plan) => void story.push(`reveal ${kind}`),
    hide: () => void story.push("hide"),
    close: () => void story.push("close"),
  };
  const show = new DocumentShow({
    showInstead: (track) => {
      story.push(track === null ? "own picture" : "in place of it");
      return covers ? Promise.resolve() : Promise.reject(new Error("uncovered"));
    },
    onShow: (on) => void story.push(on ? "told" : "told off"),
    words: () => "",
    picture: () => picture as unknown as DocumentPicture,
  });
  return { show, story, phase: () => show.view.read().phase };
}

test("the resident's own picture is gone before the camera opens, and back only after all is put away", async () => {
  const { show, story, phase } = showing();
  await show.aim(null);
  expect(phase()).toBe("aiming");
  show.show();
  show.choose("paper");
  show.stop();
  expect(phase()).toBe("putting_away");
  await show.putAway();
  expect(story).toEqual(["in place of it", "open any", "reveal card", "told", "reveal paper", "hide", "told off", "close", "own picture"]);
  expect(phase()).toBe("off");
});

test("another camera is opened in the same picture, and none that failed is shown", async () => {
  const { show, story, phase } = showing(false);
  await show.aim(null);
  await show.aim("back");
  show.show();
  expect([phase(), show.view.read().failed, story]).toEqual(["aiming", true, ["in place of it", "open any", "open back"]]);
});

test("the operator's end of it has the document put away, and a page that was loaded again shows none", async () => {
  const { show, story, phase } = showing();
  show.follow("shown", "none");
  expect(story).toEqual(["told off"]);
  await show.aim(null);
  show.show();
  show.follow("shown", "asked");
  expect(phase()).toBe("shown");
  show.follow("none", "shown");
  expect(phase()).toBe("putting_away");
});

test("the end of the visit lets go of camera and picture at any step", async () => {
  const { show, story, phase } = showing();
  await show.aim(null);
  show.end();
  expect([phase(), story.at(-1)]).toEqual(["off", "close"]);
  await show.putAway();
  expect(story.at(-1)).toBe("close");
});

test("no camera is opened and nothing shown where no cover can be put before the picture", async () => {
  const { show, story, phase } = showing(true, false);
  await show.aim(null);
  await show.aim("back");
  show.show();
  expect([phase(), show.view.read().uncovered, show.view.read().camera]).toEqual(["aiming", true, null]);
  expect(story).toEqual(["in place of it", "in place of it"]);
});

test("who would rather not while the cover is on its way has no camera opened", async () => {
  const { show, story, phase } = showing();
  const aiming = show.aim(null);
  show.stop();
  await aiming;
  expect([phase(), story]).toEqual(["putting_away", ["in place of it", "hide", "told off"]]);
});
