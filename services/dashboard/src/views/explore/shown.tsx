/** What every view of one question does: its controls above, and below them the figures, a refusal, or that there is nothing. */
import type { ComponentChildren } from "preact";
import { usePicture } from "../../data/use-picture.ts";
import type { ApiRequest, ApiResponses, Picture } from "../../data/use-picture.ts";
import { texts } from "../../text/texts.ts";
import { Failure } from "../failure.tsx";

/** What a view is drawn from: questions and their answers, of one cut. */
export interface Answered<Requested extends Readonly<Record<string, ApiRequest>>> {
  readonly requested: Requested;
  readonly responses: ApiResponses<Requested>;
}

interface ShownProps<Requested extends Readonly<Record<string, ApiRequest>>> {
  readonly controls: ComponentChildren;
  readonly requests: () => Requested;
  readonly show: (answered: Answered<Requested>) => ComponentChildren;
}

export function Shown<Requested extends Readonly<Record<string, ApiRequest>>>({ controls, requests, show }: ShownProps<Requested>) {
  const picture = usePicture(requests);
  return (
    <>
      <div class="controls">{controls}</div>
      <Figures picture={picture} show={show} />
    </>
  );
}

function Figures<Requested extends Readonly<Record<string, ApiRequest>>>({
  picture,
  show,
}: Pick<ShownProps<Requested>, "show"> & { readonly picture: Picture<Requested> | null }) {
  if (picture === null) return <p role="status">{texts.value.loading}</p>;
  if (picture.responses === null) return <Failure message={picture.failure ?? ""} />;
  return <>{show({ requested: picture.requested, responses: picture.responses })}</>;
}
