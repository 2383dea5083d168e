import { createTheme, MantineProvider, type MantineColorsTuple } from "@mantine/core";
import type { ReactNode } from "react";
import { useTheme } from "./theme";

const slate: MantineColorsTuple = [
  "#e6ebf4",
  "#c3cddd",
  "#a5b3c9",
  "#8292ab",
  "#6b7c97",
  "#33425b",
  "#1a263d",
  "#121b2d",
  "#0c1321",
  "#070c16",
];

// Index 4 is the edge of every field: 3:1 against its ground.
const gray: MantineColorsTuple = [
  "#f6f8fb",
  "#eef2f7",
  "#e2e8f0",
  "#d8dfe9",
  "#8391a7",
  "#728096",
  "#64748b",
  "#4b5a70",
  "#334155",
  "#1e293b",
];

const blue: MantineColorsTuple = [
  "#eff5ff",
  "#dbe8fe",
  "#bfd7fe",
  "#93bbfd",
  "#6098fa",
  "#3b76f0",
  "#2f6be8",
  "#2563eb",
  "#1d4ed8",
  "#1e40af",
];

const red: MantineColorsTuple = [
  "#fef2f2",
  "#fee2e2",
  "#fecaca",
  "#fca5a5",
  "#f87171",
  "#e5484d",
  "#d42f2f",
  "#c3201f",
  "#a81817",
  "#8a1212",
];

const theme = createTheme({
  primaryColor: "blue",
  primaryShade: { light: 7, dark: 7 },
  colors: { dark: slate, gray, blue, red },
  fontFamily: "var(--fx-font)",
  fontFamilyMonospace: "var(--fx-mono)",
  defaultRadius: "var(--fx-radius)",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "18px" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.5" },
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "xs" } },
    Input: { defaultProps: { size: "xs" } },
    InputWrapper: { defaultProps: { size: "xs" } },
    Switch: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true } },
  },
});

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

/** Must stand at the root: everything in the kit asks it for its theme. */
export function KitProvider({ children }: { children: ReactNode }) {
  const { scheme } = useTheme();
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={scheme}
      getStyleNonce={() => nonce}
      withStaticClasses={false}
    >
      {children}
    </MantineProvider>
  );
}
