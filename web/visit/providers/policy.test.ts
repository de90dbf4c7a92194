// @vitest-environment jsdom
import { afterEach, expect, test, vi } from "vitest";
import { renewsForZoom } from "./policy";

const reload = vi.fn();

function documentThat(may: boolean) {
  vi.stubGlobal("location", { reload });
  vi.stubGlobal("WebAssembly", {
    Module: class {
      constructor() {
        if (!may) throw new Error("refused by the policy");
      }
    },
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
  reload.mockReset();
  sessionStorage.clear();
});

test("a desk whose document may not run Zoom's files is loaded anew, once", () => {
  documentThat(false);
  expect([renewsForZoom(), renewsForZoom()]).toEqual([true, false]);
  expect(reload).toHaveBeenCalledTimes(1);
});

test("a desk that may run them stays as it is", () => {
  documentThat(true);
  expect(renewsForZoom()).toBe(false);
  expect(reload).not.toHaveBeenCalled();
});
