/** Japanese words of a visit that goes on after the server was started anew; spread into `ja.ts`. */
export const restartJa = {
  contactStates: { interrupted: "つなぎ直し中" },
  eventKinds: { interrupted: "システムの停止で中断", taken_up: "再起動後に引き継ぎ", caller_back: "来庁者の端末が再接続" },
};
