import { currentLocale } from "@/ui/i18n";

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
const formatters = new Map<string, Intl.NumberFormat>();

/** `1.2 MB`, in the language's own units: thousands, as disks and Finder count. */
export function fileSize(bytes: number, language: string = currentLocale()): string {
  let step = 0;
  let value = bytes;
  // 999.95 kB would be written as 1,000.
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  const digits = step > 0 && value < 100 ? 1 : 0;
  // Making a formatter costs far more than using it, and a long list writes hundreds of sizes while it is scrolled.
  const key = `${language} ${step} ${digits}`;
  const known =
    formatters.get(key) ??
    new Intl.NumberFormat(language, {
      style: "unit",
      unit: units[step],
      unitDisplay: step === 0 ? "long" : "short",
      maximumFractionDigits: digits,
    });
  formatters.set(key, known);
  return known.format(value);
}
