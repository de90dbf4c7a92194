/**
 * Cameras in plain colours: the resident's is blue; one that is asked for a document's size shows a green card on a
 * yellow table, with a number in magenta where the back of a card has it. What the far side sees of each colour is
 * noted frame by frame.
 */
function drawCameras() {
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) return;
  const take = mediaDevices.getUserMedia.bind(mediaDevices);
  const drawn = (isDocument) => {
    const [width, height] = isDocument ? [1280, 720] : [640, 480];
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d");
    const [track] = canvas.captureStream(0).getVideoTracks();
    const fill = (colour, x, y, w, h) => {
      pen.fillStyle = colour;
      pen.fillRect(x, y, w, h);
    };
    const card = { w: 0.7493 * width, h: 0.84 * height };
    const [x, y] = [(width - card.w) / 2, (height - card.h) / 2];
    const draw = () => {
      fill(isDocument ? "#ff0" : "#00f", 0, 0, width, height);
      if (isDocument) {
        fill("#0c0", x, y, card.w, card.h);
        fill("#f0f", x + 0.45 * card.w, y + 0.08 * card.h, 0.5 * card.w, 0.14 * card.h);
      }
      track.requestFrame();
      if (track.readyState === "ended") clearInterval(clock);
    };
    const clock = setInterval(draw, 100);
    draw();
    return track;
  };
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = wanted.audio ? await take({ audio: wanted.audio }) : new MediaStream();
    if (wanted.video) stream.addTrack(drawn((wanted.video.width?.ideal ?? 0) > 640));
    return stream;
  };
}

/** Gives the page the drawn cameras; before its first address. */
export function withDocumentCamera(page) {
  return page.addInitScript(drawCameras);
}

/** Begins to note the colours of every picture of the other side, from now on. */
export function noteColours(page, label) {
  return page.evaluate((name) => {
    const video = document.querySelector(`video[aria-label="${name}"]`);
    const [width, height] = [128, 72];
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const seen = { frames: 0, now: {}, most: { blue: 0, green: 0, yellow: 0, magenta: 0 } };
    window.__colours = seen;
    const note = () => {
      pen.drawImage(video, 0, 0, width, height);
      const { data } = pen.getImageData(0, 0, width, height);
      const shares = { blue: 0, green: 0, yellow: 0, magenta: 0 };
      for (let at = 0; at < data.length; at += 4) {
        // Greys, as of words on black, are far from all four.
        const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
        const colour = Math.min(red, blue) > green + 80 ? "magenta" : Math.min(red, green) > blue + 80 ? "yellow" : green > Math.max(red, blue) + 80 ? "green" : blue > Math.max(red, green) + 80 ? "blue" : null;
        if (colour !== null) shares[colour] += 1 / (width * height);
      }
      seen.frames += 1;
      seen.now = shares;
      for (const colour of Object.keys(shares)) seen.most[colour] = Math.max(seen.most[colour], shares[colour]);
      video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
  }, label);
}

/** The share of each colour: in the newest picture (`now`), and the most there ever was (`most`). */
export function coloursSeen(page) {
  return page.evaluate(() => window.__colours);
}
