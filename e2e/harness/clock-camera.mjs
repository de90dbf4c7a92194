/**
 * A camera that shows the time, and the reading of it on the far side: how old a picture is when it is seen.
 * Both browsers must run on the same machine, since they are measured by one clock.
 */

/** Runs in a page before its own code: whatever camera it asks for, it gets a drawn one. The microphone stays. */
function showTime() {
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) return;
  const take = mediaDevices.getUserMedia.bind(mediaDevices);
  const [columns, cell_px, height_px, frame_ms] = [16, 40, 480, 33];
  const drawn = () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: columns * cell_px, height: height_px });
    const pen = canvas.getContext("2d");
    const [track] = canvas.captureStream(0).getVideoTracks();
    const draw = () => {
      const time = Math.round(performance.timeOrigin + performance.now()) % 2 ** 24;
      const sum = ((time >>> 16) + (time >>> 8) + time) & 0xff;
      const bits = ((time << 8) | sum) >>> 0;
      for (let bit = 0; bit < 32; bit += 1) {
        pen.fillStyle = (bits >>> bit) & 1 ? "#fff" : "#000";
        pen.fillRect((bit % columns) * cell_px, bit < columns ? 0 : height_px / 2, cell_px, height_px / 2);
      }
      track.requestFrame();
      if (track.readyState === "ended") clearInterval(clock);
    };
    const clock = setInterval(draw, frame_ms);
    draw();
    return track;
  };
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = wanted.audio ? await take({ audio: wanted.audio }) : new MediaStream();
    if (wanted.video) stream.addTrack(drawn());
    return stream;
  };
}

/** Gives the page a camera that shows the time; before its first address. */
export function withClockCamera(page) {
  return page.addInitScript(showTime);
}

/**
 * Looks at `count` pictures of the other side: how old they were, in ms, as median and 99th percentile,
 * and how many could not be read.
 */
export function pictureAge(page, label, count) {
  return page.evaluate(
    async ([name, wanted]) => {
      const video = document.querySelector(`video[aria-label="${name}"]`);
      const [columns, width, height] = [16, 320, 240];
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      const isLight = (data, bit) => {
        const x = Math.round(((bit % columns) + 0.5) * (width / columns));
        const y = Math.round(bit < columns ? height / 4 : (height * 3) / 4);
        return data[(y * width + x) * 4] > 127;
      };
      const readTime = () => {
        pen.drawImage(video, 0, 0, width, height);
        const { data } = pen.getImageData(0, 0, width, height);
        let bits = 0;
        for (let bit = 0; bit < 32; bit += 1) if (isLight(data, bit)) bits = (bits | (1 << bit)) >>> 0;
        const [time, sum] = [bits >>> 8, bits & 0xff];
        return (((time >>> 16) + (time >>> 8) + time) & 0xff) === sum ? time : null;
      };
      const [ages, limit] = [[], performance.now() + 20_000];
      let unreadable = 0;
      while (ages.length < wanted && performance.now() < limit) {
        await new Promise((done) => {
          const late = setTimeout(done, 1_000);
          video.requestVideoFrameCallback(() => (clearTimeout(late), done()));
        });
        const now = Math.round(performance.timeOrigin + performance.now()) % 2 ** 24;
        const time = readTime();
        if (time === null) unreadable += 1;
        else ages.push((now - time + 2 ** 24) % 2 ** 24);
      }
      ages.sort((one, other) => one - other);
      const at = (share) => ages[Math.min(ages.length - 1, Math.floor(ages.length * share))] ?? null;
      return { count: ages.length, median_ms: at(0.5), p99_ms: at(0.99), unreadable };
    },
    [label, count],
  );
}
