import {
  Autocomplete,
  NativeSelect,
  PasswordInput,
  Switch,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useId, useState, type ReactNode } from "react";
import { Icon } from "./icons";
import "./fields.css";

export type FieldProps = {
  label: string;
  help?: ReactNode;
  /** A sentence beside the field: what is wrong and the cure. */
  error?: string | null | undefined;
  disabled?: boolean;
  required?: boolean;
  mono?: boolean;
  placeholder?: string;
  autoFocus?: boolean;
  name?: string;
  autoComplete?: string;
};

function shared(p: FieldProps) {
  return {
    label: p.label,
    description: p.help,
    error: p.error ?? undefined,
    disabled: p.disabled ?? false,
    withAsterisk: p.required ?? false,
    "aria-required": p.required || undefined,
    placeholder: p.placeholder,
    name: p.name,
    autoComplete: p.autoComplete ?? "off",
    "data-autofocus": p.autoFocus || undefined,
    autoFocus: p.autoFocus ?? false,
    spellCheck: false,
    classNames: {
      root: "fx-field",
      label: "fx-field-label",
      description: "fx-field-help",
      error: "fx-field-error",
      input: p.mono ? "fx-mono" : "",
    },
    inputWrapperOrder: ["label", "input", "error", "description"] as (
      "label" | "input" | "error" | "description"
    )[],
  };
}

type Text = FieldProps & { value: string; onChange: (value: string) => void };

export function TextField(p: Text & { readOnly?: boolean }) {
  return (
    <TextInput
      {...shared(p)}
      readOnly={p.readOnly ?? false}
      value={p.value}
      onChange={(e) => p.onChange(e.currentTarget.value)}
    />
  );
}

/** For secrets the operator types: hidden until asked for, never filled by the browser unless named. */
export function SecretField(p: Text) {
  return (
    <PasswordInput
      {...shared({ ...p, autoComplete: p.autoComplete ?? "new-password" })}
      value={p.value}
      onChange={(e) => p.onChange(e.currentTarget.value)}
      visibilityToggleButtonProps={{ "aria-label": `Show ${p.label}`, tabIndex: 0 }}
    />
  );
}

const pad = (n: number) => String(n).padStart(2, "0");

/** An instant, typed as local wall clock, kept as ISO text; "" means none. */
export function InstantField(p: Text) {
  const d = p.value === "" ? null : new Date(p.value);
  const local =
    d === null || Number.isNaN(d.getTime())
      ? ""
      : `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}T${pad(d.getHours())}:${pad(d.getMinutes())}`;
  return (
    <TextInput
      {...shared(p)}
      type="datetime-local"
      value={local}
      onChange={(e) => {
        const typed = new Date(e.currentTarget.value);
        p.onChange(Number.isNaN(typed.getTime()) ? "" : typed.toISOString());
      }}
    />
  );
}

export function AreaField(p: Text & { rows?: number; onBlur?: () => void }) {
  return (
    <Textarea
      {...shared(p)}
      rows={p.rows ?? 4}
      value={p.value}
      onBlur={p.onBlur}
      onChange={(e) => p.onChange(e.currentTarget.value)}
    />
  );
}

export function SelectField<T extends string>(
  p: FieldProps & {
    value: T;
    options: { value: T; label: string }[];
    onChange: (value: T) => void;
  },
) {
  return (
    <NativeSelect
      {...shared(p)}
      value={p.value}
      data={p.options}
      onChange={(e) => p.onChange(e.currentTarget.value as T)}
    />
  );
}

/** Free text with suggestions. */
export function SuggestField(p: Text & { suggestions: string[] }) {
  return (
    <Autocomplete
      {...shared(p)}
      value={p.value}
      data={p.suggestions}
      limit={12}
      maxDropdownHeight={260}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={p.onChange}
    />
  );
}

/** A bare input for table-like editors: the label is only for screen readers. */
export function CellInput(p: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  suggestions?: string[];
  invalid?: boolean;
  describedBy?: string | undefined;
  placeholder?: string;
  disabled?: boolean;
  /** Not shown while it is typed. */
  secret?: boolean;
}) {
  const common = {
    "aria-label": p.label,
    "aria-invalid": p.invalid || undefined,
    "aria-describedby": p.describedBy,
    value: p.value,
    placeholder: p.placeholder,
    disabled: p.disabled ?? false,
    error: p.invalid ?? false,
    spellCheck: false,
    autoComplete: p.secret ? "new-password" : "off",
    type: p.secret ? "password" : "text",
    classNames: { input: "fx-mono", root: "fx-cellinput" },
  };
  if (p.suggestions)
    return (
      <Autocomplete
        {...common}
        data={p.suggestions}
        limit={14}
        maxDropdownHeight={280}
        comboboxProps={{ transitionProps: { duration: 0 }, width: 300, position: "bottom-start" }}
        onChange={p.onChange}
      />
    );
  return <TextInput {...common} onChange={(e) => p.onChange(e.currentTarget.value)} />;
}

export function CellSelect(p: {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
  disabled?: boolean;
}) {
  return (
    <NativeSelect
      aria-label={p.label}
      value={p.value}
      data={p.options}
      disabled={p.disabled ?? false}
      onChange={(e) => p.onChange(e.currentTarget.value)}
      classNames={{ input: "fx-mono" }}
    />
  );
}

export function SwitchField(p: {
  label: string;
  help?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <Switch
      label={p.label}
      description={p.help}
      checked={p.checked}
      disabled={p.disabled ?? false}
      onChange={(e) => p.onChange(e.currentTarget.checked)}
      classNames={{ root: "fx-field", description: "fx-field-help" }}
    />
  );
}

/** One file: chosen by a click or the keyboard, or dropped here. */
export function FileField(p: {
  label: string;
  accept: string;
  /** The name of the file that is in; null while there is none. */
  chosen: string | null;
  help?: ReactNode;
  error?: string | null;
  onFile: (file: File) => void;
}) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (file) p.onFile(file);
  };
  return (
    <div className="fx-field">
      <label
        htmlFor={id}
        className={over ? "fx-file over" : "fx-file"}
        onDragOver={(e) => {
          e.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(e) => {
          e.preventDefault();
          setOver(false);
          take(e.dataTransfer.files[0]);
        }}
      >
        <Icon name="up" size={16} />
        <span>
          <b>{p.label}</b>: {p.chosen ?? "choose it, or drop it here"}
        </span>
        <input
          id={id}
          type="file"
          className="fx-sr"
          accept={p.accept}
          aria-invalid={p.error ? true : undefined}
          aria-describedby={p.error ? `${id}-error` : undefined}
          onChange={(e) => {
            take(e.currentTarget.files?.[0]);
            // The same file once more, after it was corrected, must be a change again.
            e.currentTarget.value = "";
          }}
        />
      </label>
      {p.error ? (
        <p id={`${id}-error`} className="fx-field-error">
          {p.error}
        </p>
      ) : null}
      {p.help ? <p className="fx-field-help">{p.help}</p> : null}
    </div>
  );
}

/** Fields in one or two columns under a heading; headings make the form's outline. */
export function FieldGroup(p: {
  title: string;
  lead?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <section className="fx-fieldgroup" aria-label={p.title}>
      <div className="fx-fieldgroup-head">
        <h2>{p.title}</h2>
        {p.lead ? <p>{p.lead}</p> : null}
      </div>
      <div className={p.wide ? "fx-fieldgroup-body wide" : "fx-fieldgroup-body"}>{p.children}</div>
    </section>
  );
}
