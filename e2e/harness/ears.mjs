/**
 * Who hears whom, measured by tones while a call goes on: every party speaks a tone of its own, and each end
 * is asked which of them it hears. Sound that comes late or in bunches is waited for; wrong sound never passes.
 */
import { shareAt } from "./sound.mjs";
import { until } from "./wait.mjs";

/** One tone a party; none lies near a note of the hold music. */
export const TONES = { caller: 440, agent: 1000, outside: 1240, colleague: 1480, supervisor: 1660 };
/** A party of three is mixed with another, so its tone is half of what is heard. */
const SHARE_HEARD = 0.2;
const SHARE_UNHEARD = 0.01;
const LEVEL_HEARD_DB = -45;
const LEVEL_UNHEARD_DB = -60;
const WINDOW_S = 0.5;
const LIMIT_MS = 30_000;
const RATE_HZ = 8000;

/** Waits until the telephone hears just these parties out of `TONES` and, with `music`, something else beside. */
export async function telephoneHears(telephone, parties, { music = false } = {}) {
  let last = "nothing";
  const right = async () => {
    const samples = await telephone.listen(WINDOW_S);
    const shares = samples === null ? null : sharesIn(samples);
    last = shares === null ? "silence" : JSON.stringify(shares);
    if (shares === null) return parties.length === 0 && !music;
    const asked = Object.keys(TONES).every((party) => (parties.includes(party) ? shares[party] > SHARE_HEARD : shares[party] < SHARE_UNHEARD));
    return asked && shares.loud === (music || parties.length > 0);
  };
  await saying(() => last, until(`the telephone hears ${parties.join(" and ") || (music ? "music" : "nobody")}`, LIMIT_MS, right));
}

/**
 * Waits until the page hears just these parties out of `TONES`: in its newest connection, with `everywhere` in
 * all of them, or in that of the video of this name.
 */
export async function pageHears(page, parties, { everywhere = false, video = null } = {}) {
  let last = "nothing";
  const right = async () => {
    const levels = await levelsHeard(page, everywhere, video);
    last = JSON.stringify(levels);
    if (levels === null) return parties.length === 0;
    return Object.keys(TONES).every((party) => (parties.includes(party) ? levels[party] > LEVEL_HEARD_DB : levels[party] < LEVEL_UNHEARD_DB));
  };
  await saying(() => last, until(`the page hears ${parties.join(" and ") || "nobody"}`, LIMIT_MS, right));
}

function sharesIn(samples) {
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const shares = Object.fromEntries(Object.entries(TONES).map(([party, frequency_hz]) => [party, Number(shareAt(samples, RATE_HZ, frequency_hz).toFixed(3))]));
  return { ...shares, loud: energy > 1e-5 };
}

/** The level of each party's tone in what the page hears right now, in dB; null while there is no remote track. */
function levelsHeard(page, everywhere, video) {
  return page.evaluate(async ([tones, all, label]) => {
    const heard = label === null ? window.__heard : (document.querySelector(`video[aria-label="${label}"]`)?.srcObject?.getTracks() ?? []);
    const live = heard.filter((each) => each.kind === "audio" && each.readyState === "live");
    // Whoever joins a visit is heard in a line of their own, within the same connection.
    const tracks = all ? live : live.filter((each) => each.connection === live.at(-1).connection);
    if (tracks.length === 0) return null;
    window.__ears ??= new AudioContext();
    const ears = window.__ears;
    const sources = tracks.map((track) => ears.createMediaStreamSource(new MediaStream([track])));
    const analyser = ears.createAnalyser();
    analyser.fftSize = 16_384;
    analyser.smoothingTimeConstant = 0;
    for (const source of sources) source.connect(analyser);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    for (const source of sources) source.disconnect();
    const levelAt = (frequency_hz) => {
      const bin = Math.round((frequency_hz * analyser.fftSize) / ears.sampleRate);
      return Math.round(Math.max(-200, ...levels.slice(bin - 1, bin + 2)));
    };
    return Object.fromEntries(Object.entries(tones).map(([party, frequency_hz]) => [party, levelAt(frequency_hz)]));
  }, [TONES, everywhere, video]);
}

async function saying(last, promise) {
  try {
    return await promise;
  } catch (error) {
    throw new Error(`${error.message}; last heard: ${last()}`);
  }
}
