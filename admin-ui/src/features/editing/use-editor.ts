import { useEffect, useState } from "react";
import { Problem } from "../../api";
import { changes, mergeOnto, type FormValues } from "./changes";

/**
 * One object in an editor: what was loaded, what the operator made of it, and what stands in the way of saving.
 * Nothing typed is ever dropped without being asked for.
 */
export function useEditor<T extends { version: number }, F extends FormValues>(p: {
  loaded: T | null;
  toForm: (object: T | null) => F;
  /** `force`: although a policy test fails. */
  save: (form: F, ifMatch: string | null, force: boolean) => Promise<T>;
  onSaved: (object: T, created: boolean) => void;
}) {
  const [base, setBase] = useState(p.loaded);
  const [form, setForm] = useState(() => p.toForm(p.loaded));
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<T | null>(null);

  const baseForm = p.toForm(base);
  const changed = changes(baseForm, form);
  const dirty = changed.length > 0;

  // Changed by someone else while nothing was typed here: just show it.
  if (p.loaded && base && p.loaded.version !== base.version && !dirty && !theirs && !busy) {
    setBase(p.loaded);
    setForm(p.toForm(p.loaded));
  }

  useEffect(() => {
    if (!dirty) return;
    const warn = (e: BeforeUnloadEvent) => e.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);

  async function save(values = form, onto: T | null = base, force = false) {
    setBusy(true);
    setFailed(null);
    try {
      const saved = await p.save(values, onto ? `"${onto.version}"` : null, force);
      setTheirs(null);
      setBase(saved);
      setForm(p.toForm(saved));
      p.onSaved(saved, onto === null);
    } catch (e) {
      if (e instanceof Problem && e.conflict && e.current) setTheirs(e.current as T);
      else setFailed(e);
    } finally {
      setBusy(false);
    }
  }

  return {
    form,
    base,
    baseForm,
    changed,
    dirty,
    busy,
    failed,
    theirs,
    fields: failed instanceof Problem ? failed.fields : [],
    error: (field: string) => (failed instanceof Problem ? failed.field(field) : null),
    set: <K extends keyof F>(field: K, value: F[K]) => setForm((f) => ({ ...f, [field]: value })),
    save: () => void save(),
    saveForced: () => void save(form, base, true),
    discard: () => {
      setForm(baseForm);
      setFailed(null);
      setTheirs(null);
    },
    takeTheirs: () => {
      if (!theirs) return;
      setBase(theirs);
      setForm(p.toForm(theirs));
      setTheirs(null);
    },
    /** My changes on top of theirs, to be looked at before saving. */
    combine: () => {
      if (!theirs) return;
      setForm(mergeOnto(baseForm, form, p.toForm(theirs)));
      setBase(theirs);
      setTheirs(null);
    },
    overwrite: () => {
      if (theirs) void save(form, theirs);
    },
  };
}

export type Editor<T extends { version: number }, F extends FormValues> = ReturnType<
  typeof useEditor<T, F>
>;
