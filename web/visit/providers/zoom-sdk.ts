/**
 * The parts of Zoom's Video SDK that we use, in our own words, and how it is loaded: from our own server, where who
 * runs the system has fetched it to. Nothing of Zoom's is in this program.
 */
export interface ZoomParticipant {
  userId: number;
  bVideoOn: boolean;
}

export interface ZoomStream {
  startAudio(): Promise<unknown>;
  muteAudio(): Promise<unknown>;
  unmuteAudio(): Promise<unknown>;
  startVideo(): Promise<unknown>;
  stopVideo(): Promise<unknown>;
  attachVideo(participant: number, quality: number): Promise<unknown>;
  detachVideo(participant: number): Promise<unknown>;
}

export interface ZoomClient {
  init(language: string, assets: string, options: Record<string, unknown>): Promise<unknown>;
  join(topic: string, token: string, name: string): Promise<unknown>;
  leave(): Promise<unknown>;
  getMediaStream(): ZoomStream;
  getAllUser(): ZoomParticipant[];
  getCurrentUserInfo(): ZoomParticipant;
  on(event: string, listener: (payload: never) => void): void;
  off(event: string, listener: (payload: never) => void): void;
}

export interface ZoomSdk {
  createClient(): ZoomClient;
  destroyClient(): Promise<void>;
  /** Brings what `init` would load. */
  preloadDependentAssets?(assets: string): void;
}

const ENTRY = "/zoom/index.esm.js";
/** Where the SDK finds what it loads by itself. */
export const assetsOf = (origin: string) => `${origin}/zoom/lib`;

export async function loadZoomSdk(): Promise<ZoomSdk> {
  const entry = new URL(ENTRY, location.href).href;
  const loaded = (await import(/* @vite-ignore */ entry)) as { default: ZoomSdk };
  return loaded.default;
}

/** Brings Zoom's files to the browser long before a visit; what fails here is told when somebody wants to join. */
export async function preloadZoom(): Promise<void> {
  try {
    (await loadZoomSdk()).preloadDependentAssets?.(assetsOf(location.origin));
  } catch {
    // The files may not have been fetched to the server; then the server does not choose Zoom.
  }
}
