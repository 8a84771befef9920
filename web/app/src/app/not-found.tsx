// An address that leads nowhere, and a screen that could not be drawn.
import { Failure } from "../api/client";
import { Broken } from "../ui/states";

export function NotFound() {
  return <Broken page error={new Failure(404, "not_found", "", "")} />;
}

export function Failed({ reset }: { reset(): void }) {
  return <Broken page error={new Failure(0, "screen", "", "")} retry={reset} />;
}
