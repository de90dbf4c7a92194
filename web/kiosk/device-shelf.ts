/** Which camera and microphone this kiosk uses, kept beside its key: the ids of devices and nothing of any resident. */
import { type ChosenDevices, readChoice } from "../visit/visit-choice";
import { onShelf } from "./identity";

const PLACE = "devices";

export interface DeviceShelf {
  read: () => Promise<ChosenDevices>;
  keep: (chosen: ChosenDevices) => Promise<void>;
}

export const browserDevices: DeviceShelf = {
  read: async () => readChoice(await onShelf("readonly", (store) => store.get(PLACE))),
  keep: async (chosen) => void (await onShelf("readwrite", (store) => store.put(chosen, PLACE))),
};
