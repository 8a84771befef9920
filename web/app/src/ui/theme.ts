// Design tokens for Mantine; colours of surfaces and text are in base.css, one accent for everything one can do.
import { createTheme, type MantineColorsTuple } from "@mantine/core";

const petrol: MantineColorsTuple = [
  "#e8f4f4", "#d3e6e7", "#a6cccf", "#76b1b5", "#4e999f", "#328990", "#1d7f87", "#0d5c63", "#0a5157", "#04454b",
];
const stone: MantineColorsTuple = [
  "#f7f5f1", "#edeae4", "#dcd7ce", "#c4bdb1", "#a79f92", "#857d71", "#635c53", "#2d2a26", "#211f1c", "#171513",
];

export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 6 },
  colors: { petrol, gray: stone, dark: ["#e9e5de", "#c2bcb2", "#a39c91", "#6d675e", "#45413b", "#35322d", "#292622", "#1d1b18", "#171513", "#100f0d"] },
  fontFamily: '"Source Sans 3 Variable", "Source Sans 3", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: "0.8125rem", sm: "0.9375rem", md: "1rem", lg: "1.125rem", xl: "1.375rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.3" },
  defaultRadius: "sm",
  radius: { sm: "5px", md: "8px" },
  headings: { fontFamily: '"Source Serif 4 Variable", Georgia, serif', fontWeight: "560" },
  autoContrast: true,
  luminanceThreshold: 0.33,
  cursorType: "pointer",
  respectReducedMotion: true,
});
