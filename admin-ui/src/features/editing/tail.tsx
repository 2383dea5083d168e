import { useMay, type DryRun } from "../../api";
import type { FormValues } from "./changes";
import { Conflict } from "./conflict";
import { EditorFoot } from "./frame";
import type { Editor } from "./use-editor";

/** The end of every editor: the conflict with someone else's change, then what would be saved. */
export function EditorTail<T extends { version: number }, F extends FormValues>(p: {
  editor: Editor<T, F>;
  /** "User anna", or "user" while it is new. */
  what: string;
  isNew: boolean;
  labels: Record<keyof F & string, string>;
  toForm: (object: T | null) => F;
  /** Fields whose content is never shown. */
  secrets?: (keyof F & string)[];
  missing?: string | null;
  readOnly: boolean;
  check?: () => Promise<DryRun>;
  /** Whether a save can be refused by a policy test. */
  tested?: boolean;
  onCancel: () => void;
}) {
  const { editor } = p;
  const mayForce = useMay("policy:override");
  const hide = (form: F): F => {
    const shown: FormValues = { ...form };
    for (const s of p.secrets ?? []) shown[s] = form[s] ? "typed, hidden" : "";
    return shown as F;
  };
  return (
    <>
      {editor.theirs ? (
        <Conflict
          what={p.what}
          labels={p.labels}
          base={hide(editor.baseForm)}
          mine={hide(editor.form)}
          theirs={hide(p.toForm(editor.theirs))}
          onCombine={editor.combine}
          onOverwrite={editor.overwrite}
          onTakeTheirs={editor.takeTheirs}
        />
      ) : null}
      <EditorFoot<F>
        what={p.what}
        isNew={p.isNew}
        labels={p.labels}
        changed={editor.changed.map((c) =>
          p.secrets?.includes(c.field)
            ? { ...c, before: "" as F[keyof F], after: "typed, hidden" as F[keyof F] }
            : c,
        )}
        busy={editor.busy}
        failed={editor.failed}
        missing={p.missing ?? null}
        readOnly={p.readOnly}
        {...(p.check ? { check: p.check } : {})}
        {...(p.tested && mayForce ? { onForce: editor.saveForced } : {})}
        onSave={editor.save}
        onDiscard={p.isNew ? p.onCancel : editor.discard}
      />
    </>
  );
}
