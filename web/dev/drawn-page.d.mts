export const WIDTH: number;
export const HEIGHT: number;
export function drawPage(covered: boolean): HTMLCanvasElement;
export function tilesOf(page: HTMLCanvasElement, tile_px: number): Promise<{ x: number; y: number; bytes: Uint8Array }[]>;
