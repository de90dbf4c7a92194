import { PageHead } from "../parts/Parts";

export default function Page() {
  return <PageHead title="DeskPage" />;
}
