/** Those who joined a visit, small over the stage, each with the name everybody is told. Must never know who joins. */
import { useVideo } from "./useVideo";
import styles from "./OtherPictures.module.css";

interface Props {
  others: readonly { seat: string; stream: MediaStream }[];
  nameOf: (seat: string) => string;
  /** One looks away: nothing is shown or heard. */
  dark: boolean;
}

export function OtherPictures({ others, nameOf, dark }: Props) {
  if (others.length === 0) return null;
  return (
    <div className={styles.others}>
      {others.map(({ seat, stream }) => (
        <Other key={seat} name={nameOf(seat)} stream={stream} dark={dark} />
      ))}
    </div>
  );
}

function Other({ name, stream, dark }: { name: string; stream: MediaStream; dark: boolean }) {
  const { place } = useVideo(stream);
  return (
    <figure className={styles.other}>
      <video ref={place} hidden={dark} muted={dark} autoPlay playsInline aria-label={name} />
      <figcaption>{name}</figcaption>
    </figure>
  );
}
