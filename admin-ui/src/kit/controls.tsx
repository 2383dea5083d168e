import {
  ActionIcon,
  Button as MButton,
  Checkbox as MCheckbox,
  Menu as MMenu,
  Modal,
  Tooltip,
} from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";
import { Icon, type IconName } from "./icons";
import "./controls.css";

type ButtonKind = "primary" | "plain" | "quiet" | "danger";
const VARIANT = { primary: "filled", plain: "default", quiet: "subtle", danger: "filled" } as const;

export type ButtonProps = {
  children: ReactNode;
  kind?: ButtonKind;
  icon?: IconName;
  busy?: boolean;
  disabled?: boolean;
  /** Why it is disabled, or what it does; shown on hover and focus. */
  hint?: string | undefined;
  submit?: boolean;
  autoFocus?: boolean;
  onClick?: (e: MouseEvent) => void;
};

/** Says the effect: "Disconnect 3 sessions", never "OK". */
export function Button(props: ButtonProps) {
  const { kind = "plain" } = props;
  const button = (
    <MButton
      variant={VARIANT[kind]}
      color={kind === "danger" ? "red" : "blue"}
      type={props.submit ? "submit" : "button"}
      loading={props.busy ?? false}
      // aria-disabled keeps it focusable, so that the reason can be read by keyboard.
      data-disabled={props.disabled || undefined}
      aria-disabled={props.disabled || undefined}
      leftSection={props.icon ? <Icon name={props.icon} size={14} /> : undefined}
      data-autofocus={props.autoFocus || undefined}
      onClick={(e) => {
        if (props.disabled) e.preventDefault();
        else props.onClick?.(e);
      }}
    >
      {props.children}
    </MButton>
  );
  return props.hint ? (
    <Tooltip label={props.hint} multiline maw={320}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}

export function IconButton(props: {
  icon: IconName;
  label: string;
  onClick?: (e: MouseEvent) => void;
  disabled?: boolean;
  pressed?: boolean;
  tabIndex?: number;
}) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={26}
        className="fx-iconbutton"
        aria-label={props.label}
        aria-pressed={props.pressed}
        disabled={props.disabled ?? false}
        tabIndex={props.tabIndex}
        onClick={props.onClick}
      >
        <Icon name={props.icon} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Text on hover and focus for something that is not itself a control. */
export function Hint({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <Tooltip label={text} multiline maw={380}>
      <span className="fx-hint">{children}</span>
    </Tooltip>
  );
}

export function Segmented<T extends string>(props: {
  label: string;
  value: T;
  options: { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
}) {
  return (
    <div className="fx-segmented" role="group" aria-label={props.label}>
      {props.options.map((o) => (
        <button
          key={o.value}
          type="button"
          aria-pressed={o.value === props.value}
          onClick={() => props.onChange(o.value)}
        >
          {o.label}
        </button>
      ))}
    </div>
  );
}

export function Checkbox(props: {
  label: ReactNode;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <MCheckbox
      size="xs"
      label={props.label}
      checked={props.checked}
      onChange={(e) => props.onChange(e.currentTarget.checked)}
    />
  );
}

export function Dialog(props: {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  width?: number;
  children: ReactNode;
  /** A dialog with typed text is not thrown away by a stray click beside it. */
  keepOnOutsideClick?: boolean;
}) {
  return (
    <Modal.Root
      opened={props.open}
      onClose={props.onClose}
      size={props.width ?? 560}
      closeOnClickOutside={!props.keepOnOutsideClick}
      yOffset="8vh"
      transitionProps={{ duration: 0 }}
      // The page itself never scrolls, and the lock's style element would break the content policy.
      lockScroll={false}
      classNames={{
        content: "fx-dialog",
        body: "fx-dialog-body",
        title: "fx-dialog-title",
      }}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* No header element: outside an article it would be a second banner of the page. */}
        <div className="fx-dialog-head">
          <Modal.Title>{props.title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{props.children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

export type MenuItem =
  | { kind: "item"; label: ReactNode; icon?: IconName; onSelect: () => void; checked?: boolean }
  | { kind: "label"; label: ReactNode }
  | { kind: "line" };

export function MenuButton(props: {
  label: string;
  icon?: IconName;
  /** Shown beside the icon; without it the label is only for screen readers and the tooltip. */
  text?: ReactNode;
  items: MenuItem[];
  closeOnSelect?: boolean;
}) {
  return (
    <MMenu
      position="bottom-end"
      width={230}
      closeOnItemClick={props.closeOnSelect ?? true}
      transitionProps={{ duration: 0 }}
    >
      <MMenu.Target>
        <button
          type="button"
          className="fx-menubutton"
          aria-label={props.label}
          title={props.text ? undefined : props.label}
        >
          {props.icon ? <Icon name={props.icon} /> : null}
          {props.text}
        </button>
      </MMenu.Target>
      <MMenu.Dropdown>
        {props.items.map((item, i) => {
          if (item.kind === "line") return <MMenu.Divider key={i} />;
          if (item.kind === "label") return <MMenu.Label key={i}>{item.label}</MMenu.Label>;
          return (
            <MMenu.Item
              key={i}
              role={item.checked === undefined ? "menuitem" : "menuitemcheckbox"}
              aria-checked={item.checked}
              leftSection={
                item.checked !== undefined ? (
                  <span className="fx-menucheck">
                    {item.checked ? <Icon name="check" size={14} /> : null}
                  </span>
                ) : item.icon ? (
                  <Icon name={item.icon} size={14} />
                ) : undefined
              }
              onClick={item.onSelect}
            >
              {item.label}
            </MMenu.Item>
          );
        })}
      </MMenu.Dropdown>
    </MMenu>
  );
}
