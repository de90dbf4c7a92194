/**
 * What carries picture and sound of a visit, whoever does it. Names and limits only: `builtin.ts` and `zoom.ts`
 * are the two ways, `visit-video.ts` goes from one to the other as the server says.
 */
export type ProviderName = "zoom" | "builtin";

/** What the server says: which attempt, by whom. 0 is what is going to be tried once the operator answers. */
export interface VideoTold {
  epoch: number;
  provider: ProviderName;
}

/** Leave to join one Zoom session, for this page alone. */
export interface VideoGrant {
  epoch: number;
  topic: string;
  token: string;
  name: string;
}

/** Why a way could not be used, in the server's words. */
export type VideoFailure = "sdk_failed" | "join_refused" | "join_timeout" | "connection_lost" | "cover_needed";

/** What a page says of an attempt; `ask` is answered with a grant. */
export type VideoSaid = "ask" | "joined" | VideoFailure;

export class VideoFault extends Error {
  readonly failure: VideoFailure;

  constructor(failure: VideoFailure, options?: ErrorOptions) {
    super(failure, options);
    this.failure = failure;
  }
}

export interface ProviderEvents {
  /** The other side's picture as an element of the provider's own; null while there is none, or where a stream is given. */
  onPicture: (element: HTMLElement | null) => void;
  /** What stood is gone. */
  onLost: (failure: VideoFailure) => void;
}

export interface VideoProvider {
  readonly name: ProviderName;
  /** Brings what is needed ahead of the visit; a failure shows at `join`. */
  preload(): void;
  /** Joins, or throws a `VideoFault` within the deadline. */
  join(grant: VideoGrant | null, deadline_ms: number): Promise<void>;
  mic(on: boolean): void;
  cam(on: boolean): void;
  /** Lets go of everything; resolves within its own limit, whatever happens. */
  leave(): Promise<void>;
}

/** The promise's value, or the fault once the time is over; what comes later is dropped. */
export function within<T>(promise: Promise<T>, limit_ms: number, failure: VideoFailure): Promise<T> {
  return new Promise((done, fail) => {
    const limit = setTimeout(() => fail(new VideoFault(failure)), limit_ms);
    promise.then(done, fail).finally(() => clearTimeout(limit));
  });
}
