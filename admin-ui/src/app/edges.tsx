import { Link, type ErrorComponentProps } from "@tanstack/react-router";
import { Button, Empty, Failed, Page } from "../kit";

export function NotFoundPage() {
  return (
    <Page title="No such page">
      <Empty title="Nothing lives at this address">
        The link may be from another version of the console. <Link to="/">Go to the overview</Link>,
        or press Ctrl-K to search.
      </Empty>
    </Page>
  );
}

/** A page that broke says so and leaves the rest of the console standing. */
export function RouteCrashed({ error, reset }: ErrorComponentProps) {
  const message = error instanceof Error ? error.message : String(error);
  // After an upgrade the old page asks for files that are gone; only loading anew helps.
  const outdated = /dynamically imported module|Importing a module/.test(message);
  return (
    <Page title="This page failed">
      <Failed
        what="this page"
        reason={outdated ? "The console was upgraded since this page was opened." : message}
        onRetry={reset}
      />
      <div className="fx-buttons">
        <Button icon="refresh" onClick={() => location.reload()}>
          Load the console anew
        </Button>
      </div>
    </Page>
  );
}
