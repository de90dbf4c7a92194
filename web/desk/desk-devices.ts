/** Which camera and microphone the desk uses in visits: the camera is kept here, the microphone with the telephone's sound. */
import { storedAudio } from "../live/audio-settings";
import { type ChosenDevices, readChoice } from "../visit/visit-choice";

const STORAGE_KEY = "madoguchi.camera";

export function storedDevices(): ChosenDevices {
  return readChoice({ camera: localStorage.getItem(STORAGE_KEY), microphone: storedAudio().input });
}

export function storeCamera(camera: string): void {
  localStorage.setItem(STORAGE_KEY, camera);
}
