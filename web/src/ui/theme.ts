import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from "@mantine/core";

/** Our palettes have one tone each, which flips with the scheme in theme.css; Mantine wants ten. */
function palette(tone: string): MantineColorsTuple {
  const main = `var(--egret-${tone})`;
  const strong = `var(--egret-${tone}-strong)`;
  const wash = `var(--egret-${tone}-wash)`;
  return [wash, wash, wash, main, main, main, main, strong, strong, strong];
}

const systemFonts =
  '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: 6,
  colors: { accent: palette("accent"), heron: palette("heron") },
  fontFamily: systemFonts,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: "0.8125rem", sm: "0.8125rem", md: "0.9375rem", lg: "1.25rem", xl: "1.75rem" },
  fontWeights: { regular: "400", medium: "600", bold: "600" },
  lineHeights: { xs: "1.45", sm: "1.45", md: "1.55", lg: "1.4", xl: "1.3" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.75rem", lineHeight: "1.25" },
      h2: { fontSize: "1.25rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.5" },
    },
  },
  radius: { xs: "4px", sm: "6px", md: "10px", lg: "10px", xl: "999px" },
  defaultRadius: "md",
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "40px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    // Accent is dark on paper and light at night, so its text must flip with it; red stays red in both.
    if (input.variant === "filled") {
      return { ...colors, color: `var(--egret-on-${input.color === "heron" ? "heron" : "accent"})` };
    }
    if (input.color === "heron" && (input.variant === "subtle" || input.variant === "light")) {
      return { ...colors, hover: "var(--egret-heron-wash)", color: "var(--egret-heron-text)" };
    }
    // As text on its own wash the accent's plain tone is too pale on paper, and the filled one's text is lost at night.
    if (input.variant === "light") {
      return {
        ...colors,
        background: "var(--egret-accent-wash)",
        hover: "var(--egret-hover)",
        color: "var(--egret-accent-strong)",
      };
    }
    if (input.variant === "subtle") return { ...colors, hover: "var(--egret-hover)", color: "var(--egret-accent)" };
    if (input.variant === "transparent") return { ...colors, color: "inherit" };
    return colors;
  },
  components: {
    Button: { defaultProps: { size: "md" }, styles: { root: { fontSize: "0.9375rem", paddingInline: "18px" } } },
    InputWrapper: {
      defaultProps: { size: "md" },
      styles: {
        label: { marginBottom: 6 },
        description: { marginBottom: 6, fontSize: "0.8125rem", lineHeight: 1.45 },
        error: { marginTop: 6, lineHeight: 1.45 },
      },
    },
    SegmentedControl: {
      defaultProps: { withItemsBorders: false },
      styles: {
        root: { background: "var(--egret-sunk)" },
        indicator: { background: "var(--egret-surface)", boxShadow: "0 0 0 1px var(--egret-line-strong)" },
        label: { color: "var(--egret-ink)" },
      },
    },
    Switch: {
      styles: {
        track: { boxShadow: "inset 0 0 0 1px var(--egret-line-strong)" },
        thumb: { background: "var(--egret-surface)", boxShadow: "0 0 0 1px var(--egret-line-strong)" },
      },
    },
    // Each kind of field has a smaller size of its own to begin with: in one form they would be of two.
    TextInput: { defaultProps: { size: "md" } },
    PasswordInput: { defaultProps: { size: "md" } },
    Textarea: { defaultProps: { size: "md" } },
    NumberInput: { defaultProps: { size: "md" } },
    NativeSelect: { defaultProps: { size: "md" } },
    Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 120 } } },
    Menu: {
      // The element that would hold the first focus is no item, which readers are not told.
      defaultProps: { transitionProps: { duration: 120 }, shadow: "md", withInitialFocusPlaceholder: false },
    },
    Drawer: {
      defaultProps: { transitionProps: { duration: 150 } },
      styles: { title: { fontSize: "1.25rem", fontWeight: 600, lineHeight: 1.35, overflowWrap: "anywhere" } },
    },
    Modal: {
      defaultProps: { transitionProps: { duration: 150 }, centered: true },
      styles: {
        title: { fontSize: "1.25rem", fontWeight: 600, lineHeight: 1.35, overflowWrap: "anywhere" },
        header: { paddingBlock: 12 },
      },
    },
  },
});
