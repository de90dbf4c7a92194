/** A camera that shows the time, so that the far end can tell how old a picture is when it is shown there. */

/** Runs in a page before its own code: the camera is a picture of 32 blocks, the milliseconds of the clock in bits. */
export function clockCamera() {
  const [columns, rows, width, height] = [8, 4, 80, 120];
  const canvas = Object.assign(document.createElement("canvas"), { width: columns * width, height: rows * height });
  const context = canvas.getContext("2d");
  const draw = () => {
    const now = Date.now() % 2 ** 31;
    for (let bit = 0; bit < columns * rows; bit += 1) {
      context.fillStyle = Math.floor(now / 2 ** bit) % 2 === 1 ? "#fff" : "#000";
      context.fillRect((bit % columns) * width, Math.floor(bit / columns) * height, width, height);
    }
  };
  const { mediaDevices } = navigator;
  const take = mediaDevices?.getUserMedia.bind(mediaDevices);
  if (take === undefined) return;
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await take(wanted);
    if (!wanted.video) return stream;
    for (const track of stream.getVideoTracks()) {
      track.stop();
      stream.removeTrack(track);
    }
    setInterval(draw, 20);
    stream.addTrack(canvas.captureStream(25).getVideoTracks()[0]);
    return stream;
  };
}

/** How old the pictures of the other side are when they are shown, in ms, for so many of them. */
export function delaysSeen(page, label, count) {
  return page.evaluate(
    async ([name, wanted]) => {
      const [columns, rows] = [8, 4];
      const video = document.querySelector(`video[aria-label="${name}"]`);
      const canvas = Object.assign(document.createElement("canvas"), { width: 10 * columns, height: 10 * rows });
      const context = canvas.getContext("2d", { willReadFrequently: true });
      const read = () => {
        context.drawImage(video, 0, 0, canvas.width, canvas.height);
        let shown = 0;
        for (let bit = 0; bit < columns * rows; bit += 1) {
          const { data } = context.getImageData((bit % columns) * 10 + 5, Math.floor(bit / columns) * 10 + 5, 1, 1);
          if (data[0] > 127) shown += 2 ** bit;
        }
        return (Date.now() % 2 ** 31) - shown;
      };
      const delays = [];
      const until = Date.now() + 20_000;
      while (delays.length < wanted && Date.now() < until) {
        await Promise.race([new Promise((done) => video.requestVideoFrameCallback(done)), new Promise((done) => setTimeout(done, 2_000))]);
        const delay = read();
        // A block that was read in the middle of a change gives nonsense.
        if (delay >= 0 && delay < 60_000) delays.push(delay);
      }
      return delays;
    },
    [label, count],
  );
}
